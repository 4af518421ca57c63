import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { root } from "../support/run.ts";
import type { Unknowns } from "./measured.ts";

const run = promisify(execFile);

/** What the fault tests print, by transport. */
export function unknownsIn(text: string): Record<string, Unknowns> {
  const lines = text.matchAll(/^over (\w+): (\d+) schedules, .* (\d+) of (\d+) failed writes unknown$/gm);
  const found = [...lines].map(([, transport = "", ...figures]) => {
    const [schedules = 0, unknown = 0, failed = 0] = figures.map(Number);
    return [transport, { schedules, unknown, failed }] as const;
  });
  if (found.length !== 2) throw new Error(`the fault tests did not count failed writes over both transports:\n${text}`);
  return Object.fromEntries(found);
}

/** Runs so many random fault schedules over each transport: the same ones. */
export async function unknownOutcomes(schedules: number, seed: number): Promise<Record<string, Unknowns>> {
  const program = [
    "--import",
    "tsx",
    "test/faults/run.ts",
    "--schedules",
    String(schedules),
    "--seed",
    String(seed % 1e9),
  ];
  const env = { ...process.env, NO_COLOR: "1" };
  // A failed schedule exits with 1: it is reported by `npm run test:faults`, and only the counts matter here.
  const { stdout } = await run(process.execPath, program, { cwd: root, env, maxBuffer: 2 ** 26 }).catch(
    (error: { stdout: string }) => error,
  );
  return unknownsIn(stdout);
}
