import { expect, test } from "vitest";
import { propertyRuns, propertySeed } from "../support/seed.ts";
import { busyIn, describeRun, problemsOf } from "./check.ts";
import { type Run, runSchedule, type Schedule } from "./driver.ts";
import { heavyScheduleOf, scheduleOf } from "./schedule.ts";
import { serverWithShortWaits } from "./short-waits.ts";

// `npm run test:faults -- --schedules 10000`; the seed and the number of a schedule that failed run it again.
const seed = propertySeed();
const count = Number(process.env.SCHEDULES || propertyRuns(3000));
const only = process.env.SCHEDULE ? Number(process.env.SCHEDULE) : undefined;

const server = await serverWithShortWaits();

/** Runs schedules concurrently, and checks what the server did after all have ended. */
async function runAll(schedules: readonly Schedule[], lanes: number): Promise<{ runs: Run[]; failures: string[] }> {
  const runs: Run[] = [];
  const waiting = schedules.values();
  const lane = async () => {
    for (const schedule of waiting) runs.push(await runSchedule(server, schedule));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  // For abandoned requests that arrive late.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const failures = runs.flatMap((run) => {
    const problems = problemsOf(run, server.countOf(run.schedule.call));
    return problems.length === 0 ? [] : [describeRun(run, problems)];
  });
  return { runs, failures };
}

const numbers = (many: number) => (only === undefined ? Array.from({ length: many }, (_, index) => index) : [only]);

test(`${count} random schedules: no message is sent twice or lost silently`, {
  timeout: 300_000 + count * 100,
}, async () => {
  const { runs, failures } = await runAll(
    numbers(count).map((index) => scheduleOf(seed, index)),
    12,
  );
  const attempts = runs.reduce((sum, run) => sum + run.attempts.length, 0);
  const busy = runs.reduce((sum, run) => sum + busyIn(run), 0);
  const resolved = runs.filter((run) => run.resolved !== undefined).length;
  console.log(`${runs.length} schedules, ${attempts} attempts, ${resolved} resolved, ${busy} cut short by load`);
  expect(failures.slice(0, 5).join("\n\n"), `${failures.length} of ${runs.length} failed; FC_SEED=${seed}`).toBe("");
  expect(server.strays()).toBe(0);
  // Otherwise the schedules would not show what happened.
  expect(busy).toBeLessThan(Math.max(10, attempts / 2));
});

const heavyCount = Math.ceil(count / 200);
test(`${heavyCount} schedules with answers of 9 MB and gzip bombs`, { timeout: 300_000 + count * 100 }, async () => {
  const { failures } = await runAll(
    numbers(heavyCount).map((index) => heavyScheduleOf(seed, index)),
    1,
  );
  expect(failures.join("\n\n"), `FC_SEED=${seed}`).toBe("");
});
