import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CampaignReport } from "wipsy-client/campaign";
import { mockApi } from "wipsy-client/testing";
import { node22 } from "../stores/program.ts";
import { root } from "../support/run.ts";
import { propertySeed } from "../support/seed.ts";
import { tempDir } from "../support/temp-dir.ts";
import { phone } from "./world.ts";

// A campaign whose program is killed anywhere, again and again: nobody gets two messages, and in the end all have one.

const seed = propertySeed();
const count = 100;
const indexes = Array.from({ length: count }, (_, index) => index);

test("a program that is killed anywhere and run again sends to everybody once", async () => {
  await using dir = await tempDir();
  const program = join(dir.path, "program.mjs");
  const entryPoints = [join(root, "test/campaign/program.ts")];
  await build({ entryPoints, outfile: program, bundle: true, platform: "node", format: "esm", target: "node22" });
  const node = await node22();
  const api = mockApi();
  const server = await api.listen();
  const store = join(dir.path, "wipsy.db");
  api.delay(3, { times: 1e9 });

  /** Runs the program, and kills it `ms` after it has sent `requests` messages. Its report, unless it was killed. */
  async function run(
    reached: string,
    requests = Number.POSITIVE_INFINITY,
    ms = 0,
  ): Promise<CampaignReport | undefined> {
    const before = api.requests.length;
    const args = ["--disable-warning=ExperimentalWarning", program, store, server.url, String(count), reached];
    const child = spawn(node, args, { stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    const timer = setInterval(() => {
      if (api.requests.length - before < requests) return;
      clearInterval(timer);
      setTimeout(() => child.kill("SIGKILL"), ms);
    }, 1);
    const [code] = await once(child, "close");
    clearInterval(timer);
    if (code !== 0 && code !== null) throw new Error(`the program ended with ${code}`);
    return code === 0 ? JSON.parse(out) : undefined;
  }

  const plan = fc.record({ requests: fc.integer({ min: 1, max: 12 }), ms: fc.integer({ min: 0, max: 10 }) });
  let kills = 0;
  let report: CampaignReport | undefined;
  for (const { requests, ms } of fc.sample(plan, { seed, numRuns: 1000 })) {
    report = await run("", requests, ms);
    if (report) break;
    kills += 1;
  }
  console.log(`${kills} kills, unknown: ${report?.states.unknown ?? 0}`);
  expect(kills).toBeGreaterThan(5);
  expect(report).toMatchObject({ isComplete: true, rows: 120 });
  // At most the two sends that were under way at each kill.
  expect(report?.unknown.length).toBeLessThanOrEqual(2 * kills);

  const looked = join(dir.path, "reached.json");
  writeFileSync(looked, JSON.stringify(api.sent.map(({ to }) => to)));
  await run(looked);
  const last = await run("");
  expect(last?.states).not.toHaveProperty("unknown");
  expect(last).toMatchObject({ isComplete: true, rows: 120, unknown: [] });
  expect(api.sent.map(({ to }) => to).toSorted()).toEqual(indexes.map(phone));
  expect(api.sent.every(({ message }) => message.startsWith("Hola Name "))).toBe(true);
  await server.close();
});
