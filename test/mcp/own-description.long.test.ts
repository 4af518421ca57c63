import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { OperationTable } from "../../src/operation/table.ts";
import { fixtures, repository } from "../generate/repository.ts";
import { called, startWorld } from "./world.ts";

// Takes in another description in a copy of the repository, and runs the copy's own command.

const copy = await repository();
afterAll(() => copy[Symbol.asyncDispose]());

test("a regenerated description brings its own tools, which work, and removes those that it has nothing for", async () => {
  const { out } = await copy.generate(join(fixtures, "v1.yaml"));
  expect(out).toContain("\nWrote openapi/wipsy.yaml, ");
  const file = join(copy.path, "generated/operations.ts");
  const { operations } = (await import(file)) as { operations: OperationTable };
  // The cast: the mock's types are those of the bundled description.
  await using world = await startWorld({ operations: operations as never }, copy.path);
  const connected = await world.connect("stdio 2026", ["--allow", "send,create,delete,campaign"]);

  const { tools } = await connected.client.listTools();
  const names = tools.map(({ name }) => name);
  expect(names.toSorted()).toEqual([...Object.keys(operations.rows), "find_contact"].toSorted());
  expect(names).toEqual(expect.arrayContaining(["getOrders", "createOrder", "agentGetOrders"]));
  expect(tools.find(({ name }) => name === "createOrder")).toMatchObject({
    inputSchema: {
      required: ["body"],
      properties: { body: { required: ["items"], properties: { priority: { enum: ["low", "high"] } } } },
    },
    outputSchema: { $defs: { Order: { properties: { status: { enum: ["open", "paid"] } } } } },
    annotations: { readOnlyHint: false, idempotentHint: false },
  });
  expect(tools.find(({ name }) => name === "getOrders")).toMatchObject({
    inputSchema: { properties: { query: { properties: { limit: { maximum: 100 } } } } },
    annotations: { readOnlyHint: true },
  });

  expect(await called(connected, "getOrders")).toMatchObject({ isError: false, data: { data: [] } });
  const order = { body: { items: ["blue"], priority: "low" }, idempotencyKey: "order-1" };
  const { data } = await called(connected, "createOrder", order);
  expect(data).toEqual({ data: { id: expect.any(String) } });
  // The same key creates nothing.
  expect(await called(connected, "createOrder", order)).toMatchObject({ data });
  expect(await called(connected, "createOrder", { body: { items: "blue" } })).toMatchObject({ outcome: "not-sent" });
  expect(world.api.executed("createOrder")).toBe(1);
  expect(world.api.violations).toEqual([]);
});
