import type { Description } from "../generate/description.ts";
import { type Change, type Drift, gravestFirst, type Level, stepOf } from "./change.ts";
import { identityDrafts } from "./identity.ts";
import { isSame, type Path } from "./json.ts";
import { type Judged, judge } from "./judge.ts";
import { documentChanges } from "./judge-document.ts";
import { schemasOf } from "./normal.ts";
import { everyOperation, matchOperations, type Operation, type OperationPair } from "./operations.ts";
import { fits, type Question } from "./types.ts";
import { comparisonOf, type Reached, schemaPath, type Unit, unitOf } from "./units.ts";
import { unusedChanges } from "./unused.ts";
import { whereOf } from "./where.ts";
import { wholeDrafts } from "./whole.ts";

// api-smart-diff finds the differences, in each operation and in each schema that operations share (units.ts). What one
// means is decided by the generated types where they show it (judge-schema.ts says what they do), by the structure
// otherwise. Then the shared ones are told under every operation that leads to them.

/** A unit's differences and what is asked of it as a whole. */
interface Findings {
  readonly judged: readonly Judged[];
  readonly whole: readonly Judged[];
}

const nothing: Findings = { judged: [], whole: [] };

function findingsOf(unit: Unit): Findings {
  return isSame(unit.before, unit.after) ? nothing : { judged: judge(unit), whole: wholeDrafts(unit) };
}

/** Findings with the way from an operation to their unit. */
interface Reaching {
  readonly findings: Findings;
  readonly path: (path: Path) => Path;
}

function asIs(path: Path): Path {
  return path;
}

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
function settled({ judged, whole }: Findings, levelOf: (draft: Judged) => Level): (Judged & { level: Level })[] {
  const known = judged.map((draft) => ({ ...draft, level: levelOf(draft) }));
  const unexplained = whole
    .map((draft) => ({ ...draft, level: levelOf(draft) }))
    .filter(({ level, path }) => {
      return level === "breaking" && !known.some((one) => one.level === "breaking" && isUnder(one.path, path));
    });
  return [...known, ...unexplained];
}

function gone({ name }: Operation): Change {
  return { operation: name, side: "operation", level: "breaking", kind: "removed", where: "", what: "was removed" };
}

function come({ name, method, path }: Operation): Change {
  const what = `was added: ${method} ${path}`;
  return { operation: name, side: "operation", level: "compatible", kind: "added", where: "", what };
}

function distinct(changes: readonly Change[]): Change[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
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
  const { operationUnit, shared, reached } = comparisonOf(before, after, schemasOf(before), schemasOf(after));
  const { both, removed, added } = matchOperations(everyOperation(before), everyOperation(after));
  const known = new Map<string, Findings>();

  const sharedFindings = ({ pair, side }: Reached): Findings => {
    const key = `${side} ${pair}`;
    const found = known.get(key) ?? findingsOf(unitOf(shared(pair), side));
    known.set(key, found);
    return found;
  };

  const compared = both.map((pair) => {
    const unit = operationUnit(pair);
    const own: Reaching = { findings: findingsOf(unit), path: asIs };
    const others = reached(unit).map((one): Reaching => {
      const start = schemaPath[one.side].length;
      return { findings: sharedFindings(one), path: (path) => [...one.path, ...path.slice(start)] };
    });
    return { pair, unit, reaching: [own, ...others].filter(({ findings }) => findings !== nothing) };
  });

  const levelOf = await answered([
    ...new Set(compared.flatMap(({ reaching }) => reaching.map(({ findings }) => findings))),
  ]);

  const changesOf = ({ pair, unit, reaching }: (typeof compared)[number]): Change[] => {
    const operation = pair.before.name;
    const told = reaching.flatMap(({ findings, path }) =>
      settled(findings, levelOf).map(({ side, level, kind, what, path: own }): Change => {
        const where = whereOf(path(own), kind === "added" ? unit.after : unit.before);
        return { operation, side, level, kind, where, what };
      }),
    );
    return gravestFirst(distinct([...identityChanges(before, after, pair), ...told]));
  };

  const byOperation = new Map(compared.map((one) => [one.pair.before.name, changesOf(one)]));
  const inOrder = everyOperation(before).flatMap(
    (one) => byOperation.get(one.name) ?? removed.filter((other) => other.name === one.name).map(gone),
  );
  const changes = [
    ...inOrder,
    ...added.map(come),
    ...gravestFirst([...documentChanges(before, after), ...unusedChanges(before, after)]),
  ];
  return { changes, step: stepOf(changes) };
}

function identityChanges(before: Description, after: Description, pair: OperationPair): Change[] {
  return identityDrafts(before, after, pair).flatMap(({ level, kind, where, what }): Change[] =>
    // No schema is in question here.
    typeof level === "string" ? [{ operation: pair.before.name, side: "operation", level, kind, where, what }] : [],
  );
}
