import { afterAll, expect, test } from "vitest";
import { missingServices, startPostgres } from "../services/servers.ts";
import { propertySeed } from "../support/seed.ts";
import { tempDir } from "../support/temp-dir.ts";
import { startApi } from "./api.ts";
import { engines, freshDatabase, jobsIn, processesOf, settled } from "./boss.ts";
import { bySize, checkAll, proofCount, trouble, workersOf } from "./proof.ts";

// Four worker processes on pg-boss, which are killed and paused while PostgreSQL restarts with its queue and store.

const dir = await tempDir();
const seed = propertySeed();
const hasPostgres = !missingServices.includes("PostgreSQL");

afterAll(() => dir[Symbol.asyncDispose]());

// Both at the same time: most of it is waiting.
test.runIf(hasPostgres).concurrent.each(engines)(
  `$engine: ${proofCount} messages are executed at most once each, and what is unknown is listed`,
  async (engine) => {
    const perSecond = bySize(20, 200);
    await using postgres = await startPostgres();
    await using api = await startApi(bySize(400, 40));
    await using database = await freshDatabase(postgres?.url ?? "", `${engine.engine}-proof`);
    const { url, pool } = database;
    const times = { deadline: 2000, expireInSeconds: 5 };
    const common = { database: url, api: api.url, queue: "messages", concurrency: bySize(4, 40), ...times };
    const { run, work } = await processesOf(engine, common, dir.path);
    await run({ role: "set up" });
    await run({ role: "add", count: proofCount });
    const began = Date.now();
    await using workers = await workersOf(4, () => work({ perSecond }));
    const restart = () => postgres?.restart() ?? Promise.resolve();
    const most = Math.floor(proofCount * 0.7);
    const kills = await trouble({ api, workers, seed }, most, [restart, () => workers.pause(1), restart]);
    await settled(pool, "messages");
    // By hand, until every job has ended as its message did. Some ended while a claim was still in progress.
    let retried = 0;
    for (;;) {
      const ids = (await jobsIn(pool)).filter(({ name, state }) => name === "messages" && state === "failed");
      if (ids.length === 0) break;
      retried += ids.length;
      await run({ role: "retry", ids: ids.map(({ id }) => id).slice(0, 1000) });
      await settled(pool, "messages");
    }
    await workers[Symbol.asyncDispose]();
    const ended = (await jobsIn(pool)).filter(({ name }) => name === "messages");
    // A job that moved has its result in the new one.
    const final = ended.filter(({ output }) => (output as { state: string }).state !== "moved");
    const results = new Map(final.map(({ data, output }) => [data.idempotencyKey ?? "", output]));
    const unknown = await checkAll(results, api, pool, proofCount);
    console.log(`${engine.engine}: ${kills} kills, ${retried} jobs retried by hand, ${unknown} of unknown outcome`);
    expect(retried).toBeGreaterThan(0);
    expect(Math.max(...api.times) - began).toBeGreaterThanOrEqual(((api.executed.size - 1) * 1000) / perSecond);
  },
);
