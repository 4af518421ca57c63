import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { node22 } from "../stores/program.ts";
import { clockAhead } from "../support/run.ts";
import { propertySeed } from "../support/seed.ts";
import { serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";
import { root } from "./run.ts";

// The example as a program that is killed and started again.

const dir = await tempDir();
const node = await node22();
const program = join(dir.path, "order-confirmation.mjs");
const seed = propertySeed();

beforeAll(() =>
  build({
    entryPoints: [join(root, "examples/order-confirmation.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
  }),
);
afterAll(() => dir[Symbol.asyncDispose]());

const secret = "webhook-secret";

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  /** What it wrote to standard error, once it has ended. */
  readonly log: Promise<string>;
}

/** @param ahead how far its clock is ahead, in milliseconds */
async function start(api: string, store: string, ahead = 0): Promise<Running> {
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", "--import", clockAhead(ahead), program], {
    cwd: dir.path,
    env: { WIPSY_API_KEY: "wipsy-key", WIPSY_BASE_URL: api, WEBHOOK_SECRET: secret, PORT: "0", STORE: store },
  });
  const log = text(child.stderr);
  const [line] = await Promise.race([
    once(child.stdout.setEncoding("utf8"), "data"),
    once(child, "exit").then(async () => Promise.reject(new Error(await log))),
  ]);
  const { port } = /address: '127\.0\.0\.1'.*port: (?<port>\d+)/.exec(line)?.groups ?? {};
  return { child, url: `http://127.0.0.1:${port}/orders`, log };
}

async function kill({ child, log }: Running): Promise<string> {
  const gone = once(child, "exit");
  if (child.signalCode === null && child.kill("SIGKILL")) await gone;
  return log;
}

/** Delivers an order. Resolves with the answer; `undefined` if the program is gone. */
async function deliver(url: string, id: number): Promise<string | undefined> {
  const body = JSON.stringify({ id, name: `#${id}`, total_price: "1.00", currency: "COP", phone: "+573188779043" });
  const signature = createHmac("sha256", secret).update(body).digest("base64");
  const request = { method: "POST", headers: { "x-shopify-hmac-sha256": signature }, body };
  return fetch(url, request).then(
    async (answer) => `${answer.status} ${await answer.text()}`,
    () => undefined,
  );
}

/** An API that counts the messages of each order. */
async function countingApi() {
  const executed = new Map<number, number>();
  const listener = { arrived: () => {} };
  const server = await serve(({ body }, count) => {
    const order = Number(/#(\d+)/.exec(body)?.[1]);
    executed.set(order, (executed.get(order) ?? 0) + 1);
    listener.arrived();
    return { body: { success: true, messageId: `m-${count}` }, delay: Math.random() * 20 };
  });
  return { executed, listener, url: server.url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

test("after a kill, an order that was confirmed is one message", async () => {
  await using api = await countingApi();
  for (let run = 1; run <= 3; run += 1) {
    const running = await start(api.url, "confirmed.db");
    expect(await deliver(running.url, 1001)).toBe("200 confirmed");
    await kill(running);
  }
  expect([...api.executed]).toEqual([[1001, 1]]);
});

test("the same webhook 20 times at once with kills between is one message", async () => {
  await using api = await countingApi();
  const kills = fc.sample(fc.record({ isAfterArrival: fc.boolean(), ms: fc.integer({ min: 0, max: 60 }) }), {
    seed,
    numRuns: 40,
  });
  const ends = new Map<number, string>();
  const logs: string[] = [];
  const open = () => kills.map((_, n) => 1001 + n).filter((id) => !ends.has(id));

  async function deliverTo({ url }: Running, orders: readonly number[]): Promise<void> {
    const noted = async (id: number) => {
      const answer = await deliver(url, id);
      if (answer?.startsWith("200")) ends.set(id, answer);
      else expect([undefined, "503 in progress, deliver again"]).toContain(answer);
    };
    await Promise.all(orders.map(noted));
  }

  for (const [n, { isAfterArrival, ms }] of kills.entries()) {
    const running = await start(api.url, "killed.db");
    const soon = () => void setTimeout(() => running.child.kill("SIGKILL"), ms);
    api.listener.arrived = isAfterArrival ? soon : () => {};
    if (!isAfterArrival) soon();
    const id = 1001 + n;
    await deliverTo(running, [...Array(20).fill(id), ...open().filter((earlier) => earlier < id)]);
    logs.push(await kill(running));
  }
  api.listener.arrived = () => {};
  // A message that was under way when its program was killed is in progress until its deadline, which then has passed.
  const last = await start(api.url, "killed.db", 120_000);
  await deliverTo(last, open());
  expect(open()).toEqual([]);
  logs.push(await kill(last));

  const withEnd = (end: string) => [...ends].filter(([, answer]) => answer === end).map(([id]) => id);
  const confirmed = withEnd("200 confirmed");
  const toPerson = withEnd("200 left to a person");
  console.log(`${confirmed.length} orders confirmed, ${toPerson.length} left to a person`);
  expect(confirmed.length + toPerson.length).toBe(kills.length);
  expect(Math.max(...api.executed.values())).toBe(1);
  for (const id of confirmed) expect(api.executed.get(id)).toBe(1);
  for (const id of toPerson) expect(logs.join("")).toContain(`Order ${id} needs a person`);
  expect(logs.join("")).not.toMatch(/318|877|wipsy-key/);
});
