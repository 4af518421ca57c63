import { getLineColLocation, type LocationObject, parseYaml, Source, YamlParseError } from "@redocly/openapi-core";
import { isObject } from "../walk.ts";
import { fail, type Place } from "./error.ts";

/** A file, as Redocly keeps it. */
export interface Parsed {
  readonly source: Source;
  /** Redocly puts what other files hold into it. */
  readonly parsed: unknown;
}

/** More than a file of 50 MB has. A few lines of aliases of aliases can make billions. */
const mostValues = 2_000_000;
/** Well within what recursion can do. */
const deepest = 400;

interface Extent {
  readonly values: number;
  readonly levels: number;
}

const endless: Extent = { values: Number.POSITIVE_INFINITY, levels: Number.POSITIVE_INFINITY };

/** The size of a value with all its aliases expanded: endless if something contains itself or is nested too deep. */
function extentOf(value: unknown, known: Map<object, Extent>, depth = 0): Extent {
  if (typeof value !== "object" || value === null) return { values: 1, levels: 0 };
  const before = known.get(value);
  if (before) return before;
  if (depth > deepest) return endless;
  // Until the size is known, so that whatever contains itself is endless.
  known.set(value, endless);
  const extent = { values: 1, levels: 1 };
  for (const one of Object.values(value)) {
    const { values, levels } = extentOf(one, known, depth + 1);
    extent.values += values;
    extent.levels = Math.max(extent.levels, levels + 1);
  }
  known.set(value, extent);
  // Redocly would fetch it, and nothing is generated from it.
  if (isObject(value) && typeof value.externalValue === "string") delete value.externalValue;
  return extent;
}

function load(file: string, source: Source): unknown {
  try {
    return parseYaml(source.body, { filename: file });
  } catch (error) {
    if (error instanceof RangeError) return fail({ file, what: "It is nested too deep.", remedy: "Write it flatter." });
    // The cast: js-yaml throws an Error for what is not YAML.
    const { line, col, message } = new YamlParseError(error as Error, source);
    const what = `It is not valid YAML or JSON: ${message.replace(/ in ".*" \(\d+:\d+\)$|\s*\(\d+:\d+\)$/s, "")}.`;
    const place = line > 0 ? { line, column: col } : undefined;
    return fail({ file, place, what, remedy: "Correct it. If the file is cut off, download it again." });
  }
}

/**
 * Reads YAML, or JSON.
 *
 * @throws DescriptionError if the text is neither, has a key twice, is nested too deep, or has aliases that expand to
 * too much
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

/** Where Redocly has found something. It cannot say where a key with a lone `%` is. */
export function placeAt(location: LocationObject): Place | undefined {
  try {
    const { start } = getLineColLocation(location);
    return { line: start.line, column: start.col };
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** Where a JSON pointer such as `#/paths` leads: its key. */
export function placeOf({ source }: Parsed, pointer: string): Place | undefined {
  return placeAt({ source, pointer, reportOnKey: true });
}
