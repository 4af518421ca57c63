import type { ParameterObject } from "openapi-typescript";
import { isRecord } from "../../src/operation/values.ts";
import { type Description, resolve } from "../openapi/document.ts";
import { file, fits } from "./fits.ts";
import type { Row } from "./rows.ts";
import { sampleOf } from "./samples.ts";

type Values = Record<string, unknown>;

/** Values to call an operation with. */
export interface Examples {
  readonly query: Values;
  readonly path: Values;
  readonly headers: Values;
  readonly cookies: Values;
  readonly body: Values;
}

/** The first example that a parameter or a content has. */
function exampleIn(description: Description, holder: object | undefined): unknown {
  const { example, examples } = (holder ?? {}) as { example?: unknown; examples?: Record<string, object> };
  const [first] = Object.values(examples ?? {});
  return first ? (resolve<object>(description, first) as { value?: unknown }).value : example;
}

/** Example values for an operation, as the description has them: they need not fit. */
export function examplesOf(description: Description, { place, body }: Row): Examples {
  const parameters = (place.operation.parameters ?? []).map((one) => resolve<ParameterObject>(description, one));
  const valuesIn = (where: string): Values =>
    Object.fromEntries(
      parameters.flatMap((one) => {
        const example = one.in === where ? exampleIn(description, one) : undefined;
        return example === undefined ? [] : [[one.name, example]];
      }),
    );
  const example = exampleIn(description, body?.content.media);
  return {
    query: valuesIn("query"),
    path: valuesIn("path"),
    headers: valuesIn("header"),
    cookies: valuesIn("cookie"),
    body: isRecord(example) ? example : {},
  };
}

/** A value for a parameter that surely fits its type: the description's own, or one that is made. */
export function parameterSample(
  description: Description,
  row: Row,
  part: Exclude<keyof Examples, "body">,
  name: string,
): unknown {
  const schema = row.parameters[part].schemas[name];
  const stated = examplesOf(description, row)[part][name];
  if (schema === undefined) return undefined;
  return stated !== undefined && fits(description, schema, stated) ? stated : sampleOf(description, schema, name);
}

/** A body that surely fits its type: the description's own, or one that is made. `undefined` where there is none. */
export function bodySample(description: Description, { body }: Row): unknown {
  if (body === undefined) return undefined;
  const { kind, schema, media } = body.content;
  const stated = exampleIn(description, media);
  if (kind === "text") return typeof stated === "string" ? stated : "text";
  if (kind === "binary") return file;
  if (schema === undefined) return body.fields && !isRecord(stated) ? {} : (stated ?? {});
  return stated !== undefined && fits(description, schema, stated) ? stated : sampleOf(description, schema, "text");
}
