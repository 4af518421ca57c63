import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
// Prism does not export it from its entry point; the version is pinned.
import { validateOutput } from "@stoplight/prism-http/dist/validator/index.js";
import type { Operation } from "../../src/operation/table.ts";
import type { Description } from "../openapi/document.ts";
import type { Answer } from "./ask.ts";

/** A rule of the description that an answer breaks. */
export interface Violation {
  /** `status` or `media type`: this one is not described. */
  readonly of: "status" | "media type" | "body";
  /** JSON pointer into the body. */
  readonly path: string;
  /** The JSON Schema keyword. */
  readonly rule: string;
  /** With the rule `required`: the missing field. */
  readonly field?: string;
}

/** Lists the rules that an answer breaks. */
export type Validator = (operation: Operation, answer: Answer) => Violation[];

/** Prism's validator of answers. */
export async function validatorOf(description: Description): Promise<Validator> {
  // Prism resolves references in place.
  const resources = await getHttpOperationsFromSpec(structuredClone(description));
  return ({ method, path }, { status, contentType, body }) => {
    const resource = resources.find((one) => one.path === path && one.method.toUpperCase() === method);
    if (!resource) throw new Error(`${method} ${path} is not in the description: run npm run generate`);
    const headers = contentType === undefined ? {} : { "content-type": contentType };
    const result = validateOutput({ resource, element: { statusCode: status, headers, body } });
    if (result._tag === "Right") return [];
    return result.left.map(({ path: [, ...keys] = [], code, message }) => {
      // Only errors in the body have a code.
      if (code === undefined) return { of: /status code/.test(message) ? "status" : "media type", path: "", rule: "" };
      const [, field] = /required property '(.*)'/.exec(message) ?? [];
      return { of: "body", path: keys.map((key) => `/${key}`).join(""), rule: String(code), ...(field && { field }) };
    });
  };
}
