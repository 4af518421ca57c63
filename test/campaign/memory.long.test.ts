import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { type Fetch, type IdempotencyStore, type KeyRecord, Wipsy } from "wipsy-client";
import { sendMany } from "wipsy-client/campaign";

// The memory of a campaign does not depend on the number of its rows.

setFlagsFromString("--expose-gc");
const gc: () => void = runInNewContext("gc");

/** The heap in use, in megabytes. */
async function heap(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return process.memoryUsage().heapUsed / 1e6;
}

/** Keeps the campaign's text and the latest few records: a store on disk needs no memory for the others. */
function smallStore(): IdempotencyStore {
  const records = new Map<string, KeyRecord>();
  return {
    get: async (key) => records.get(key),
    async put(record, expected) {
      if (records.get(record.key)?.token !== expected) return false;
      records.set(record.key, record);
      const [, second] = records.keys();
      if (records.size > 20 && second !== undefined) records.delete(second);
      return true;
    },
    list: async () => [],
    prune: async () => 0,
  };
}

test("100,000 rows leave the heap as it is, whatever becomes of them", async () => {
  const total = 100_000;
  let requests = 0;
  const fetch: Fetch = async () => {
    requests += 1;
    if (requests % 20 === 0) throw new TypeError("fetch failed");
    if (requests % 21 === 0) return Response.json({ error: "no" }, { status: 400 });
    return Response.json({ success: true, messageId: `m-${requests}` });
  };
  const wipsy = new Wipsy({ apiKey: "test-key", fetch, idempotency: smallStore(), maxRetries: 0 });
  function* rows() {
    for (let row = 0; row < total; row += 1) {
      const to = row % 50 === 0 ? "300" : `+57${3_001_000_000 + row - (row % 30 === 1 ? 1 : 0)}`;
      yield { to, name: `Name ${row}` };
    }
  }
  const isOptOut = ({ to }: { to: string }) => to.endsWith("77");
  const options = { name: "n", message: "Hola {name}", concurrency: 8, exclude: isOptOut, onProgress: () => {} };
  // Read once: where rows can be read again, a first pass looks for invalid ones, and no sample would see it.
  const campaign = sendMany(wipsy, rows(), options);
  const samples: number[] = [];
  let count = 0;
  for await (const _ of campaign) {
    count += 1;
    if (count % 10_000 === 0) samples.push(await heap());
  }
  console.log(`heap in MB after each 10,000 rows: ${samples.map((one) => one.toFixed(1)).join(" ")}`);
  expect(campaign.report).toMatchObject({ isComplete: true, rows: total });
  expect(campaign.report.unknown).toHaveLength(1000);
  for (const state of ["accepted", "rejected", "unknown", "excluded", "invalid"] as const)
    expect(campaign.report.states[state]).toBeGreaterThan(100);
  // A number for each row alone would take 0.8 MB.
  const [, early = 0] = samples;
  expect(Math.min(...samples.slice(-3)) - early).toBeLessThan(0.7);
}, 1_800_000);
