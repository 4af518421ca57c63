import { Worker } from "node:worker_threads";
import type { Broken } from "./broken.ts";
import type { Overlay, ProjectOptions } from "./project.ts";

// The compiler takes as long to read this repository, with its libraries, as all else takes that a new description asks
// for. So it does that in a thread of its own, meanwhile.

/** What the thread is asked: the arguments of `brokenPlaces`. */
export interface Asked {
  readonly tsconfigPath: string;
  readonly overlay: Overlay;
  readonly options: ProjectOptions;
}

/** What it answers, in the order in which it is asked. */
export type Answer = { readonly broken: readonly Broken[] } | { readonly failed: string };

interface Elsewhere {
  readonly thread: Worker;
  readonly waiting: ((answer: Answer) => void)[];
}

let running: Elsewhere | undefined;

/** The thread goes on for as long as the process does, which does not wait for it where nobody waits for an answer. */
function elsewhere(): Elsewhere {
  if (running) return running;
  const waiting: Elsewhere["waiting"] = [];
  const thread = new Worker(new URL("broken-thread.mjs", import.meta.url));
  thread.on("message", (answer: Answer) => {
    waiting.shift()?.(answer);
    if (waiting.length === 0) thread.unref();
  });
  thread.on("error", (error: unknown) => {
    running = undefined;
    for (const tell of waiting.splice(0)) tell({ failed: `The compiler failed: ${error}` });
  });
  running = { thread, waiting };
  return running;
}

function ask(asked: Asked): Promise<Answer> {
  const { thread, waiting } = elsewhere();
  return new Promise((resolve) => {
    waiting.push(resolve);
    // At once: who asks may be about to keep this thread busy.
    thread.postMessage(asked);
  });
}

/** Has a project and its libraries read, for what is asked of it later. The process does not wait for it. */
export function readAhead(tsconfigPath: string, options: ProjectOptions): void {
  // With no new texts nothing is broken. What fails is told when places are asked for.
  void ask({ tsconfigPath, overlay: new Map(), options });
  elsewhere().thread.unref();
}

/**
 * `brokenPlaces` of broken.ts, elsewhere.
 *
 * @throws Error as that does
 */
export async function brokenElsewhere(
  tsconfigPath: string,
  overlay: Overlay,
  options: ProjectOptions,
): Promise<readonly Broken[]> {
  const answer = ask({ tsconfigPath, overlay, options });
  elsewhere().thread.ref();
  const told = await answer;
  if ("failed" in told) throw new Error(told.failed);
  return told.broken;
}
