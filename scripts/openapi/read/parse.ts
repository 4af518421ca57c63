import { getLineColLocation, type LocationObject, parseYaml, Source, YamlParseError } from "@redocly/openapi-core";
import { isObject } from "../walk.ts";
import { fail, type Place } from "./error.ts";

/** A file in the form that Redocly uses. */
export interface Parsed {
  readonly source: Source;
  /** Redocly mutates it when it bundles other files. */
  readonly parsed: unknown;
}

/** More values than a 50 MB file has. A few lines of nested aliases can expand to billions. */
const mostValues = 2_000_000;
/** Nesting levels, well below the recursion limit. */
const deepest = 400;

interface Extent {
  readonly values: number;
  readonly levels: number;
}

const endless: Extent = { values: Number.POSITIVE_INFINITY, levels: Number.POSITIVE_INFINITY };

/** Measures a value with all aliases expanded. Infinite if something contains itself or is nested too deeply. */
function extentOf(value: unknown, known: Map<object, Extent>, depth = 0): Extent {
  if (typeof value !== "object" || value === null) return { values: 1, levels: 0 };
  const before = known.get(value);
  if (before) return before;
  if (depth > deepest) return endless;
  // Until the size is known, so that a value that contains itself is infinite.
  known.set(value, endless);
  const extent = { values: 1, levels: 1 };
  for (const one of Object.values(value)) {
    const { values, levels } = extentOf(one, known, depth + 1);
    extent.values += values;
    extent.levels = Math.max(extent.levels, levels + 1);
  }
  known.set(value, extent);
  // Redocly would fetch the URL, although nothing is generated from it.
  if (isObject(value) && typeof value.externalValue === "string") delete value.externalValue;
  return extent;
}

function load(file: string, source: Source): unknown {
  try {
    return parseYaml(source.body, { filename: file });
  } catch (error) {
    if (error instanceof RangeError) return fail({ file, what: "It is nested too deep.", remedy: "Write it flatter." });
    // The cast: js-yaml throws an Error for invalid YAML.
    const { line, col, message } = new YamlParseError(error as Error, source);
    const what = `It is not valid YAML or JSON: ${message.replace(/ in ".*" \(\d+:\d+\)$|\s*\(\d+:\d+\)$/s, "")}.`;
    const place = line > 0 ? { line, column: col } : undefined;
    return fail({ file, place, what, remedy: "Correct it. If the file is cut off, download it again." });
  }
}

/**
 * Parses YAML or JSON.
 *
 * @throws DescriptionError when the text is invalid, has a duplicate key, is nested too deeply, or has aliases that
 * expand to too many values
 */
export function parse(file: string, text: string): Parsed {
  const source = new Source(file, text);
  const parsed = load(file, source);
  const { values, levels } = extentOf(parsed, new Map());
  if (levels > deepest) {
    fail({
      file,
      what: `It is nested more than ${deepest} levels deep, or something contains itself.`,
      remedy: "Write it flatter.",
    });
  }
  if (values > mostValues) {
    fail({
      file,
      what: `Its aliases expand to more than ${mostValues} values.`,
      remedy: "Use references instead of aliases.",
    });
  }
  return { source, parsed };
}

/** Converts a Redocly location; `undefined` if a key has an unescaped `%`, which Redocly cannot locate. */
export function placeAt(location: LocationObject): Place | undefined {
  try {
    const { start } = getLineColLocation(location);
    return { line: start.line, column: start.col };
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** Returns the position of the key that a JSON pointer such as `#/paths` points to. */
export function placeOf({ source }: Parsed, pointer: string): Place | undefined {
  return placeAt({ source, pointer, reportOnKey: true });
}
