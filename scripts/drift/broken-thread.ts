import { parentPort } from "node:worker_threads";
import { brokenPlaces } from "./broken.ts";
import type { Answer, Asked } from "./broken-elsewhere.ts";

// The thread that broken-elsewhere.ts starts. What it has read of packages it keeps for what it is asked next.

function answerTo({ tsconfigPath, overlay, options }: Asked): Answer {
  try {
    return { broken: brokenPlaces(tsconfigPath, overlay, options) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on("message", (asked: Asked) => parentPort?.postMessage(answerTo(asked)));
