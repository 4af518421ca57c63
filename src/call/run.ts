import { refuse } from "../errors/refuse.ts";
import type { Input, Operation } from "../operation/table.ts";
import { isRecord } from "../operation/values.ts";
import { checkInput, readable } from "../request/input.ts";
import { buildRequest } from "../request/serialize.ts";
import type { WriteOptions } from "./call.ts";
import type { Client } from "./client.ts";
import { settingsOf } from "./options.ts";

/** One call: what all its attempts share. */
export interface Run extends ReturnType<typeof begin> {
  /** From this time on, the request must not leave. In milliseconds since 1970. */
  readonly expires?: number;
}

/** @throws InputError when the operation is inferred and the client does not allow that */
export function checkEvidence(operation: Operation, allowInferred: boolean): void {
  if (operation.evidence !== "inferred" || allowInferred) return;
  const advice = "set it, or regenerate from the description at docs.getwipsy.com";
  refuse(operation, "allowInferred", `is not set, and this operation may not exist: ${advice}`);
}

/** A copy of the input for the error, so that later changes by the caller do not show in it. */
function copyOf(input: Input): Input {
  const parts = Object.entries(input);
  return Object.fromEntries(parts.map(([part, values]) => [part, isRecord(values) ? { ...values } : values]));
}

/**
 * Checks a call and builds its request: later changes by the caller have no effect.
 *
 * @throws InputError
 */
export function begin(client: Client, operation: Operation, given: Input, options: WriteOptions | undefined) {
  checkEvidence(operation, client.allowInferred);
  const [input, settings] = readable(operation, () => {
    checkInput(operation, given);
    const copy = operation.effect === "write" ? copyOf(given) : given;
    return [copy, settingsOf(operation, options, client.defaults, client.table.apiKeyHeader)];
  });
  const began = performance.now();
  try {
    return {
      ...{ client, operation, input, settings },
      /** The call's place in line at the limiter. */
      ticket: client.limiter(operation).ticket(),
      /** Without the key. */
      request: buildRequest(client.baseUrl, operation, input, settings.headers),
      /** When the call began. Computed when asked, since the clock may have been adjusted. */
      sentAt: () => new Date(Date.now() - (performance.now() - began)),
      /** Milliseconds until the deadline. */
      left: () => began + settings.deadline - performance.now(),
    };
  } catch {
    return refuse(operation, "body", "has a circular reference, a BigInt or too deep nesting");
  }
}
