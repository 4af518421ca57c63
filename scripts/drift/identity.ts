import type { Description } from "../generate/description.ts";
import { type MethodName, methodName } from "../generate/names.ts";
import type { Draft } from "./draft.ts";
import { isSame, listOf } from "./json.ts";
import { serverDrafts } from "./judge-document.ts";
import type { Operation, OperationPair } from "./operations.ts";
import { isBearer, operationSecurity } from "./security.ts";
import { quoted } from "./wording.ts";

/** A change of an operation as such, and where it is. */
export type IdentityDraft = Draft & { readonly where: string };

function tagOf({ value }: Operation): string {
  const [tag] = listOf(value.tags);
  return typeof tag === "string" ? tag : "default";
}

/** The method that an operation becomes, as `contacts.list`. */
function methodOf(description: Description, operation: Operation): string | undefined {
  const { id } = operation;
  if (id === undefined) return undefined;
  // As rows.ts has it.
  const agent = isBearer(description, operation) && /^agent[A-Z]/.test(id);
  const tags = (description.tags ?? []).map((tag) => tag.name);
  const { namespace, verb }: MethodName = methodName({ id, tag: tagOf(operation), agent }, tags);
  return `${agent ? "agent." : ""}${namespace}.${verb ?? id}`;
}

function addressDraft({ before, after }: OperationPair): IdentityDraft[] {
  const [was, is] = [before, after].map(({ method, path }) => `${method} ${path}`);
  if (was === is) return [];
  return [{ where: "path", kind: "changed", what: `moved from ${quoted(was)} to ${quoted(is)}`, level: "breaking" }];
}

function nameDrafts(from: Description, to: Description, { before, after }: OperationPair): IdentityDraft[] {
  const [was, is] = [methodOf(from, before), methodOf(to, after)];
  if (before.id !== after.id) {
    const what =
      before.id === undefined
        ? `is ${quoted(after.id)} now`
        : `changed from ${quoted(before.id)} to ${quoted(after.id ?? "none")}`;
    // The types and the method are called by it. Where there was none, there was neither.
    return [
      { where: "operationId", kind: "changed", what, level: before.id === undefined ? "compatible" : "breaking" },
    ];
  }
  if (was !== is) {
    return [
      {
        where: "method",
        kind: "changed",
        what: `moved from ${quoted(was)} to ${quoted(is)}`,
        level: "breaking",
      },
    ];
  }
  if (isSame(listOf(before.value.tags), listOf(after.value.tags))) return [];
  return [{ where: "tags", kind: "changed", what: "changed, its method stays where it is", level: "documentation" }];
}

/** How an operation is called and reached, and who may call it. */
export function identityDrafts(from: Description, to: Description, pair: OperationPair): IdentityDraft[] {
  const security = operationSecurity(from, to, [pair.before, pair.after]);
  const servers = serverDrafts(pair.before.value.servers, pair.after.value.servers);
  return [
    ...addressDraft(pair),
    ...nameDrafts(from, to, pair),
    ...(security ? [{ where: "security", ...security }] : []),
    ...servers.map((draft) => ({ where: "servers", ...draft })),
  ];
}
