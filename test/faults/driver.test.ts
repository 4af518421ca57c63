import { afterEach, expect, test, vi } from "vitest";
import { describeRun, problemsOf } from "./check.ts";
import { runSchedule } from "./driver.ts";
import { longestShort } from "./schedule.ts";
import { serverWithShortWaits } from "./short-waits.ts";

// A stall of the machine can end a call between any two of its steps. The checks of the schedules must expect that.

const server = await serverWithShortWaits();
const now = performance.now.bind(performance);

afterEach(() => void vi.mocked(performance.now).mockRestore());

test.each(Array.from({ length: 40 }, (_, index) => index))(
  "a deadline that passes before look %i at the clock is not a failure",
  async (look) => {
    let looks = 0;
    vi.spyOn(performance, "now").mockImplementation(() => {
      looks += 1;
      return now() + (looks > look ? longestShort : 0);
    });
    const call = `stalled-${look}`;
    const limits = { maxRetries: 4, timeout: 8000, deadline: longestShort };
    const run = await runSchedule(server, { call, effect: "read", faults: [{ name: "no route" }], ...limits });
    const problems = problemsOf(run, server.countOf(call));
    expect(problems, describeRun(run, problems)).toEqual([]);
  },
);
