import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { bigAnswer, bytesOf, goodAnswer, gzipBomb, html, type RawAnswer, statusAnswer } from "./answers.ts";
import { echoOf } from "./echo.ts";
import { executed, type served } from "./faults.ts";
import type { RawRequest } from "./request.ts";

type Served = (typeof served)[number];

/** What a behavior works with. */
interface Turn {
  readonly socket: Socket;
  readonly request: RawRequest;
  /** The correct answer, with the echo if requested. */
  readonly good: RawAnswer;
  readonly echo: ReturnType<typeof echoOf>;
}

const half = (bytes: Buffer) => bytes.subarray(0, bytes.length - 20);

/** The bytes of the correct answer, with another body or other headers. */
const changed = ({ good }: Turn, change: Partial<RawAnswer>) =>
  bytesOf({ ...good, ...change, headers: { ...good.headers, ...change.headers } });

const informed = ({ socket, good }: Turn, line: string) =>
  socket.write(Buffer.concat([Buffer.from(`HTTP/1.1 ${line}\r\nlink: </style.css>\r\n\r\n`), bytesOf(good)]));

/** In six pieces, 20 ms in all. */
async function drip({ socket, good }: Turn): Promise<void> {
  const bytes = bytesOf(good);
  const size = Math.ceil(bytes.length / 6);
  for (let sent = 0; sent < bytes.length && !socket.destroyed; sent += size) {
    socket.write(bytes.subarray(sent, sent + size));
    await setTimeout(4);
  }
}

const behaviors: Readonly<Record<Served, (turn: Turn) => unknown>> = {
  good: ({ socket, good }) => socket.write(bytesOf(good)),
  slowly: drip,
  twice: ({ socket, good }) => socket.write(Buffer.concat([bytesOf(good), bytesOf(good)])),
  "early hints": (turn) => informed(turn, "103 Early Hints"),
  processing: (turn) => informed(turn, "102 Processing"),
  continue: (turn) => informed(turn, "100 Continue"),
  "9 MB": ({ socket, request }) => socket.write(bytesOf(bigAnswer(request))),
  "wrong content type": (turn) => turn.socket.write(changed(turn, { headers: { "content-type": "text/html" } })),
  "no length": (turn) => turn.socket.end(changed(turn, { headers: { "content-length": "", connection: "close" } })),
  "reads and closes": ({ socket }) => socket.end(),
  "reads and resets": ({ socket }) => socket.resetAndDestroy(),
  "half a header": ({ socket, good, echo }) => socket.end(bytesOf(good).subarray(0, 30) + echo.text),
  "half a header and hangs": ({ socket, good }) => socket.write(bytesOf(good).subarray(0, 30)),
  "half a body": ({ socket, good }) => socket.end(half(bytesOf(good))),
  "half a body and hangs": ({ socket, good }) => socket.write(half(bytesOf(good))),
  nothing: () => {},
  "too long": (turn) => turn.socket.end(changed(turn, { headers: { "content-length": "100000" } })),
  "too short": (turn) => turn.socket.write(changed(turn, { headers: { "content-length": "12" } })),
  garbage: ({ socket, echo }) => socket.write(`\u0001\u0002 %%% ${echo.text}\r\n\r\n`),
  "broken chunks": (turn) => {
    const head = changed(turn, { headers: { "content-length": "", "transfer-encoding": "chunked" }, body: "" });
    turn.socket.write(Buffer.concat([head, Buffer.from(`zz ${turn.echo.text}\r\n`)]));
  },
  "broken gzip": (turn) => turn.socket.write(changed(turn, { headers: { "content-encoding": "gzip" } })),
  "gzip bomb": ({ socket }) => socket.write(bytesOf(gzipBomb())),
  "broken JSON": (turn) => turn.socket.write(changed(turn, { body: `{"success":true,"data":[${turn.echo.text}` })),
  HTML: (turn) =>
    turn.socket.write(changed(turn, { headers: { "content-type": "text/html" }, body: html + turn.echo.text })),
  "success: false": (turn) =>
    turn.socket.write(
      changed(turn, { body: JSON.stringify({ error: "no hay saldo", ...turn.echo.body, success: false }) }),
    ),
  status: ({ socket, request, echo }) => socket.write(bytesOf(statusAnswer(request, echo.headers, echo.body))),
};

const always = new Set<string>(executed);

/** Whether the server executes a request. A refusal means no; if the fault leaves it open, `x-acts` decides. */
export function acts(request: RawRequest): boolean {
  const { headers } = request;
  const name = headers.get("x-fault") ?? "good";
  const isAnswered = name === "status" && Number(headers.get("x-status")) < 300 && !headers.has("x-body");
  return always.has(name) || isAnswered || headers.get("x-acts") === "yes";
}

/** Answers a request as its `x-fault` header says. */
export function behave(socket: Socket, request: RawRequest): void {
  const name = (request.headers.get("x-fault") ?? "good") as Served;
  const echo = echoOf(request);
  const { "retry-after": _, location: __, ...headers } = echo.headers;
  const good = goodAnswer(request, headers, echo.text === "" ? {} : { echo: echo.body });
  behaviors[name]({ socket, request, good, echo });
}
