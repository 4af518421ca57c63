import { packAndInstall } from "../package/install.ts";
import { tempDir } from "../support/temp-dir.ts";
import { bundle } from "./bundle.ts";
import { compileAll } from "./compilers.ts";
import { missesOfEnvProxy } from "./env-proxy.ts";
import { expected, missesOf, type Runtime } from "./expected.ts";
import { missesOfHttp2 } from "./http2.ts";
import { ways } from "./runtimes.ts";
import { serveMisbehaving } from "./server.ts";

// npm run test:runtimes: the packed package on every runtime, and its types under every compiler.

const counts = { passed: 0, failed: 0, skipped: 0 };

/** One line for each runtime or compiler, followed by its problems. */
function report(name: string, { misses, missing }: { misses?: readonly string[]; missing?: string }): void {
  if (misses === undefined) {
    counts.skipped += 1;
    console.log(`\n!!!!!!!!!! SKIPPED: ${name}: ${missing} !!!!!!!!!!\n`);
    return;
  }
  counts[misses.length === 0 ? "passed" : "failed"] += 1;
  console.log(`${misses.length === 0 ? "ok    " : "FAILED"} ${name}`);
  for (const miss of misses) console.log(`         ${miss}`);
}

await using dir = await tempDir();
await packAndInstall(dir.path);
await bundle(dir.path);
await using server = await serveMisbehaving();

for (const [name, { find, run }] of Object.entries(ways)) {
  const found = await find();
  if ("missing" in found) {
    report(name, found);
    continue;
  }
  const word = name.toLowerCase().replaceAll(" ", "-");
  const strays = server.strays();
  const misses = await run({ program: found.program, folder: dir.path, places: server.places, runtime: word }).then(
    (results) =>
      missesOf(expected[name as Runtime], results, {
        arrived: (behavior) => server.arrived(`${behavior}/${word}`),
        strays: server.strays() - strays,
      }),
    (error: unknown) => [String(error)],
  );
  report(name, { misses });
}
/** What more some versions of Node are held to. */
const more: readonly [Runtime, string, (program: string, folder: string) => Promise<string[]>][] = [
  ["Node 26", "over HTTP/2", missesOfHttp2],
  ["Node 24", "with NODE_USE_ENV_PROXY", missesOfEnvProxy],
  ["Node 26", "with NODE_USE_ENV_PROXY", missesOfEnvProxy],
];
for (const [name, what, missesIn] of more) {
  const found = await ways[name].find();
  const missesOrWhy = (program: string) => missesIn(program, dir.path).catch((error: unknown) => [String(error)]);
  report(`${name} ${what}`, "missing" in found ? found : { misses: await missesOrWhy(found.program) });
}
// Where not one runtime is to be had, nothing was found out about them.
const isTold = counts.passed > 0;
for (const { name, ...outcome } of await compileAll(dir.path)) report(name, outcome);

console.log(`\nruntimes: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 || !isTold ? 1 : 0;
