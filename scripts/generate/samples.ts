import type { Description } from "../openapi/document.ts";
import { isBytes } from "./contents.ts";
import { isObjectSchema, propertiesOf, type Said, type Schema, said } from "./fields.ts";
import { file, fits } from "./fits.ts";

/** An example that is nested deeper is read by nobody. */
const deepest = 6;
/** How many schemas are tried for one example: they may lead to one another in more ways than there is time for. */
const mostTried = 10_000;

interface Making {
  readonly description: Description;
  tried: number;
}

/** A text of a format, or what it is the text of. */
function textSample(format: unknown, name: string): string {
  const texts: Readonly<Record<string, string>> = {
    date: "2030-01-31",
    "date-time": "2030-01-31T12:00:00Z",
    email: "name@example.com",
    uri: "https://example.com",
    uuid: "2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d",
  };
  return texts[String(format)] ?? name;
}

function objectSample(making: Making, schema: Schema, within: readonly Said[]): unknown {
  const { description } = making;
  const { schemas, required } = propertiesOf(description, schema);
  const entries = required.flatMap((name) => {
    const own = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (own === undefined) return [];
    const sample = made(making, own, name, within);
    return sample === undefined ? [] : [[name, sample] as const];
  });
  return Object.fromEntries(entries);
}

/** A value of the shape of a schema. */
function shaped(making: Making, schema: Schema, name: string, within: readonly Said[]): unknown {
  const { description } = making;
  const own = said(description, schema);
  const { oneOf = [], anyOf = [], allOf = [], items, prefixItems } = own;
  const [type] = [own.type ?? []].flat().filter((one) => one !== "null");
  const of = (one: Schema) => made(making, one, name, within);
  if (isBytes(own)) return file;
  if (type === "array") return (prefixItems ?? [items ?? []].flat()).map(of).filter((one) => one !== undefined);
  if (isObjectSchema(description, schema)) return objectSample(making, schema, within);
  const minimum = typeof own.minimum === "number" ? own.minimum : 1;
  const plain: Readonly<Record<string, unknown>> = { integer: minimum, number: minimum, boolean: true, object: {} };
  if (type !== undefined) return type === "string" ? textSample(own.format, name) : plain[String(type)];
  const parts = [...oneOf, ...anyOf, ...allOf];
  if (parts.length === 0) return name;
  // One after the other: to make each would take long where they are nested.
  for (const part of parts) {
    const sample = of(part);
    if (sample !== undefined && fits(description, schema, sample)) return sample;
  }
  return undefined;
}

function made(making: Making, schema: Schema, name: string, within: readonly Said[]): unknown {
  const { description } = making;
  const own = said(description, schema);
  making.tried += 1;
  if (within.includes(own) || within.length > deepest || making.tried > mostTried) return undefined;
  const lists = [own.examples, own.enum].map((list) => (Array.isArray(list) ? list.slice(0, 1) : []));
  const stated = [own.example, lists[0], own.default, own.const, lists[1]].flat();
  const found = stated.find((one) => one !== undefined && one !== null && fits(description, schema, one));
  return found ?? shaped(making, schema, name, [...within, own]);
}

/**
 * A value of a schema: an example, a default or one of its values where it names one, else the least that it allows.
 * `undefined` where none is found that surely fits.
 *
 * @param name what it is the value of: a text is made of it
 */
export function sampleOf(description: Description, schema: Schema, name: string): unknown {
  const sample = made({ description, tried: 0 }, schema, name, []);
  return fits(description, schema, sample) && sample !== undefined ? sample : undefined;
}
