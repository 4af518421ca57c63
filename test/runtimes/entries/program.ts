import { smoke } from "../smoke.ts";

// For Node, Bun and Deno: told by the command line, answers on standard output.
const [, , places = "", runtime = ""] = process.argv;
console.log(JSON.stringify(await smoke(JSON.parse(places), runtime)));
