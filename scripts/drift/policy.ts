import {
  addNonBreaking,
  allAnnotation,
  allBreaking,
  allDeprecated,
  allNonBreaking,
  annotation,
  breaking,
  type ClassifyRule,
  type CompareRule,
  type DiffTypeClassifier,
  nonBreaking,
  onlyAddBreaking,
  openApiSchemaRules,
  reverseClassifyRule,
} from "api-smart-diff";
import { isSame, listOf, missingIn, objectOf } from "./json.ts";
import { isDocumentation, type SchemaSide } from "./normal.ts";

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
export function isWithin(inner: unknown, outer: unknown): boolean {
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
  // api-smart-diff: another one narrows, and so breaks no response.
  ...{ format: narrows, contentMediaType: narrows, pattern: narrows, multipleOf: narrows },
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

function inRequest(keyword: string): ClassifyRule {
  if (isDocumentation(keyword)) return allAnnotation;
  const own = Object.hasOwn(policy, keyword) ? policy[keyword] : undefined;
  if (own || !judgedByLibrary.includes(keyword)) return own ?? allBreaking;
  // The cast: its type has functions among the rules, which none of these keywords has.
  return (library[`/${keyword}`] as CompareRule | undefined)?.$ ?? allBreaking;
}

/** The verdicts on a keyword. What takes the place of something else breaks on both sides: api-smart-diff reverses that, too. */
export function verdicts(keyword: string, side: SchemaSide): ClassifyRule {
  const own = inRequest(keyword);
  if (side === "request" || own === allBreaking) return own;
  const [add, remove, replace] = reverseClassifyRule(own);
  return [add, remove, own[5] ?? (own[2] === breaking ? breaking : replace)];
}
