import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
// Not among what the package exports by name: its version is pinned.
import { validateOutput } from "@stoplight/prism-http/dist/validator/index.js";
import type { Operation } from "../../src/operation/table.ts";
import type { Description } from "../generate/description.ts";
import type { Answer } from "./ask.ts";

/** A rule of the description that an answer breaks. */
export interface Violation {
  /** `body`: a rule for the body; else the status or the content type is not described. */
  readonly of: "status" | "media type" | "body";
  /** Where in the body: keys joined with `/`, escaped as in a JSON pointer. */
  readonly path: string;
  /** The rule, as JSON Schema names it. */
  readonly rule: string;
  /** Of the rule `required`: the field that is not there. */
  readonly field?: string;
}

/** Says which rules an answer breaks. */
export type Validator = (operation: Operation, answer: Answer) => Violation[];

/** Prism's own validator of answers, for a description. */
export async function validatorOf(description: Description): Promise<Validator> {
  // It resolves the references of what it is given, in place.
  const resources = await getHttpOperationsFromSpec(structuredClone(description));
  return ({ method, path }, { status, contentType, body }) => {
    const resource = resources.find((one) => one.path === path && one.method.toUpperCase() === method);
    if (!resource) throw new Error(`${method} ${path} is not in the description: run npm run generate`);
    const headers = contentType === undefined ? {} : { "content-type": contentType };
    const result = validateOutput({ resource, element: { statusCode: status, headers, body } });
    if (result._tag === "Right") return [];
    return result.left.map(({ path: [, ...keys] = [], code, message }) => {
      // The two that are not about the body come without a code.
      if (code === undefined) return { of: /status code/.test(message) ? "status" : "media type", path: "", rule: "" };
      const [, field] = /required property '(.*)'/.exec(message) ?? [];
      return { of: "body", path: keys.join("/"), rule: String(code), ...(field !== undefined && { field }) };
    });
  };
}
