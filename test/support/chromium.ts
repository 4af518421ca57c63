import { once } from "node:events";
import { WebSocket } from "undici";
import { chromiumArgs, start } from "../runtimes/programs.ts";
import { tempDir } from "./temp-dir.ts";

/** A page in headless Chromium, over its debugging protocol. */
export interface BrowserPage {
  /** The value of an expression in the page, as JSON has it. A promise is waited for. */
  evaluate<T>(expression: string): Promise<T>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The address that Chromium prints when its debugger listens. */
async function debuggerOf(said: () => string): Promise<string> {
  for (;;) {
    const [, url] = /DevTools listening on (ws:\S+)/.exec(said()) ?? [];
    if (url) return url;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The page's own debugger. Right after the start there may be no page yet. */
async function pageSocket(browser: string): Promise<WebSocket> {
  const { host } = new URL(browser);
  for (;;) {
    const targets = (await (await fetch(`http://${host}/json`)).json()) as {
      type: string;
      webSocketDebuggerUrl: string;
    }[];
    const page = targets.find(({ type }) => type === "page");
    if (page) return new WebSocket(page.webSocketDebuggerUrl);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Opens a page of a width and height. */
export async function openPage(program: string, url: string, width: number, height: number): Promise<BrowserPage> {
  const profile = await tempDir();
  const args = [...chromiumArgs, `--user-data-dir=${profile.path}`, `--window-size=${width},${height}`];
  const started = start(program, [...args, "--remote-debugging-port=0", url], profile.path, [], 600_000);
  const socket = await Promise.race([debuggerOf(started.said).then(pageSocket), started.ended]);
  await once(socket, "open");
  let last = 0;
  const send = (method: string, params: object) =>
    new Promise<{ result: { result: { value: unknown; description?: string }; exceptionDetails?: object } }>(
      (resolve) => {
        last += 1;
        const id = last;
        const read = ({ data }: { data: unknown }) => {
          const answer = JSON.parse(String(data));
          if (answer.id !== id) return;
          socket.removeEventListener("message", read);
          resolve(answer);
        };
        socket.addEventListener("message", read);
        socket.send(JSON.stringify({ id, method, params }));
      },
    );
  return {
    async evaluate<T>(expression: string) {
      const { result } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
      if (result.exceptionDetails) throw new Error(result.result.description);
      // The cast: the test names the type of what it asks for.
      return result.result.value as T;
    },
    async [Symbol.asyncDispose]() {
      socket.close();
      await started[Symbol.asyncDispose]();
      await profile[Symbol.asyncDispose]();
    },
  };
}
