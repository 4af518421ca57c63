import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";
import type { Places } from "./server.ts";
import type { Results } from "./smoke.ts";

/** The maximum duration of one runtime's checks, in milliseconds: far above the usual one. */
const patience = 90_000;

/**
 * The input of a runtime: its program, the folder with the checks, the server's addresses, and its part of the path.
 */
export interface Task {
  readonly program: string;
  readonly folder: string;
  readonly places: Places;
  readonly runtime: string;
}

/** Runs the checks on a runtime; rejects with the runtime's output if it returns no results. */
export type Run = (task: Task) => Promise<Results>;

export interface Started extends AsyncDisposable {
  readonly child: ChildProcess;
  /** The last 4 kB of its output. */
  said(): string;
  /** Rejects once it has ended, or has taken too long. */
  readonly ended: Promise<never>;
}

export function start(program: string, args: readonly string[], folder: string, moreFiles: "pipe"[] = []): Started {
  const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
  const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe", ...moreFiles] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (part: string) => {
      text = (text + part).slice(-4000);
    });
  }
  const closed = once(child, "close");
  const kill = () => {
    child.kill("SIGKILL");
    // Its child processes, such as a browser's, may hold them open after it has ended.
    for (const stream of child.stdio) stream?.destroy();
  };
  const failed = (why: string) => new Error(`${program} ${why}. It said:\n${text}`);
  const ended = (async () => {
    const timer = setTimeout(kill, patience);
    const [code, signal] = await closed.finally(() => clearTimeout(timer));
    throw failed(signal === "SIGKILL" ? `did not end within ${patience / 1000} s` : `ended with ${code ?? signal}`);
  })();
  // Not every caller awaits it.
  ended.catch(() => {});
  return {
    child,
    said: () => text,
    ended,
    async [Symbol.asyncDispose]() {
      kill();
      await closed.catch(() => {});
    },
  };
}

type ProgramEntry = "program" | "deno-without-idle";

/** A runtime that is a program like Node: it prints the results. */
export const program =
  (entry: ProgramEntry, ...before: readonly string[]): Run =>
  async ({ program, folder, places, runtime }) => {
    const args = [...before, `${entry}.mjs`, JSON.stringify(places), runtime];
    await using started = start(program, args, folder);
    let out = "";
    started.child.stdout?.on("data", (part: string) => {
      out += part;
    });
    await started.ended.catch((error) => {
      if (started.child.exitCode !== 0) throw error;
    });
    return JSON.parse(out);
  };

const workerConfig = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["private", "public", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [(name = "worker.mjs", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-01-01",
);
`;

/** Cloudflare's workerd: a worker answers with the results. */
export const worker: Run = async ({ program, folder, places, runtime }) => {
  await writeFile(join(folder, "worker.capnp"), workerConfig);
  await using started = start(program, ["serve", "worker.capnp", "--control-fd=3"], folder, ["pipe"]);
  const control = started.child.stdio[3] as Readable;
  const listening = once(control.setEncoding("utf8"), "data").then(([line]) => JSON.parse(line) as { port: number });
  const { port } = await Promise.race([listening, started.ended]);
  const query = new URLSearchParams({ places: JSON.stringify(places), runtime });
  const answer = fetch(`http://127.0.0.1:${port}/?${query}`).then((response) => response.text());
  const text = await Promise.race([answer, started.ended]);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`workerd answered ${text}. It said:\n${started.said()}`);
  }
};

/** Headless, without a sandbox (which root cannot have) and without other network requests. */
export const chromiumArgs = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"],
  ...["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** A page in Chromium: it posts the results. */
export const page: Run = async ({ program, folder, places, runtime }) => {
  await using profile = await tempDir();
  const query = new URLSearchParams({ places: JSON.stringify(places), runtime });
  let tell: (results: Results) => void = () => {};
  const posted = new Promise<Results>((resolve) => {
    tell = resolve;
  });
  const script = await readFile(join(folder, "page.mjs"), "utf8");
  await using pages = await serve(({ url, method, body }) => {
    if (method === "POST") tell(JSON.parse(body));
    if (url === "/page.mjs") return { headers: { "content-type": "text/javascript" }, body: script };
    return { headers: { "content-type": "text/html" }, body: '<script type="module" src="/page.mjs"></script>' };
  });
  const args = [
    ...chromiumArgs,
    `--user-data-dir=${profile.path}`,
    "--remote-debugging-port=0",
    `${pages.url}/?${query}`,
  ];
  await using started = start(program, args, folder);
  return await Promise.race([posted, started.ended]);
};
