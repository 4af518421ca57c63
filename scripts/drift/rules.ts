import {
  addNonBreaking,
  allAnnotation,
  allBreaking,
  allDeprecated,
  type ChangeAnnotationResolver,
  type CompareResolver,
  type CompareResult,
  type CompareRule,
  type CompareRules,
  createChildContext,
  diffFactory,
} from "api-smart-diff";
import { isObject, type Json } from "../openapi/walk.ts";
import { aligned } from "./align.ts";
import type { Kind } from "./change.ts";
import { isSame, objectOf } from "./json.ts";
import type { SchemaSide, Schemas } from "./normal.ts";
import { isWithin, verdicts } from "./policy.ts";
import { keywordText, quoted, typeText } from "./wording.ts";

// The rules of api-smart-diff for schemas in normal form and for the rest of an operation.

type Context = Parameters<CompareResolver>[0];

/** Describes a difference: its sentence, its kind, and how many keys to drop from the end of its path. */
function describing(
  what: (isAdded: boolean, context: Context) => string,
  dropped: number,
  kind?: Kind,
): ChangeAnnotationResolver {
  const kinds = { add: "added", remove: "removed", replace: "changed", rename: "changed" } as const;
  return ({ action }, context) => ({
    template: what(action === "add", context),
    params: { dropped, kind: kind ?? kinds[action] },
  });
}

function describeKeyword(keyword: string): ChangeAnnotationResolver {
  const what = (_: boolean, { before, after }: Context) =>
    keywordText(keyword, objectOf(before.parent), objectOf(after.parent));
  return describing(what, 1, keyword === "deprecated" ? "deprecated" : "changed");
}

const describePart = describing((isAdded, { after }) => {
  const isRequired = isAdded && objectOf(after.value).required === true;
  return `was ${isAdded ? "added" : "removed"}${isRequired ? " as required" : ""}`;
}, 0);

const describeVariant = describing((isAdded, { before, after }) => {
  return `${isAdded ? "gained" : "lost"} the variant ${quoted(typeText(isAdded ? after.value : before.value))}`;
}, 2);

const describeContent = describing((isAdded, { before, after }) => {
  return `content type ${quoted((isAdded ? after : before).key)} was ${isAdded ? "added" : "removed"}`;
}, 2);

function replaced(context: Context): CompareResult {
  const { before, after } = context;
  return { diffs: [diffFactory.replaced(before.path, before.value, after.value, context)], merged: after.value };
}

/** Compares two values as a whole. */
const compareWhole: CompareResolver = (context) =>
  isSame(context.before.value, context.after.value) ? { diffs: [], merged: context.after.value } : replaced(context);

/** Compares key by key. */
const compareByKey: CompareResolver = () => undefined;

/** Reports a changed type as one difference, because the others follow from it. */
const compareTypes: CompareResolver = (context) => {
  const [one, other] = [context.before.value, context.after.value];
  if (!isObject(one) || !isObject(other) || !isRetyped(one, other)) return undefined;
  const rules: CompareRule = { $: allBreaking, annotate: describeKeyword("type") };
  return replaced({ ...createChildContext(context, "type", "type"), rules });
};

function isRetyped(one: Json, other: Json): boolean {
  const isUnion = ({ type, oneOf, anyOf }: Json) => type === undefined && (oneOf ?? anyOf) !== undefined;
  if (isUnion(one) !== isUnion(other)) return [one, other].every((each) => isUnion(each) || each.type !== undefined);
  if (one.type === undefined || other.type === undefined) return false;
  const others = [other.type].flat();
  return ![one.type].flat().some((a) => others.some((b) => isWithin(a, b) || isWithin(b, a)));
}

function keywordRule(keyword: string, side: SchemaSide): CompareRule {
  return { $: verdicts(keyword, side), compare: compareWhole, annotate: describeKeyword(keyword) };
}

/** The rules for schemas of requests or of responses. */
export function schemaRules(side: SchemaSide, from: Schemas, to: Schemas): CompareRules {
  const named = (rule: () => CompareRules): CompareRules => ({ compare: compareByKey, "/*": rule });
  const rules: CompareRules = {
    transform: [aligned(from, to)],
    compare: compareTypes,
    "/*": ({ key }) => keywordRule(String(key), side),
    // Reported even if equal, because comparison() then compares the schemas.
    "/$ref": { compare: replaced },
    "/properties": named(() => field),
    "/items": () => rules,
    "/additionalProperties": () => rules,
    "/oneOf": named(() => variant),
    "/anyOf": named(() => variant),
    "/allOf": named(() => part),
  };
  const field: CompareRules = { ...rules, $: verdicts("field", side), annotate: describePart };
  const part: CompareRules = { ...rules, $: verdicts("allOf", side), annotate: describeVariant };
  const variant: CompareRules = { ...rules, $: verdicts("variant", side), annotate: describeVariant };
  return rules;
}

/** The rules for everything else in an operation. */
export function operationRules(request: CompareRules, response: CompareRules): CompareRules {
  const described = (side: SchemaSide): CompareRules => ({ "/*": ({ key }) => keywordRule(String(key), side) });
  const contents = (side: SchemaSide, schema: CompareRules): CompareRules => {
    const media = { ...described(side), $: addNonBreaking, annotate: describeContent, "/schema": schema };
    return { compare: compareByKey, $: addNonBreaking, "/*": media };
  };
  const sent: CompareRules = {
    ...{ ...described("request"), $: verdicts("field", "request"), annotate: describePart },
    ...{ "/content": contents("request", request), "/schema": request },
  };
  const answer: CompareRules = { ...described("response"), $: addNonBreaking, annotate: describePart };
  return {
    "/*": ({ key }) => ({
      ...keywordRule(String(key), "request"),
      $: key === "deprecated" ? allDeprecated : allAnnotation,
    }),
    "/parameters": { compare: compareByKey, "/*": sent },
    "/requestBody": { compare: compareByKey, ...sent },
    "/responses": {
      compare: compareByKey,
      "/*": {
        ...answer,
        "/content": contents("response", response),
      },
    },
  };
}
