import { spawn } from "node:child_process";
import { once } from "node:events";

// The checks before the tests, side by side: the type check alone takes as long as the others together.
const codes = await Promise.all(
  ["generate -- --check", "lint", "types"].map(async (script) => {
    const [code] = await once(spawn(`npm run ${script}`, { shell: true, stdio: "inherit" }), "close");
    return code;
  }),
);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
