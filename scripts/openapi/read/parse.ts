import { type Document, LineCounter, parseDocument } from "yaml";
import { fail, type Place, throwIfAny } from "./error.ts";
import { type JsonText, readJson } from "./json.ts";
import { looseEnds, syntaxProblem } from "./syntax.ts";
import { offsetOf, type Path, placeAt } from "./tree.ts";
import { plainValue, TooMuch } from "./value.ts";

/** A file that was read. */
export interface Parsed {
  /** A path or a URL. */
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** Where the text is JSON. */
  readonly json: JsonText | undefined;
  /** The text's own shape, with its comments. Made when it is asked for: of JSON, that takes much longer than its value. */
  readonly document: Document;
  /** Where a value stands: its key. Of a value that is not there, the nearest around it. */
  readonly placeOf: (path: Path) => Place;
}

/**
 * How YAML is read: YAML 1.2 whatever a directive says, so that `yes` and dates stay texts; with merge keys, which
 * YAML 1.1 had and people use. Keys that come twice are looked for after it, in linear time.
 */
export const yamlOptions = { schema: "core", merge: true, uniqueKeys: false, resolveKnownTags: false } as const;

/** Many more values than a file of 50 MB has. A few lines of aliases of aliases can make billions. */
const mostValues = 5_000_000;
/** Much deeper than any description is, and well within what recursion can do. */
const deepest = 400;

interface Extent {
  readonly values: number;
  readonly levels: number;
}

const single: Extent = { values: 1, levels: 0 };
const endless: Extent = { values: Number.POSITIVE_INFINITY, levels: Number.POSITIVE_INFINITY };

/** How much a value is once each alias is what it stands for. Endless where something holds itself, or is too deep. */
function extentOf(value: unknown, known = new Map<object, Extent>(), depth = 0): Extent {
  if (typeof value !== "object" || value === null) return single;
  const before = known.get(value);
  if (before) return before;
  if (depth > deepest) return endless;
  // Until it is known, so that whatever holds itself is endless.
  known.set(value, endless);
  const extent = { values: 1, levels: 1 };
  for (const one of Object.values(value)) {
    const { values, levels } = extentOf(one, known, depth + 1);
    extent.values += values;
    extent.levels = Math.max(extent.levels, levels + 1);
  }
  known.set(value, extent);
  return extent;
}

const tooDeep = {
  what: `It is nested more than ${deepest} levels deep, or something in it holds itself.`,
  remedy: "Write it flatter.",
};

function checkSize(file: string, value: unknown): void {
  const { values, levels } = extentOf(value);
  if (levels > deepest) fail({ file, ...tooDeep });
  if (values > mostValues) tooMuch(file);
}

function tooMuch(file: string): never {
  const what = `Its aliases stand for more than ${mostValues} values.`;
  return fail({ file, what, remedy: "Write it with references, not with aliases." });
}

interface Shape {
  readonly document: Document;
  readonly lines: LineCounter;
}

/** @throws DescriptionError for what is no YAML */
function shapeOf(file: string, text: string): Shape {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...yamlOptions, lineCounter: lines });
  const { errors } = document;
  if (errors.length > 0) fail(syntaxProblem(file, text, lines, errors));
  throwIfAny(looseEnds(file, document, lines));
  return { document, lines };
}

function read(file: string, text: string): Parsed {
  const json = readJson(text);
  let known: Shape | undefined;
  const shape = () => {
    // A carriage return alone may end a line of JSON, but none of YAML. By another end of one sign all places stay.
    known ??= shapeOf(file, json ? text.replace(/\r(?!\n)/g, "\n") : text);
    return known;
  };
  const value = json ? json.value : plainValue(shape().document, mostValues);
  checkSize(file, value);
  return {
    ...{ file, text, json, value },
    get document() {
      return shape().document;
    },
    placeOf: (path) => {
      const { document, lines } = shape();
      return placeAt(lines, offsetOf(document, path));
    },
  };
}

/**
 * Reads YAML, of which JSON is a part.
 *
 * @throws DescriptionError for what is no YAML, is cut off, or has a key twice
 */
export function parseText(file: string, text: string): Parsed {
  try {
    return read(file, text);
  } catch (error) {
    if (error instanceof RangeError) {
      return fail({ file, ...tooDeep });
    }
    if (error instanceof TooMuch) return tooMuch(file);
    throw error;
  }
}
