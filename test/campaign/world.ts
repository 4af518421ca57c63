import { Wipsy, type WipsyOptions } from "wipsy-client";
import type { CampaignResult, CampaignState } from "wipsy-client/campaign";
import { memoryStore } from "wipsy-client/stores/memory";
import { mockApi } from "wipsy-client/testing";

/** A mock behind a real socket, and clients with a store that they share. */
export async function world(options: WipsyOptions = {}) {
  const api = mockApi();
  const server = await api.listen();
  const store = memoryStore();
  const client = (own: WipsyOptions = {}) =>
    new Wipsy({ apiKey: "test-key", baseUrl: server.url, idempotency: store, ...options, ...own });
  return {
    ...{ api, url: server.url, store, client, wipsy: client() },
    /** Who got a message, in order. */
    reached: () => api.sent.map(({ to }) => to),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** An invented phone. */
export const phone = (index: number) => `+5730011${String(10_000 + index)}`;

/** Rows for a template. */
export const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ to: phone(index), name: `Name ${index}` }));

/** All results of a campaign. */
export async function resultsOf<Result extends CampaignResult>(campaign: AsyncIterable<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for await (const result of campaign) results.push(result);
  return results;
}

/** The states of all rows, by their numbers. */
export async function statesOf(campaign: AsyncIterable<CampaignResult>): Promise<CampaignState[]> {
  const results = await resultsOf(campaign);
  return results.toSorted((a, b) => a.row - b.row).map(({ state }) => state);
}
