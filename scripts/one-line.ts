/**
 * Matches control characters, line separators, marks that change text direction, and CI commands: `::` at the start of a
 * line, `##[` or `##vso[` anywhere.
 */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]|(?<=^\s*):(?=:)|#(?=#\w*\[)/gu;

/** Escapes untrusted text, such as ESC to `\u001b`. The result is one line. */
export function oneLine(text: string): string {
  return text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Escapes each line of a text. */
export function eachLine(text: string): string {
  return text.split("\n").map(oneLine).join("\n");
}
