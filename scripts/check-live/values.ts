import { isRecord } from "../../src/operation/values.ts";
import type { Said, Schema } from "../generate/fields.ts";
import type { Description } from "../openapi/document.ts";
import { isFieldName } from "./privacy.ts";
import { fieldsOf, partsOf } from "./schemas.ts";

/** A value in an answer. */
export interface Spot {
  /** JSON pointer into the answer. */
  readonly path: string;
  /** The path as it may be shown: `data[].customer.city`. */
  readonly shown: string;
  readonly value: unknown;
  /** The schema it is compared to, as it stands in the description; `undefined`: the answer as a whole. */
  readonly schema: Schema | undefined;
}

/** A value that the description knows. */
export interface DescribedValue extends Spot {
  /** The schemas that together describe it, without references. */
  readonly parts: readonly Said[];
  /** The schemas of its described fields; empty if it is not an object. */
  readonly fields: ReadonlyMap<string, Schema>;
}

/** A field that is not described, or an object whose content is not. `path` is that of the object, `schema` its schema. */
export interface UndescribedValue extends Spot {
  /** The name of the field; empty if the key may be personal data, or if it is about the whole object. */
  readonly name: string;
}

/** The values of an answer. */
export interface Values {
  readonly described: readonly DescribedValue[];
  readonly undescribed: readonly UndescribedValue[];
}

/** An item or a field of a value; or an object itself, if only inferred to be free-form. */
interface Child {
  readonly key: string;
  /** The key as it may be shown. */
  readonly step: string;
  readonly value: unknown;
  /** `undefined`: it is not described. */
  readonly schema: Schema | undefined;
}

function childrenOf({ schema, parts, fields, value }: DescribedValue): Child[] {
  const items = parts.find((part) => part.items !== undefined)?.items;
  if (Array.isArray(value) && items !== undefined)
    return value.map((item, index) => ({ key: String(index), step: "[]", value: item, schema: items }));
  if (!isRecord(value)) return [];
  // The cast: what is described under `additionalProperties` is a schema.
  const map = parts.map((part) => part.additionalProperties).find(isRecord) as Schema | undefined;
  if (fields.size === 0 && !map) {
    // A free-form object, whose keys are data. If only inferred to be one, it is reported as a whole.
    const isInferred = [schema, ...parts].some((one) => Object(one)["x-evidence"] === "inferred");
    return isInferred && Object.keys(value).length > 0 ? [{ key: "", step: "", value, schema: undefined }] : [];
  }
  return Object.entries(value).map(([key, inner]) => {
    // A key of a map is data.
    const isPublic = fields.has(key) || (!map && isFieldName(key));
    return { key, step: isPublic ? `.${key}` : ".*", value: inner, schema: fields.get(key) ?? map };
  });
}

/** Sorts the values of an answer into those that its schema describes and those that it does not. */
export function valuesOf(description: Description, root: Schema, answer: unknown): Values {
  const described: DescribedValue[] = [];
  const undescribed: UndescribedValue[] = [];
  const visit = (schema: Schema, path: string, shown: string, value: unknown) => {
    const parts = partsOf(description, schema, value);
    const fields = isRecord(value) ? fieldsOf(parts) : new Map<string, Schema>();
    const one = { path, shown, value, schema, parts, fields };
    described.push(one);
    // The schema that a new field would be added to. The cast: its parts are schemas, too.
    const owner = (parts.findLast((part) => part.properties) ?? schema) as Schema;
    for (const { key, step, value: inner, schema: own } of childrenOf(one)) {
      const at = (shown + step).replace(/^\./, "");
      if (own) visit(own, `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, at, inner);
      else undescribed.push({ path, shown: at, value: inner, schema: owner, name: step === ".*" ? "" : key });
    }
  };
  visit(root, "", "", answer);
  return { described, undescribed };
}
