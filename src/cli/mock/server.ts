import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isIP } from "node:net";
import { fromJson, isRecord } from "../../operation/values.ts";
import { type Listening, listen, textFrom } from "../../testing/listen.ts";
import type { Mock } from "../../testing/mock.ts";
import { control, snapshot } from "./control.ts";

/** Allows nothing from other origins, and no inline script or style: customers' messages can contain HTML. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const files: Readonly<Record<string, readonly [name: string, type: string]>> = {
  "/": ["index.html", "text/html"],
  "/__mock/page.css": ["page.css", "text/css"],
  "/__mock/page.js": ["page.js", "text/javascript"],
};

function send(response: ServerResponse, status: number, type: string, content: string): void {
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  response.end(content);
}

const sendJson = (response: ServerResponse, status: number, value: unknown) =>
  send(response, status, "application/json", JSON.stringify(value));

/**
 * Whether a request comes from one of the user's programs or from the mock's own page. A page of another site sends its
 * own origin or, if its name was made to resolve to this machine, its own host.
 */
export function isTrusted({ host = "", origin }: IncomingMessage["headers"], own: string): boolean {
  const name = host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  if (name !== "localhost" && name !== own && isIP(name) === 0) return false;
  return origin === undefined || origin === `http://${host}`;
}

async function run(mock: Mock, name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = fromJson((await textFrom(request)) || "{}", undefined);
    if (!isRecord(body)) throw new Error("The body must be a JSON object.");
    const done = control(mock, name, body);
    if (done) sendJson(response, 200, done);
    else sendJson(response, 404, { error: `There is no command "${name}".` });
  } catch (error) {
    sendJson(response, 400, { error: error instanceof Error ? error.message : "The command failed." });
  }
}

/** Sends changes to all open pages, as server-sent events. */
function liveView(mock: Mock): (response: ServerResponse) => void {
  const pages = new Set<ServerResponse>();
  let isDue = false;
  const event = () => `data: ${JSON.stringify(snapshot(mock))}\n\n`;
  function show(): void {
    isDue = false;
    const data = event();
    for (const page of pages) page.write(data);
  }
  mock.onChange(() => {
    // Many changes at once are one event.
    if (!isDue && pages.size > 0) setTimeout(show, 50);
    isDue = pages.size > 0;
  });
  return (response) => {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(event());
    pages.add(response);
    response.on("close", () => pages.delete(response));
  };
}

/** Serves a mock with its page and its commands. */
export function serveMock(mock: Mock, port: number, host: string): Promise<Listening> {
  const subscribe = liveView(mock);
  function respondAsMock(pathname: string, request: IncomingMessage, response: ServerResponse): void {
    const file = files[pathname];
    const name = pathname.slice("/__mock/".length);
    if (request.method === "POST") void run(mock, name, request, response);
    else if (file) send(response, 200, file[1], readFileSync(new URL(`page/${file[0]}`, import.meta.url), "utf8"));
    else if (name === "events") subscribe(response);
    else if (name === "state") sendJson(response, 200, snapshot(mock));
    else sendJson(response, 404, { error: "Not found" });
  }
  const first = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const isOwn = pathname === "/" || pathname.startsWith("/__mock/");
    const isAllowed = isTrusted(request.headers, host);
    if (!isAllowed) sendJson(response, 403, { error: "This Host or Origin is not allowed." });
    else if (isOwn) respondAsMock(pathname, request, response);
    return isOwn || !isAllowed;
  };
  return listen(mock, { port, host, first });
}
