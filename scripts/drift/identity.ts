import type { Description } from "../generate/description.ts";
import type { Draft } from "./draft.ts";
import { serverDrafts } from "./judge-document.ts";
import type { OperationPair } from "./operations.ts";
import { operationSecurity } from "./security.ts";
import { quoted } from "./wording.ts";

/** A change of an operation as such, and where it is. */
export type IdentityDraft = Draft & { readonly where: string };

function addressDraft({ before, after }: OperationPair): IdentityDraft[] {
  const [was, is] = [before, after].map(({ method, path }) => `${method} ${path}`);
  if (was === is) return [];
  return [{ where: "path", kind: "changed", what: `moved from ${quoted(was)} to ${quoted(is)}`, level: "breaking" }];
}

/** How an operation is reached, and who may call it. */
export function identityDrafts(from: Description, to: Description, pair: OperationPair): IdentityDraft[] {
  const security = operationSecurity(from, to, [pair.before, pair.after]);
  const servers = serverDrafts(pair.before.value.servers, pair.after.value.servers);
  return [
    ...addressDraft(pair),
    ...(security ? [{ where: "security", ...security }] : []),
    ...servers.map((draft) => ({ where: "servers", ...draft })),
  ];
}
