import {
  addNonBreaking,
  allAnnotation,
  allBreaking,
  allDeprecated,
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

// The level of each change, as rules of api-smart-diff: added, removed and replaced in a request, then in a response unless
// that is the reverse. A keyword without an entry follows api-smart-diff's own rules, and is breaking if it has none there.

type Verdicts = readonly [add: Verdict, remove: Verdict, replace: Verdict];
type Verdict = ClassifyRule[number];

/** Combines the verdicts for requests and for responses. */
function rule(request: Verdicts, response: Verdicts): ClassifyRule {
  return [...request, ...response];
}

function when(isFine: (before: unknown, after: unknown) => boolean): DiffTypeClassifier {
  return ({ before, after }) => (isFine(before.value, after.value) ? nonBreaking : breaking);
}

/** Whether the outer types include all values of the inner types. */
export function isWithin(inner: unknown, outer: unknown): boolean {
  const types = [outer].flat();
  return [inner].flat().every((one) => types.includes(one) || (one === "integer" && types.includes("number")));
}

function areTexts(values: unknown): boolean {
  return listOf(values).every((one) => typeof one === "string");
}

/** Enums of strings are open in responses, because servers add values before descriptions do. */
const whenEnumFits: DiffTypeClassifier = ({ before, after }) => {
  const isWider = after.value === undefined || missingIn(listOf(before.value), listOf(after.value)).length > 0;
  return (areTexts(before.value) ? areTexts(after.value) : !isWider) ? nonBreaking : breaking;
};

const isClosed = when((before) => before === false);
const staysOpen = when((_, after) => after !== false);
const isOptional = when((_, after) => objectOf(after).required !== true);
const narrows: ClassifyRule = [breaking, nonBreaking, breaking];
const typeRule = rule(
  [breaking, nonBreaking, when(isWithin)],
  [nonBreaking, breaking, when((before, after) => isWithin(after, before))],
);

/** Our own verdicts by keyword. */
const policy: Readonly<Record<string, ClassifyRule>> = {
  type: typeRule,
  $ref: typeRule,
  nullable: rule([nonBreaking, breaking, breaking], [breaking, nonBreaking, breaking]),
  required: onlyAddBreaking,
  // Code that uses a removed field no longer compiles.
  field: rule([isOptional, breaking, breaking], [nonBreaking, breaking, breaking]),
  variant: addNonBreaking,
  oneOf: onlyAddBreaking,
  anyOf: onlyAddBreaking,
  allOf: rule([breaking, breaking, breaking], [nonBreaking, breaking, breaking]),
  // In normal form, every array has items.
  items: onlyAddBreaking,
  enum: rule(
    [breaking, nonBreaking, when((before, after) => missingIn(listOf(after), listOf(before)).length === 0)],
    [nonBreaking, whenEnumFits, whenEnumFits],
  ),
  // api-smart-diff treats a replaced value as narrower, so it would never break a response.
  ...{ const: narrows, format: narrows, contentMediaType: narrows, pattern: narrows, multipleOf: narrows },
  // `false` closes an object. Without the keyword, the generated type has no index signature.
  additionalProperties: rule(
    [when((_, after) => isSame(after, {})), isClosed, staysOpen],
    [nonBreaking, isClosed, staysOpen],
  ),
  // The client does not fill in defaults in responses.
  default: rule([nonBreaking, breaking, breaking], [annotation, annotation, annotation]),
  deprecated: allDeprecated,
};

const library = openApiSchemaRules({ version: "3.1.x", notMergeAllOf: true });
const libraryKeywords = [
  ...["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "uniqueItems"],
  ...["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"],
];

function inRequest(keyword: string): ClassifyRule {
  if (isDocumentation(keyword)) return allAnnotation;
  const own = Object.hasOwn(policy, keyword) ? policy[keyword] : undefined;
  if (own || !libraryKeywords.includes(keyword)) return own ?? allBreaking;
  // The cast: rules can be functions, but not for these keywords.
  return (library[`/${keyword}`] as CompareRule | undefined)?.$ ?? allBreaking;
}

/** The verdicts for a keyword. A replaced value that breaks requests also breaks responses: a plain reversal would miss it. */
export function verdicts(keyword: string, side: SchemaSide): ClassifyRule {
  const own = inRequest(keyword);
  if (side === "request" || own === allBreaking) return own;
  const [add, remove, replace] = reverseClassifyRule(own);
  return [add, remove, own[5] ?? (own[2] === breaking ? breaking : replace)];
}
