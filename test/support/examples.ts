import type { ParameterObject } from "openapi-typescript";
import type { Row } from "../../scripts/generate/rows.ts";
import { type Description, resolve } from "../../scripts/openapi/document.ts";
import { isRecord } from "../../src/operation/values.ts";

type Values = Record<string, unknown>;

/** Values to call an operation with. */
export interface Examples {
  readonly query: Values;
  readonly path: Values;
  readonly headers: Values;
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
    body: isRecord(example) ? example : {},
  };
}
