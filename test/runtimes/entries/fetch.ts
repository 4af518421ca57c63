import { smoke } from "../smoke.ts";

// Node with its own fetch in place of node:http.
const [, , places = "", runtime = ""] = process.argv;
console.log(JSON.stringify(await smoke(JSON.parse(places), runtime, globalThis.fetch)));
