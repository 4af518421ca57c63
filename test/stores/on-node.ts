import { rmSync } from "node:fs";
import { sqliteStore } from "../../src/stores/sqlite.ts";
import { storeChecks } from "./checks.ts";

// Checks sqliteStore on a path, whatever driver this Node has for it: prints the names of the checks that held.

const [, , path = ""] = process.argv;
const held: string[] = [];
for (const [name, check] of Object.entries(storeChecks)) {
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
  await check([sqliteStore(path), sqliteStore(path)]);
  held.push(name);
}
console.log(JSON.stringify(held));
