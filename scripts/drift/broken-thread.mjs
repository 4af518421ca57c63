// Node 20 runs no TypeScript in a thread by itself, and tsx prepares only the first one.
import { tsImport } from "tsx/esm/api";

await tsImport("./broken-thread.ts", import.meta.url);
