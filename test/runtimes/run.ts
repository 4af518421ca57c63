import { packAndInstall } from "../package/install.ts";
import { tempDir } from "../support/temp-dir.ts";
import { bundle } from "./bundle.ts";
import { compileAll } from "./compilers.ts";
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
        arrived: (behaviour) => server.arrived(`${behaviour}/${word}`),
        strays: server.strays() - strays,
      }),
    (error: unknown) => [String(error)],
  );
  report(name, { misses });
}
const http2 = await ways["Node 26"].find();
report(
  "Node 26 over HTTP/2",
  "missing" in http2
    ? http2
    : { misses: await missesOfHttp2(http2.program, dir.path).catch((error: unknown) => [String(error)]) },
);
// Without a single runtime, nothing was tested.
const isTold = counts.passed > 0;
for (const { name, ...outcome } of await compileAll(dir.path)) report(name, outcome);

console.log(`\nruntimes: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 || !isTold ? 1 : 0;
