import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, cpus, platform, totalmem } from "node:os";
import { parseArgs, promisify } from "node:util";
import { driversFolder, hasBetterSqlite } from "../services/drivers.ts";
import { buildAll, here, made, root } from "./build.ts";
import { coldImports } from "./imports.ts";
import { keep } from "./keep.ts";
import type { Growth, Heap, Profile, Results, Timings } from "./measured.ts";
import { profileText, reportOf } from "./report.ts";
import { bundleSizes } from "./sizes.ts";
import { typeCosts } from "./type-costs.ts";
import { unknownOutcomes } from "./unknowns.ts";

// npm run bench: measures everything and writes RESULTS.md, results.json, results.svg and the figures in docs/performance.md.
//   -- --rounds 3 --calls 100    a short run, which is printed and not kept
//   -- --profile                 only where the time of a call goes

const { values } = parseArgs({
  options: { rounds: { type: "string" }, calls: { type: "string" }, profile: { type: "boolean" } },
});
const isShort = values.rounds !== undefined || values.calls !== undefined;
const rounds = Number(values.rounds ?? 9);
const callsPerRound = Number(values.calls ?? 768);
/** Calls before it is the next one's turn. */
const turn = 32;
const passes = Math.ceil(callsPerRound / turn);
if (!(rounds > 0) || !(callsPerRound > 0)) throw new Error("--rounds or --calls is wrong");
const seed = Date.now() % 2 ** 31;

const run = promisify(execFile);
const tls = `${root}test/support/tls/`;

/** What a program of this folder prints. */
async function measured<T>(name: string, args: readonly string[] = [], flags: readonly string[] = []): Promise<T> {
  console.error(`bench: ${name}`);
  const command = [...flags, `${made}${name}.js`, ...args];
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: `${tls}certificate.pem` };
  const { stdout } = await run(process.execPath, command, { cwd: here, env, maxBuffer: 2 ** 26 });
  return JSON.parse(stdout);
}

const profiles = () => measured<Profile[]>("profile", [isShort ? "1000" : "5000"]);

/** The versions that both package.json name: exact ones. */
function versionsOf(): Record<string, string> {
  const read = (folder: string) => JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
  return { ...read(root).dependencies, ...read(here).devDependencies };
}

async function everything(): Promise<Results> {
  const amount = Object.entries({ rounds, passes, calls: turn, seed }).map(([name, value]) => `--${name}=${value}`);
  // Nothing is collected in so large a young generation, in megabytes.
  const noCollection = ["--expose-gc", "--min-semi-space-size=1024", "--max-semi-space-size=1024"];
  const timings = await measured<Timings>("timings", [tls, ...amount]);
  const growing = await measured<Omit<Growth, "keyed" | "keys" | "unknowns">>("growth", amount, ["--expose-gc"]);
  const drivers = [await driversFolder(), (await hasBetterSqlite()) ? "yes" : "no"];
  const costs = await measured<Pick<Growth, "keyed" | "keys">>("keyed", [...drivers, ...amount]);
  console.error("bench: faults");
  const unknowns = await unknownOutcomes(isShort ? 200 : 10_000, seed);
  const heap = await measured<Heap>("heap", [], noCollection);
  console.error("bench: imports, sizes, types");
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${arch()}`,
    node: process.versions.node,
    versions: versionsOf(),
    rounds,
    callsPerRound: passes * turn,
    timings,
    growth: { ...growing, ...costs, unknowns },
    heap,
    coldImport: await coldImports(isShort ? 3 : 15, seed),
    sizes: await bundleSizes(),
    types: await typeCosts(isShort ? 1 : 5, seed),
    profiles: await profiles(),
  };
}

console.error(`bench: build, --seed ${seed}`);
await buildAll();
if (values.profile) console.log(profileText(await profiles()));
else if (isShort) console.log(reportOf(await everything()));
else keep(await everything());
