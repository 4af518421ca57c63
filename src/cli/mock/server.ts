import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isIP } from "node:net";
import { type Listening, listen } from "../../testing/listen.ts";
import type { Mock } from "../../testing/mock.ts";
import { control, snapshot } from "./control.ts";

/** Nothing from elsewhere, and no script or style inside the page: what customers write can hold HTML. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const files: Readonly<Record<string, readonly [name: string, type: string]>> = {
  "/": ["index.html", "text/html; charset=utf-8"],
  "/__mock/page.css": ["page.css", "text/css; charset=utf-8"],
  "/__mock/page.js": ["page.js", "text/javascript; charset=utf-8"],
};

/** The longest body of a command. */
const longest = 1_000_000;

function send(response: ServerResponse, status: number, type: string, content: string): void {
  response.writeHead(status, {
    "content-type": type,
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  response.end(content);
}

const sendJson = (response: ServerResponse, status: number, value: unknown) =>
  send(response, status, "application/json", JSON.stringify(value));

/** A host name without its port and brackets. */
const nameOf = (host: string) => host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");

/**
 * Whether a request comes from a program of the user's or from the mock's own page. A page of another site would name its
 * own origin, or, when it has let its name point here, its own host.
 */
export function isTrusted({ host = "", origin }: IncomingMessage["headers"], own: string): boolean {
  const name = nameOf(host);
  if (name !== "localhost" && name !== own && isIP(name) === 0) return false;
  return origin === undefined || origin === `http://${host}`;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk;
    if (text.length > longest) throw new Error("The body is too large.");
  }
  const value: unknown = text === "" ? {} : JSON.parse(text);
  if (typeof value !== "object" || value === null) throw new Error("The body must be a JSON object.");
  // The cast: that is what has just been checked.
  return value as Record<string, unknown>;
}

async function run(mock: Mock, name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const done = control(mock.api, name, await bodyOf(request));
    if (done) sendJson(response, 200, done);
    else sendJson(response, 404, { error: `There is no command "${name}".` });
  } catch (error) {
    sendJson(response, 400, { error: error instanceof Error ? error.message : "The command failed." });
  }
}

/** Keeps a page informed, by server-sent events. */
function subscribe(pages: Set<ServerResponse>, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write("data: changed\n\n");
  pages.add(response);
  response.on("close", () => pages.delete(response));
}

/** Serves a mock with its page and its commands. */
export function serveMock(mock: Mock, port: number, host: string): Promise<Listening> {
  const pages = new Set<ServerResponse>();
  mock.onChange(() => {
    for (const page of pages) page.write("data: changed\n\n");
  });
  const first = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const isOwn = pathname === "/" || pathname.startsWith("/__mock/");
    if (!isTrusted(request.headers, host)) {
      sendJson(response, 403, { error: "This Host or Origin is not allowed." });
      return true;
    }
    if (!isOwn) return false;
    const file = files[pathname];
    const name = pathname.slice("/__mock/".length);
    if (request.method === "POST") void run(mock, name, request, response);
    else if (file) send(response, 200, file[1], readFileSync(new URL(`page/${file[0]}`, import.meta.url), "utf8"));
    else if (name === "events") subscribe(pages, response);
    else if (name === "state") sendJson(response, 200, snapshot(mock));
    else sendJson(response, 404, { error: "Not found" });
    return true;
  };
  return listen(mock, { port, host, first });
}
