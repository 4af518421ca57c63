import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { validateInput, validateOutput } from "@stoplight/prism-http/dist/validator/index.js";
import { describe, expect, test } from "vitest";
import { type Fetch, Wipsy } from "wipsy-client";
import { type MockApi, mockApi } from "wipsy-client/testing";
import { type Row, rowsOf } from "../../scripts/generate/rows.ts";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import type { Call } from "../../src/call/call.ts";
import { examplesOf } from "../support/examples.ts";
import { inputsOf, type Values } from "./inputs.ts";

// The mock of wipsy-client/testing against the description: Prism's validators judge each request and each answer.

const description = await bundledDescription();
const { rows } = rowsOf(description);
const judged = await getHttpOperationsFromSpec(description);

/** Items with the ids that the description's examples name, so that each example finds what it asks for. */
function seeded(): MockApi {
  const items: Record<string, { id: string }[]> = {};
  const add = (namespace: string, id: unknown) => {
    const known = items[namespace] ?? [];
    if (typeof id === "string" && !known.some((one) => one.id === id)) items[namespace] = [...known, { id }];
  };
  for (const row of rows) {
    const { key, list, namespace } = row.operation;
    const { query } = examplesOf(description, row);
    add(namespace, query[key ?? list?.id ?? ""]);
    add("chatButtons", query.buttonId);
  }
  const { contacts = [], ...others } = items;
  return mockApi({ allowInferred: true, contacts, items: others });
}

interface Judged {
  readonly operation: string;
  readonly status: number;
  readonly violations: readonly string[];
}

/** A `fetch` that has every request and answer judged. */
function judging(fetch: Fetch, found: Judged[]): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    const method = request.method.toLowerCase() as "get";
    const resource = judged.find((one) => one.method === method && one.path === pathname);
    if (!resource) throw new Error(`${method} ${pathname} is not described`);
    const text = await request.clone().text();
    const asked = {
      method,
      url: { path: pathname, query: Object.fromEntries(searchParams) },
      headers: Object.fromEntries(request.headers),
      body: text === "" ? undefined : JSON.parse(text),
    };
    const response = await fetch(request);
    const answer = {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.clone().json(),
    };
    const results = [validateInput({ resource, element: asked }), validateOutput({ resource, element: answer })];
    const violations = results.flatMap((one) =>
      "left" in one ? one.left.map(({ message, path }) => `${path}: ${message}`) : [],
    );
    found.push({ operation: resource.iid ?? "", status: response.status, violations });
    return response;
  };
}

function connect() {
  const api = seeded();
  const found: Judged[] = [];
  const wipsy = new Wipsy({
    apiKey: "test-key",
    baseUrl: "http://localhost",
    allowInferred: true,
    maxRetries: 0,
    fetch: judging(api.fetch, found),
  });
  const session = api.signIn();
  const call = ({ operation }: Row, input: Values): Call<unknown> => {
    const body = operation.agent ? { ...(input.body as Values), agentSession: session } : input.body;
    return (wipsy.call as (id: string, input: object) => Call<unknown>)(
      operation.id,
      body ? { ...input, body } : input,
    );
  };
  return { api, call, found };
}

/** The statuses of refusal that the description documents for an operation. */
const refusals = ({ place }: Row) =>
  Object.keys(place.operation.responses ?? {}).filter((status) => Number(status) >= 400);

describe.each(rows.map((row) => ({ id: row.operation.id, row })))("$id", ({ row }) => {
  test.each(inputsOf(description, row))("is done as described: $name", async ({ input }) => {
    const { api, call, found } = connect();
    await call(row, input);
    expect(found.map(({ violations }) => violations)).toEqual([[]]);
    expect(Object.keys(row.place.operation.responses ?? {})).toContain(String(found[0]?.status));
    expect(api.violations).toEqual([]);
    expect(api.executed(row.operation.id)).toBe(1);
  });

  test.each(refusals(row))("can be refused with %s", async (status) => {
    const { api, call, found } = connect();
    api.fail({ status: Number(status) });
    await expect(call(row, inputsOf(description, row)[0]?.input ?? {})).rejects.toThrow();
    expect(found).toMatchObject([{ status: Number(status), violations: [] }]);
    expect(api.executed(row.operation.id)).toBe(0);
  });
});

test("the checks can fail: a wrong answer and a wrong request are seen", async () => {
  const found: Judged[] = [];
  const wrong: Fetch = async () => Response.json({ success: "yes", data: [{ id: "1", customer: { tags: "none" } }] });
  await judging(wrong, found)("http://localhost/api-get-chats?limit=1000", { method: "GET" });
  expect(found[0]?.violations.join("\n")).toMatch(/limit[\s\S]*success/);
  expect(found[0]?.violations.join("\n")).toContain("tags");
});
