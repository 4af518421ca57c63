/**
 * Control characters, which a terminal obeys; marks that change the direction of text; and what a CI service takes for a
 * command: `::` at the beginning of a line, `##[` or `##vso[` anywhere.
 */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]|(?<=^\s*):(?=:)|#(?=#\w*\[)/gu;

/** Text from outside as part of a line that is printed: what is not safe to print is escaped, as `\u001b`. */
export function oneLine(text: string): string {
  return text.replace(unsafe, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same for each line of a text. */
export function eachLine(text: string): string {
  return text.split("\n").map(oneLine).join("\n");
}
