import type { KeyRecord } from "./store.ts";

/** What a call with a key does. */
export type Decision =
  /** Claims the key, in place of the record with this token. */
  | { readonly act: "claim"; readonly expected: string | undefined }
  /** Resolves with the recorded answer. */
  | { readonly act: "replay"; readonly record: KeyRecord }
  /** Another call is under way. */
  | { readonly act: "wait"; readonly retryAfterMs: number }
  /** An earlier call may have done the write: asks `reconcile`, or rejects. */
  | { readonly act: "ask"; readonly record: KeyRecord }
  /** The key belongs to another input. */
  | { readonly act: "refuse" };

/** Decides what a call does, from its key's record. An expired claim is never free again: its call may have sent. */
export function decide(
  record: KeyRecord | undefined,
  wanted: Pick<KeyRecord, "operation" | "fingerprint">,
  now: number,
): Decision {
  if (!record) return { act: "claim", expected: undefined };
  if (record.operation !== wanted.operation || record.fingerprint !== wanted.fingerprint) return { act: "refuse" };
  const { state, token, deadline } = record;
  if (state === "accepted") return { act: "replay", record };
  if (state === "not-sent" || state === "rejected") return { act: "claim", expected: token };
  if (state === "started" && now < deadline) return { act: "wait", retryAfterMs: deadline - now };
  return { act: "ask", record };
}
