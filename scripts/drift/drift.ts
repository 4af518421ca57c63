import type { Description } from "../openapi/document.ts";
import { type Change, type Drift, gravestFirst, type Level, stepOf } from "./change.ts";
import { exportedChanges } from "./exported.ts";
import { isSame, type Path } from "./json.ts";
import { type Judged, judge } from "./judge.ts";
import { documentChanges } from "./judge-document.ts";
import { identityDrafts, methodChanges } from "./method-changes.ts";
import { schemasOf } from "./normal.ts";
import { everyOperation, matchOperations, type Operation, type OperationPair } from "./operations.ts";
import { findingsOf, sharedFindings } from "./structure.ts";
import { fits, type Question } from "./types.ts";
import { comparisonOf, type SchemaSide, schemaPath, unitOf, wayTo } from "./units.ts";
import { unusedChanges } from "./unused.ts";
import { whereOf } from "./where.ts";
import { wholeDrafts } from "./whole.ts";
import { methodDrafts } from "./whole-method.ts";

// api-smart-diff finds the differences, in each operation and in each schema that operations share (units.ts). What one
// means is decided by the generated types where they show it (judge-schema.ts says what they do), by the structure
// otherwise. Then the shared ones are told under every operation that leads to them.

/** A unit's differences, and what is asked of it as a whole. */
interface Findings {
  readonly judged: readonly Judged[];
  readonly whole: readonly Judged[];
}

type Settled = Judged & { readonly level: Level };

function isUnder(path: Path, above: Path): boolean {
  return above.every((key, index) => path[index] === key);
}

/** Puts every question to the types at once. */
async function answered(all: readonly Findings[]): Promise<(draft: Judged) => Level> {
  const questions: Question[] = [];
  const numbers = new Map<Judged, number>();
  for (const draft of all.flatMap(({ judged, whole }) => [...judged, ...whole])) {
    if (typeof draft.level === "string") continue;
    numbers.set(draft, questions.length);
    questions.push(draft.level);
  }
  const answers = await fits(questions);
  return (draft) => {
    if (typeof draft.level === "string") return draft.level;
    return answers[numbers.get(draft) ?? -1] ? "compatible" : "breaking";
  };
}

/** What a unit's findings come to; the question about a whole only counts where nothing else explains its answer. */
function settled({ judged, whole }: Findings, levelOf: (draft: Judged) => Level): Settled[] {
  const known = judged.map((draft): Settled => ({ ...draft, level: levelOf(draft) }));
  const unexplained = whole
    .map((draft): Settled => ({ ...draft, level: levelOf(draft) }))
    .filter(({ level, path }) => {
      return level === "breaking" && !known.some((one) => one.level === "breaking" && isUnder(one.path, path));
    });
  const all = [...known, ...unexplained];
  return [...new Map(all.map((one) => [`${one.path.join("\n")}\n${one.side}${one.what}`, one])).values()];
}

function gone({ name }: Operation): Change {
  return { operation: name, side: "operation", level: "breaking", kind: "removed", where: "", what: "was removed" };
}

function come({ name, method, path }: Operation): Change {
  const what = `was added: ${method} ${path}`;
  return { operation: name, side: "operation", level: "compatible", kind: "added", where: "", what };
}

/**
 * Everything that differs between two descriptions, and what it means to who uses the client.
 *
 * A change in a schema that operations share is told under each of them, for the request and for the answer, once,
 * at the place where it is met first. Neither description is changed. References must point within their description.
 *
 * @throws Error when a reference points to nothing
 */
export async function driftOf(before: Description, after: Description): Promise<Drift> {
  if (before === after) return { changes: [], step: "none" };
  const { operationUnit, shared, reached } = comparisonOf(before, after, schemasOf(before), schemasOf(after));
  const operations = everyOperation(before);
  const { both, removed, added } = matchOperations(operations, everyOperation(after));

  const ofShared = cached((pair: string): Record<SchemaSide, Findings> | undefined => {
    const schema = shared(pair);
    if (isSame(schema.before, schema.after)) return undefined;
    const found = sharedFindings(schema);
    const of = (side: SchemaSide): Findings => {
      const unit = unitOf(schema, side);
      return { judged: judge(unit, found[side]), whole: wholeDrafts(unit) };
    };
    return { request: of("request"), response: of("response") };
  });

  const compared = both.map((pair) => {
    const unit = operationUnit(pair);
    const whole = [...wholeDrafts(unit), ...methodDrafts(before, after, pair, unit)];
    return { pair, unit, own: { judged: judge(unit, findingsOf(unit)), whole } };
  });
  const sharedByAll = reached(compared.flatMap(({ unit }) => unit.meetings));
  const methodsOf = methodChanges(before, after);
  const levelOf = await answered([
    ...compared.map(({ own }) => own),
    ...sharedByAll.flatMap(({ pair, side }) => ofShared(pair)?.[side] ?? []),
  ]);
  const settledOf = cached((findings: Findings) => settled(findings, levelOf));

  const changesOf = ({ pair, unit, own }: (typeof compared)[number]): Change[] => {
    const operation = pair.before.name;
    const tell = (findings: Findings, place: (path: Path) => Path): Change[] =>
      settledOf(findings).map(({ side, level, kind, what, path }) => {
        const where = whereOf(place(path), kind === "added" ? unit.after : unit.before);
        return { operation, side, level, kind, where, what };
      });
    const ofOthers = reached(unit.meetings).flatMap((one) => {
      const findings = ofShared(one.pair)?.[one.side];
      if (findings === undefined) return [];
      const way = wayTo(one);
      return tell(findings, (path) => [...way, ...path.slice(schemaPath[one.side].length)]);
    });
    return gravestFirst([
      ...methodsOf(pair),
      ...identityChanges(before, after, pair),
      ...tell(own, (path) => path),
      ...ofOthers,
    ]);
  };

  const told = new Map(compared.map((one) => [one.pair.before, changesOf(one)]));
  for (const operation of removed) told.set(operation, [gone(operation)]);
  const changes = [
    ...operations.flatMap((operation) => told.get(operation) ?? []),
    ...added.map(come),
    ...gravestFirst([
      ...documentChanges(before, after),
      ...exportedChanges(before, after),
      ...unusedChanges(before, after),
    ]),
  ];
  return { changes, step: stepOf(changes) };
}

/** `work`, done once for each thing it is asked about. */
function cached<Key, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    if (!known.has(key)) known.set(key, work(key));
    // It is there: it was put there just now if not before.
    return known.get(key) as Value;
  };
}

function identityChanges(before: Description, after: Description, pair: OperationPair): Change[] {
  return identityDrafts(before, after, pair).flatMap(({ level, kind, where, what }): Change[] =>
    // No schema is in question here.
    typeof level === "string" ? [{ operation: pair.before.name, side: "operation", level, kind, where, what }] : [],
  );
}
