import type { Level } from "./change.ts";
import { type Draft, presenceDraft } from "./draft.ts";
import { at, objectOf, type Path } from "./json.ts";
import { explodeKey, isDocumentation, styleKey } from "./keywords.ts";
import type { Finding } from "./structure.ts";
import { sideOf, type Unit } from "./units.ts";
import { changeText, quoted } from "./wording.ts";

// What a difference outside schemas means. Parameters are fields of what is sent, so their coming and going is asked
// of the types, and how they are written is stated on both sides (parameter-style.ts): what differs there is what is
// sent. Of answers, contents and headers api-smart-diff's own verdict is right, and taken.

/** How many keys of a way lead to the thing whose keyword differs: a parameter, a body, an answer, a content, a header. */
function ownerLength(path: Path): number {
  const [first, , third] = path;
  if (first === "parameters") return third === "content" ? 4 : 2;
  if (first === "requestBody") return path[1] === "content" ? 3 : 1;
  if (first === "responses") return third === "content" || third === "headers" ? 4 : 2;
  return 0;
}

const verdicts: Record<Exclude<Finding["verdict"], "unclassified">, Level> = {
  breaking: "breaking",
  "non-breaking": "compatible",
  annotation: "documentation",
  // A client goes on working with what is deprecated.
  deprecated: "compatible",
};

function levelOf({ verdict, action }: Finding): Level {
  if (verdict !== "unclassified") return verdicts[verdict];
  return action === "added" ? "compatible" : "breaking";
}

/** What the way leads to, where the place alone does not say it. */
function thing(path: Path): string {
  const last = path.at(-1);
  if (path.at(-2) === "content") return `content type ${quoted(last)} `;
  return last === "content" || last === "headers" ? `${last} ` : "";
}

function wholeDraft({ path, action, before, after, ...finding }: Finding): Draft {
  if (path[0] === "parameters" && path.length === 2) {
    const presence = (value: unknown) =>
      value === undefined ? "missing" : objectOf(value).required === true ? "required" : "optional";
    return presenceDraft("request", presence(before), presence(after));
  }
  if (path.length === 1 && path[0] === "requestBody") {
    const isRequired = objectOf(after).required === true;
    if (action === "added")
      return {
        kind: "added",
        what: isRequired ? "was added, required" : "was added",
        level: isRequired ? "breaking" : "compatible",
      };
    return { kind: "removed", what: "was removed", level: "breaking" };
  }
  return {
    kind: action,
    what: `${thing(path)}was ${action}`,
    level: levelOf({ path, action, before, after, ...finding }),
  };
}

function requiredDraft(finding: Finding): Draft {
  const [before, after] = [finding.before === true, finding.after === true].map((value) =>
    value ? "required" : "optional",
  );
  const side = sideOf(finding.path) === "response" ? "response" : "request";
  return presenceDraft(side, before ?? "optional", after ?? "optional");
}

function keywordDraft(finding: Finding, keyword: string): Draft {
  const { before, after } = finding;
  if (keyword === styleKey || keyword === explodeKey) {
    const name = keyword === styleKey ? "style" : "explode";
    return { kind: "changed", what: `${name} ${changeText(before, after)}`, level: "breaking" };
  }
  if (isDocumentation(keyword)) return { kind: "changed", what: `${keyword} changed`, level: "documentation" };
  if (keyword === "required") return requiredDraft(finding);
  if (keyword === "deprecated") {
    return {
      kind: "deprecated",
      what: after === true ? "is deprecated now" : "is no longer deprecated",
      level: "compatible",
    };
  }
  const isSimple = typeof before !== "object" && typeof after !== "object";
  // A link only suggests a next call.
  const level = finding.path.includes("links") ? "compatible" : levelOf(finding);
  return { kind: "changed", what: isSimple ? `${keyword} ${changeText(before, after)}` : `${keyword} changed`, level };
}

/** What is told once of several findings: the way to it. */
export function subjectOf(path: Path): Path {
  const owner = ownerLength(path);
  // A keyword that holds an object, such as `examples` or `encoding`, is told as a whole.
  return path.slice(0, Math.min(path.length, owner + 1));
}

/** What a difference outside schemas means. */
export function judgeOperation(finding: Finding, unit: Unit): Draft {
  const path = subjectOf(finding.path);
  const owner = ownerLength(path);
  if (path.length <= owner) return wholeDraft(finding);
  const whole = { ...finding, path, before: at(unit.before, path), after: at(unit.after, path) };
  return keywordDraft(whole, String(path.at(-1)));
}

/** The way to what is named in front of what is said. */
export function namedPath(path: Path): Path {
  const subject = subjectOf(path);
  const owner = ownerLength(path);
  if (subject.length > owner) return subject.slice(0, owner);
  if (subject.length < owner) return subject.slice(0, -1);
  return subject.at(-2) === "content" ? subject.slice(0, -2) : subject;
}
