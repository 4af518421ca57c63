import { isUtf8 } from "node:buffer";
import { fail } from "./error.ts";

/** The first line that is not UTF-8. No byte of a longer UTF-8 character looks like a line end, so lines can be cut first. */
function lineOfOtherEncoding(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf("\n"); end !== -1; end = bytes.indexOf("\n", start)) {
    if (!isUtf8(bytes.subarray(start, end))) return line;
    line += 1;
    start = end + 1;
  }
  return line;
}

/** UTF-16 begins with a mark of its byte order; nothing else can tell it from binary data. */
function utf16(bytes: Buffer): string | undefined {
  const encoding = { fffe: "utf-16le", feff: "utf-16be" }[bytes.subarray(0, 2).toString("hex")];
  return encoding && new TextDecoder(encoding).decode(bytes);
}

function utf8(file: string, bytes: Buffer): string {
  if (bytes.includes(0)) {
    fail({
      file,
      what: "It is no text.",
      remedy: "If it is an archive, unpack it, and name the .yaml or .json file in it.",
    });
  }
  if (!isUtf8(bytes)) {
    fail({
      file,
      place: { line: lineOfOtherEncoding(bytes), column: 1 },
      what: "This line is not UTF-8.",
      remedy: "Save the file as UTF-8.",
    });
  }
  return bytes.toString("utf8");
}

/**
 * The text of a file: UTF-8, with a byte order mark where it has one, or UTF-16 that begins with one.
 *
 * @throws DescriptionError for anything else, for nothing, and for an HTML page
 */
export function decode(file: string, bytes: Buffer): string {
  const text = utf16(bytes) ?? utf8(file, bytes);
  const start = text.trimStart().slice(0, 100);
  if (start === "") fail({ file, what: "It is empty.", remedy: "Download it again." });
  if (!start.startsWith("<")) return text;
  return fail({
    file,
    place: { line: 1, column: 1 },
    what: /^<\?xml/i.test(start) ? "This is XML, not a description." : "This is an HTML page, not a description.",
    remedy: "Download it with the link “Download OpenAPI description”, not by saving the page.",
  });
}
