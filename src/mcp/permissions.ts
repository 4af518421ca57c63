import type { Operation } from "../operation/table.ts";

/** What `--allow` takes. */
export const permissions = ["send", "create", "update", "delete", "campaign"] as const;
export type Permission = (typeof permissions)[number];

/** The writes that a description may have. */
const writes = ["send", "create", "update", "delete"] as const;

const words: readonly [Permission, RegExp][] = [
  ["send", /send|reply|broadcast/i],
  ["delete", /delete|remove/i],
  ["update", /update|change|edit/i],
  ["create", /create|add/i],
];

/** What must be allowed for an operation: nothing for one that reads, everything for a write whose kind is not clear. */
export function neededFor({ id, effect, method, verb }: Operation): readonly Permission[] {
  if (effect === "read") return [];
  const [named] = words.find(([, word]) => word.test(id)) ?? [];
  if (named === "send" || method === "DELETE") return [named === "send" ? "send" : "delete"];
  if (verb === "create" || verb === "update" || verb === "delete") return [verb];
  if (named) return [named];
  return method === "PUT" || method === "PATCH" ? ["update"] : writes;
}

/** What a client may tell its user about an operation before it runs. */
export function annotationsOf({ effect }: Operation, title: string) {
  return {
    title,
    readOnlyHint: effect === "read",
    // What an update or a deletion replaces is lost.
    destructiveHint: effect === "idempotent",
    idempotentHint: effect !== "write",
    openWorldHint: true,
  };
}

/** For a tool that only reads. */
export const onlyReads = (title: string) => ({
  title,
  ...{ readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
});

/** For a tool that sends: a message cannot be taken back, and repeating the call sends nothing. */
export const sends = (title: string) => ({ ...onlyReads(title), readOnlyHint: false, destructiveHint: true });
