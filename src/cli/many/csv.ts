import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { parse } from "csv-parse";

// Reads a CSV as spreadsheets write it: UTF-8, UTF-16 or Windows-1252, with ";", "," or a tab between cells.

/** How a CSV is written. */
export interface Dialect {
  readonly encoding: "utf-8" | "windows-1252" | "utf-16le";
  readonly delimiter: string;
  /** Whether its first line names the delimiter for Excel: `sep=;`. Excel does not count that line. */
  readonly hasSeparatorLine: boolean;
}

/** The encodings that a file may have. Any file is valid Windows-1252. */
export async function encodingsOf(file: string): Promise<Dialect["encoding"][]> {
  const handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0).finally(() => handle.close());
  return buffer.readUInt16BE() === 0xff_fe ? ["utf-16le"] : ["utf-8", "windows-1252"];
}

/** The text of a file, in pieces. Throws if it is not in this encoding. */
async function* textOf(file: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of createReadStream(file)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** Whether a file is not in the encoding in which it was read. */
export const isOtherEncoding = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === "ERR_ENCODING_INVALID_ENCODED_DATA";

/** A larger record has a quote that is never closed. */
const mostInRecord = 1_000_000;

/** The rows of a CSV, each with its cells. An empty line is a row with one empty cell. */
export function rowsOf(file: string, { encoding, delimiter, hasSeparatorLine }: Dialect): AsyncIterable<string[]> {
  const parser = parse({
    ...{ delimiter, relax_column_count: true, relax_quotes: true, max_record_size: mostInRecord },
    ...(hasSeparatorLine && { from_line: 2 }),
  });
  // The parser passes on the errors of the file.
  pipeline(Readable.from(textOf(file, encoding)), parser, () => {});
  return parser;
}

async function firstRow(file: string, dialect: Dialect): Promise<string[]> {
  for await (const row of rowsOf(file, dialect)) return row;
  return [];
}

/** The delimiters with the header that each one gives; the one after `sep=` alone, if there is such a line. */
export async function headersOf(
  file: string,
  encoding: Dialect["encoding"],
): Promise<{ dialect: Dialect; header: string[] }[]> {
  const plain = { encoding, hasSeparatorLine: false };
  const [top = ""] = await firstRow(file, { ...plain, delimiter: "\0" });
  const [, named] = /^sep=(.)$/i.exec(top.trimEnd()) ?? [];
  const dialects = named
    ? [{ encoding, delimiter: named, hasSeparatorLine: true }]
    : [";", ",", "\t"].map((delimiter) => ({ ...plain, delimiter }));
  return Promise.all(dialects.map(async (dialect) => ({ dialect, header: await firstRow(file, dialect) })));
}
