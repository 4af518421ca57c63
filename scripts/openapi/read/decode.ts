import { isUtf8 } from "node:buffer";
import { fail } from "./error.ts";

const download = "Download it with the link “Download OpenAPI description”, not by saving the page.";

/**
 * Decodes a UTF-8 file.
 *
 * @throws DescriptionError when the file is not UTF-8, is empty, or is an XML file or HTML page
 */
export function decode(file: string, bytes: Buffer): string {
  if (bytes.includes(0) || !isUtf8(bytes)) {
    fail({ file, what: "It is not text in UTF-8.", remedy: "Unpack it if it is an archive, or save it as UTF-8." });
  }
  const text = new TextDecoder().decode(bytes);
  const start = text.trimStart().slice(0, 100);
  if (start === "") fail({ file, what: "It is empty.", remedy: "Download it again." });
  if (!start.startsWith("<")) return text;
  const what = /^<\?xml/i.test(start) ? "This is XML, not a description." : "This is an HTML page, not a description.";
  return fail({ file, place: { line: 1, column: 1 }, what, remedy: download });
}
