import {
  addNonBreaking,
  allAnnotation,
  allBreaking,
  allDeprecated,
  allNonBreaking,
  annotation,
  breaking,
  type ChangeAnnotationResolver,
  type ClassifyRule,
  type CompareResolver,
  type CompareResult,
  type CompareRule,
  type CompareRules,
  createChildContext,
  type DiffTypeClassifier,
  diffFactory,
  nonBreaking,
  onlyAddBreaking,
  openApiSchemaRules,
  reverseClassifyRule,
} from "api-smart-diff";
import { isObject, type Json } from "../openapi/walk.ts";
import { aligned } from "./align.ts";
import type { Kind } from "./change.ts";
import { isSame, listOf, missingIn, objectOf } from "./json.ts";
import { isDocumentation, opaque, type SchemaSide, type Schemas } from "./normal.ts";
import { isNothing, keywordText, quoted, typeText } from "./wording.ts";

// What each change means, as rules of api-smart-diff: for what was added, removed and replaced in a request; then in a
// response, where that is not the reverse. What is not in the table is judged by api-smart-diff's own rules of schemas
// (bounds, patterns, how often), and breaks where it has none.

type Verdicts = readonly [add: Verdict, remove: Verdict, replace: Verdict];
type Verdict = ClassifyRule[number];

/** The verdicts in a request, and those in a response. */
function rule(request: Verdicts, response: Verdicts): ClassifyRule {
  return [...request, ...response];
}

function when(isFine: (before: unknown, after: unknown) => boolean): DiffTypeClassifier {
  return ({ before, after }) => (isFine(before.value, after.value) ? nonBreaking : breaking);
}

/** Whether every value of these types is one of those. */
function isWithin(inner: unknown, outer: unknown): boolean {
  const types = [outer].flat();
  return [inner].flat().every((one) => types.includes(one) || (one === "integer" && types.includes("number")));
}

function areTexts(values: unknown): boolean {
  return listOf(values).every((one) => typeof one === "string");
}

/** The type of an enum of texts takes any text in a response, since servers add values before descriptions do. */
const whenEnumFits: DiffTypeClassifier = ({ before, after }) => {
  const isOpen = areTexts(before.value) && objectOf(before.parent).const !== true;
  const isWider = after.value === undefined || missingIn(listOf(before.value), listOf(after.value)).length > 0;
  return (isOpen ? areTexts(after.value) : !isWider) ? nonBreaking : breaking;
};

/** Bytes and text are of different types. */
function unlessBytes(otherwise: typeof breaking | typeof nonBreaking): DiffTypeClassifier {
  return ({ before, after }) => ([before.value, after.value].includes("binary") ? breaking : otherwise);
}

/** A mapping may grow: values that go, or another field, break who reads it. */
function isKept(before: unknown, after: unknown): boolean {
  const [was, is] = [objectOf(before), objectOf(after)];
  const isSameField = was.propertyName === undefined || was.propertyName === is.propertyName;
  const mapping = objectOf(is.mapping);
  return (
    isSameField && Object.entries(objectOf(was.mapping)).every(([value, schema]) => isSame(mapping[value], schema))
  );
}

const isClosed = when((before) => before === false);
const staysOpen = when((_, after) => after !== false);
const isOptional = when((_, after) => objectOf(after).required !== true);
const narrows: ClassifyRule = [breaking, nonBreaking, breaking];
const typeRule = rule(
  [breaking, nonBreaking, when(isWithin)],
  [nonBreaking, breaking, when((before, after) => isWithin(after, before))],
);

/** Our own verdicts, by keyword. */
const policy: Readonly<Record<string, ClassifyRule>> = {
  type: typeRule,
  $ref: typeRule,
  nullable: rule([nonBreaking, breaking, breaking], [breaking, nonBreaking, breaking]),
  required: onlyAddBreaking,
  // A field that goes can neither be sent nor read by code that compiles.
  field: rule([isOptional, breaking, breaking], [nonBreaking, breaking, breaking]),
  variant: addNonBreaking,
  oneOf: onlyAddBreaking,
  anyOf: onlyAddBreaking,
  allOf: rule([breaking, breaking, breaking], [nonBreaking, breaking, breaking]),
  // Every array has some: see normal.ts.
  items: onlyAddBreaking,
  enum: rule(
    [breaking, nonBreaking, when((before, after) => missingIn(listOf(after), listOf(before)).length === 0)],
    [nonBreaking, whenEnumFits, whenEnumFits],
  ),
  const: rule([annotation, annotation, annotation], [nonBreaking, breaking, breaking]),
  format: rule(
    [unlessBytes(breaking), unlessBytes(nonBreaking), breaking],
    [unlessBytes(nonBreaking), unlessBytes(breaking), breaking],
  ),
  // api-smart-diff: another one narrows, and so breaks no response.
  ...{ contentMediaType: narrows, pattern: narrows, multipleOf: narrows },
  // `false` closes an object; without any, its generated type has no index.
  additionalProperties: rule(
    [when((_, after) => isSame(after, {})), isClosed, staysOpen],
    [nonBreaking, isClosed, staysOpen],
  ),
  discriminator: rule([nonBreaking, breaking, when(isKept)], [nonBreaking, breaking, when(isKept)]),
  // What is left out of a response is not filled in.
  default: rule([nonBreaking, breaking, breaking], [annotation, annotation, annotation]),
  deprecated: allDeprecated,
  links: allNonBreaking,
};

const library = openApiSchemaRules({ version: "3.1.x", notMergeAllOf: true });
const judgedByLibrary = [
  ...["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "uniqueItems"],
  ...["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"],
];

/** The verdicts on a keyword in a request. */
function verdicts(keyword: string): ClassifyRule {
  if (isDocumentation(keyword)) return allAnnotation;
  const own = Object.hasOwn(policy, keyword) ? policy[keyword] : undefined;
  if (own || !judgedByLibrary.includes(keyword)) return own ?? allBreaking;
  // The cast: its type has functions among the rules, which none of these keywords has.
  return (library[`/${keyword}`] as CompareRule | undefined)?.$ ?? allBreaking;
}

/** The verdicts on one side. What takes the place of something else breaks on both: api-smart-diff turns that round, too. */
function onSide(rule: ClassifyRule, side: SchemaSide): ClassifyRule {
  if (side === "request" || rule === allBreaking) return rule;
  const [add, remove, replace] = reverseClassifyRule(rule);
  return [add, remove, rule[5] ?? (rule[2] === breaking ? breaking : replace)];
}

type Context = Parameters<CompareResolver>[0];

/** What is said of a difference, of what kind it is, and how many keys of its path are not part of its place. */
function telling(
  what: (isAdded: boolean, context: Context) => string,
  beyond: number,
  kind?: Kind,
): ChangeAnnotationResolver {
  const kinds = { add: "added", remove: "removed", replace: "changed", rename: "changed" } as const;
  return ({ action }, context) => ({
    template: what(action === "add", context),
    params: { beyond, kind: kind ?? kinds[action] },
  });
}

function aboutKeyword(keyword: string): ChangeAnnotationResolver {
  const what = (_: boolean, { before, after }: Context) =>
    keywordText(keyword, objectOf(before.parent), objectOf(after.parent));
  return telling(what, 1, keyword === "deprecated" ? "deprecated" : "changed");
}

const aboutThing = telling((isAdded, { after }) => {
  const isRequired = isAdded && objectOf(after.value).required === true;
  return `was ${isAdded ? "added" : "removed"}${isRequired ? ", required" : ""}`;
}, 0);

const aboutVariant = telling((isAdded, { before, after }) => {
  return `${isAdded ? "gained" : "lost"} the variant ${quoted(typeText(isAdded ? after.value : before.value))}`;
}, 2);

const aboutContent = telling((isAdded, { before, after }) => {
  return `content type ${quoted((isAdded ? after : before).key)} was ${isAdded ? "added" : "removed"}`;
}, 2);

function replaced(context: Context): CompareResult {
  const { before, after } = context;
  return { diffs: [diffFactory.replaced(before.path, before.value, after.value, context)], merged: after.value };
}

/** Compares as one value. */
const whole: CompareResolver = (context) =>
  isSame(context.before.value, context.after.value) ? { diffs: [], merged: context.after.value } : replaced(context);

/** Compares part by part. */
const onward: CompareResolver = () => undefined;

/** Another type is one difference: what else two schemas without a value in common say only follows from it. */
const retyped: CompareResolver = (context) => {
  const [one, other] = [context.before.value, context.after.value];
  if (!isObject(one) || !isObject(other) || !isRetyped(one, other)) return undefined;
  const rules: CompareRule = { $: allBreaking, annotate: aboutKeyword("type") };
  return replaced({ ...createChildContext(context, "type", "type"), rules });
};

function isRetyped(one: Json, other: Json): boolean {
  const isUnion = ({ type, oneOf, anyOf }: Json) => type === undefined && (oneOf ?? anyOf) !== undefined;
  if (isNothing(one) !== isNothing(other)) return true;
  if (isUnion(one) !== isUnion(other)) return [one, other].every((each) => isUnion(each) || each.type !== undefined);
  if (one.type === undefined || other.type === undefined) return false;
  const others = [other.type].flat();
  return ![one.type].flat().some((a) => others.some((b) => isWithin(a, b) || isWithin(b, a)));
}

function keywordRule(keyword: string, side: SchemaSide): CompareRule {
  return { $: onSide(verdicts(keyword), side), compare: whole, annotate: aboutKeyword(keyword) };
}

/** The rules of the schemas on one side. */
export function schemaRules(side: SchemaSide, from: Schemas, to: Schemas): CompareRules {
  const named = (rule: () => CompareRules): CompareRules => ({ compare: onward, "/*": rule });
  const rules: CompareRules = {
    transform: [aligned(from, to)],
    compare: retyped,
    "/*": ({ key }) => keywordRule(String(key), side),
    // Told whether they are the same or not: what they refer to is compared by itself.
    "/$ref": { compare: replaced },
    "/properties": named(() => field),
    "/items": () => rules,
    "/additionalProperties": () => rules,
    "/oneOf": named(() => variant),
    "/anyOf": named(() => variant),
    "/allOf": named(() => part),
    ...Object.fromEntries(opaque.one.map((key) => [`/${key}`, () => rules])),
    ...Object.fromEntries(opaque.named.map((key) => [`/${key}`, named(() => ({ ...field, $: allBreaking }))])),
  };
  const field: CompareRules = { ...rules, $: onSide(verdicts("field"), side), annotate: aboutThing };
  const part: CompareRules = { ...rules, $: onSide(verdicts("allOf"), side), annotate: aboutVariant };
  const variant: CompareRules = { ...rules, $: onSide(verdicts("variant"), side), annotate: aboutVariant };
  return rules;
}

/** The rules of what stands around schemas in an operation. */
export function operationRules(request: CompareRules, response: CompareRules): CompareRules {
  const described = (side: SchemaSide): CompareRules => ({ "/*": ({ key }) => keywordRule(String(key), side) });
  const contents = (side: SchemaSide, schema: CompareRules): CompareRules => {
    const media = { ...described(side), $: addNonBreaking, annotate: aboutContent, "/schema": schema };
    return { compare: onward, $: addNonBreaking, "/*": media };
  };
  const sent: CompareRules = {
    ...{ ...described("request"), $: verdicts("field"), annotate: aboutThing },
    ...{ "/content": contents("request", request), "/schema": request },
  };
  const answer: CompareRules = { ...described("response"), $: addNonBreaking, annotate: aboutThing };
  return {
    "/*": ({ key }) => ({
      ...keywordRule(String(key), "request"),
      $: key === "deprecated" ? allDeprecated : allAnnotation,
    }),
    "/parameters": { compare: onward, "/*": sent },
    "/requestBody": { compare: onward, ...sent },
    "/responses": {
      compare: onward,
      "/*": {
        ...answer,
        "/content": contents("response", response),
        "/headers": { compare: onward, $: addNonBreaking, "/*": { ...answer, "/schema": response } },
      },
    },
  };
}
