import { Wipsy } from "wipsy-client";
import { type Reply, type Seen, serve } from "../support/server.ts";

export const chatId = "00000000-0000-4000-8000-000000000001";
export const session = { agent: { id: "a1" }, session: { token: "agent-token" } };

/** Items `i0`, `i1`, … */
export const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ id: `i${from + index}` }));

/** The `limit` of a request. */
export function limitOf({ url, body }: Seen): number | undefined {
  const limit: unknown = body ? JSON.parse(body).limit : new URL(url, "http://localhost").searchParams.get("limit");
  return limit === null || limit === undefined ? undefined : Number(limit);
}

/** A client and an agent of a server that answers with `answer`, and the requested limits. */
export async function asking(answer: (limit: number | undefined, count: number) => Reply) {
  const server = await serve((seen, count) => answer(limitOf(seen), count));
  const wipsy = new Wipsy({ apiKey: "test-key", baseUrl: server.url, allowInferred: true, maxRetries: 0 });
  return Object.assign(server, { wipsy, agent: wipsy.agent({ session }), limits: () => server.seen.map(limitOf) });
}

/** A server with these items, which returns the first ones under the key of any list. */
export function holding(items: readonly object[], most = Number.POSITIVE_INFINITY) {
  return asking((limit = Number.POSITIVE_INFINITY) => {
    const found = items.slice(0, Math.min(limit, most));
    return { body: { success: true, data: found, chats: found, messages: found } };
  });
}

/** The items of an iteration, and the error that ends it. */
export async function outcomeOf<T>(iteration: AsyncIterable<T>): Promise<{ items: T[]; error: unknown }> {
  const items: T[] = [];
  try {
    for await (const item of iteration) items.push(item);
    return { items, error: undefined };
  } catch (error) {
    return { items, error };
  }
}
