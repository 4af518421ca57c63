import http from "node:http";
import https from "node:https";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { Pool } from "undici";
import type { Caller, Contender } from "../contender.ts";
import { apiKey, expected, message } from "../job.ts";

const key = { "x-api-key": apiKey };
const both = { ...key, "content-type": "application/json" };

/** The least that a program can do: text into a socket that stays open, and JSON out of it. */
function overSocket(socket: Socket, text: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let received = "";
    const read = (part: string) => {
      received += part;
      const end = received.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1]);
      if (received.length < end + 4 + length) return;
      socket.off("data", read).off("error", reject);
      resolve(JSON.parse(Buffer.from(received.slice(end + 4), "latin1").toString()));
    };
    socket.on("data", read).on("error", reject);
    socket.write(text);
  });
}

const rawSocket: Contender = {
  name: "raw socket",
  open({ host, port, url }) {
    const open = url.startsWith("https:")
      ? () => connectTls({ host, port, servername: host }).setNoDelay(true)
      : () => connect({ host, port, noDelay: true });
    const all: Socket[] = [];
    const free: Socket[] = [];
    const call = async (text: string) => {
      const socket = free.pop() ?? open().setEncoding("latin1");
      if (!all.includes(socket)) all.push(socket);
      const answer = await overSocket(socket, text);
      free.push(socket);
      return answer;
    };
    const head = (line: string) => `${line} HTTP/1.1\r\nhost: ${host}:${port}\r\nx-api-key: ${apiKey}\r\n`;
    return {
      get: () => call(`${head(`GET ${expected.get.url}`)}\r\n`),
      post() {
        const body = JSON.stringify(message);
        const length = Buffer.byteLength(body);
        const type = "content-type: application/json";
        return call(`${head(`POST ${expected.post.url}`)}${type}\r\ncontent-length: ${length}\r\n\r\n${body}`);
      },
      close() {
        for (const socket of all) socket.destroy();
      },
    };
  },
};

const undiciPool: Contender = {
  name: "undici Pool",
  open({ url }) {
    const pool = new Pool(url);
    const json = async (answer: ReturnType<typeof pool.request>) => (await answer).body.json();
    return {
      get: () => json(pool.request({ method: "GET", path: expected.get.url, headers: key })),
      post: () =>
        json(pool.request({ method: "POST", path: expected.post.url, headers: both, body: JSON.stringify(message) })),
      close: () => pool.close(),
    };
  },
};

const nodeHttp: Contender = {
  name: "node:http",
  open({ host, port, url }) {
    const { Agent, request } = url.startsWith("https:") ? https : http;
    const agent = new Agent({ keepAlive: true });
    const call = (method: string, path: string, headers: Record<string, string>, body?: string) =>
      new Promise<unknown>((resolve, reject) => {
        const sent = request({ host, port, agent, method, path, headers }, (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (part: string) => {
            text += part;
          });
          response.on("end", () => resolve(JSON.parse(text))).on("error", reject);
        });
        sent.on("error", reject).end(body);
      });
    return {
      get: () => call("GET", expected.get.url, key),
      post() {
        const body = JSON.stringify(message);
        return call("POST", expected.post.url, { ...both, "content-length": `${Buffer.byteLength(body)}` }, body);
      },
      close: () => agent.destroy(),
    };
  },
};

/** What all others are measured by. */
export const bareFetch: Contender = {
  name: "bare fetch",
  takesFetch: true,
  open({ url, fetch = globalThis.fetch }): Caller {
    return {
      async get() {
        const response = await fetch(`${url}${expected.get.url}`, { headers: key });
        return JSON.parse(await response.text());
      },
      async post() {
        const init = { method: "POST", headers: both, body: JSON.stringify(message) };
        const response = await fetch(`${url}${expected.post.url}`, init);
        return JSON.parse(await response.text());
      },
    };
  },
};

/** The same, with a timer that can end it: the least that a client with timeouts asks of the platform. */
const timedFetch: Contender = {
  name: "fetch with a timeout",
  takesFetch: true,
  open({ url, fetch = globalThis.fetch }): Caller {
    const call = async (path: string, init: RequestInit) => {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), 30_000);
      try {
        const response = await fetch(`${url}${path}`, { ...init, signal: controller.signal });
        return JSON.parse(await response.text());
      } finally {
        clearTimeout(timer);
      }
    };
    return {
      get: () => call(expected.get.url, { headers: key }),
      post: () => call(expected.post.url, { method: "POST", headers: both, body: JSON.stringify(message) }),
    };
  },
};

export const platform = [rawSocket, undiciPool, nodeHttp, bareFetch, timedFetch];
