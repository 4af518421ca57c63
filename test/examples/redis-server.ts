import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { delimiter, join } from "node:path";
import { tempDir } from "../support/temp-dir.ts";

/** A Redis, small or real. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string;
}

type Reply = string | number | null | Error | Reply[] | Map<string, Reply>;

/** A reply in the third version of Redis' protocol. */
function written(reply: Reply): string {
  if (reply === null) return "_\r\n";
  if (typeof reply === "number") return `:${reply}\r\n`;
  if (reply instanceof Error) return `-ERR ${reply.message}\r\n`;
  if (typeof reply === "string") return `$${Buffer.byteLength(reply)}\r\n${reply}\r\n`;
  if (Array.isArray(reply)) return `*${reply.length}\r\n${reply.map(written).join("")}`;
  return `%${reply.size}\r\n${[...reply].flat().map(written).join("")}`;
}

/** The complete commands in the input: arrays of strings, each after its length in bytes. */
function* commandsIn(socket: Socket): Generator<string[], void, Buffer> {
  let rest = Buffer.alloc(0);
  let [args, missing]: [string[], number] = [[], 0];
  for (;;) {
    const end = rest.indexOf("\r\n");
    const head = rest.toString("utf8", 0, Math.max(end, 0));
    const size = Number(head.slice(1));
    const isText = head.startsWith("$");
    if (end < 0 || (isText && rest.length < end + 2 + size + 2)) {
      rest = Buffer.concat([rest, yield []]);
      continue;
    }
    if (!isText) [args, missing] = [[], size];
    else {
      args.push(rest.toString("utf8", end + 2, end + 2 + size));
      missing -= 1;
    }
    rest = rest.subarray(end + 2 + (isText ? size + 2 : 0));
    if (missing === 0) socket.emit("command", args);
  }
}

/** Strings and streams, with the few Redis commands that the tests need. */
function createStore() {
  const texts = new Map<string, string>();
  const streams = new Map<string, [id: string, fields: string[]][]>();
  let entries = 0;
  return (name: string, [key = "", ...args]: string[]): Reply => {
    if (name === "HELLO") return new Map([["proto", 3]]);
    if (name === "GET") return texts.get(key) ?? null;
    if (name === "SET") {
      texts.set(key, args[0] ?? "");
      return "OK";
    }
    const stream = streams.get(key) ?? [];
    if (name === "XRANGE") return stream;
    if (name !== "XADD") return new Error(`unknown command '${name}'`);
    entries += 1;
    const id = `${entries}-0`;
    streams.set(key, [...stream, [id, args.slice(args.indexOf("*") + 1)]]);
    return id;
  };
}

type Command = [name: string, args: string[]];

/** The replies of one connection, which queues a transaction until its end. */
function answersOf(run: (...command: Command) => Reply, execute: (queue: Command[]) => Reply[] | undefined) {
  let queue: Command[] | undefined;
  return (name: string, args: string[]): Reply | undefined => {
    const queued = queue;
    if (name === "MULTI") {
      queue = [];
      return "OK";
    }
    if (name === "EXEC") {
      queue = undefined;
      return execute(queued ?? []);
    }
    if (queued === undefined) return run(name, args);
    queued.push([name, args]);
    return "QUEUED";
  };
}

/** A Redis in this process. `breaks` says for each transaction whether the connection breaks before or after it. */
export async function smallRedis(breaks: (count: number) => "before" | "behind" | undefined = () => undefined) {
  const run = createStore();
  let transactions = 0;

  /** Runs a transaction; `undefined` if the connection breaks. */
  function execute(queue: Command[]): Reply[] | undefined {
    transactions += 1;
    const breaking = breaks(transactions);
    if (breaking === "before") return undefined;
    const replies = queue.map((command) => run(...command));
    return breaking === "behind" ? undefined : replies;
  }

  function serve(socket: Socket): void {
    const answer = answersOf(run, execute);
    socket.on("command", ([name = "", ...args]: string[]) => {
      const reply = answer(name.toUpperCase(), args);
      if (reply === undefined) socket.destroy();
      else if (!socket.destroyed) socket.write(written(reply));
    });
    const reader = commandsIn(socket);
    reader.next();
    socket.on("data", (bytes) => reader.next(bytes));
    socket.on("error", () => {});
  }

  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    serve(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `redis://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Whether this machine has the real one. */
export const hasRedis = (process.env.PATH ?? "").split(delimiter).some((dir) => existsSync(join(dir, "redis-server")));

/** The real one, on a free port. */
export async function realRedis(): Promise<RedisServer> {
  const dir = await tempDir();
  const free = createServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const { port } = free.address() as AddressInfo;
  free.close();
  await once(free, "close");
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", dir.path];
  const child = spawn("redis-server", options, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.on("error", reject).on("exit", () => reject(new Error(`redis-server ended: ${said}`)));
    child.stdout.on("data", (text) => {
      said += text;
      if (said.includes("Ready to accept")) resolve();
    });
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill();
      await once(child, "close");
      await dir[Symbol.asyncDispose]();
    },
  };
}
