import { checkAll } from "./check.ts";
import { descriptionsOf } from "./directory.ts";
import { corpus } from "./names.ts";
import { figure } from "./report.ts";

// `npm run corpus`: generates code for the whole corpus and type-checks it, several descriptions at a time. `-- name …`
// checks only these.

const asked = process.argv.slice(2);
const names = asked.length > 0 ? asked : corpus;
const results = [];
const step = 4;
for (let first = 0; first < names.length; first += step) {
  const some = await checkAll(await descriptionsOf(names.slice(first, first + step)));
  results.push(...some);
  for (const { name, own, open, faults } of some) {
    console.log(
      `${faults.length === 0 ? "ok  " : "FAIL"} ${name}: ${own.methods} methods, ${own.leftOut} left out; ${open.methods} and ${open.leftOut} credentials aside`,
    );
    for (const fault of faults.slice(0, 5)) console.log(`     ${fault}`);
  }
}
console.log(figure(results));
if (results.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
