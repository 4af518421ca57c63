import { sqliteStore } from "../../src/stores/sqlite.ts";
import { testStore } from "../../src/testing/store.ts";

// Checks sqliteStore on a path, whatever driver this Node has for it.

const [, , path = ""] = process.argv;
await testStore(sqliteStore(path), sqliteStore(path));
console.log("passed");
