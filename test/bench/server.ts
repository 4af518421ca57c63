import { readFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { type Asked, answers, lastPath } from "./job.ts";

// The server of the benchmark, in a process of its own: as little of HTTP as the contenders need, so that what is measured
// is they. It wants a `content-length` with every body, and refuses what it does not know.

function written(body: string, status = "200 OK"): Buffer {
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  return Buffer.from(`${head}connection: keep-alive\r\n\r\n${body}`);
}

const ready = { GET: written(JSON.stringify(answers.GET)), POST: written(JSON.stringify(answers.POST)) };
const refused = written('{"error":"no such request"}', "501 Not Implemented");

let last = "";

function header(head: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*?) *\\r?$`, "im").exec(head)?.[1];
}

function told(head: string, body: string): Buffer {
  const [method = "", url = ""] = head.split(" ", 2);
  const asked: Asked = { method, url, key: header(head, "x-api-key"), type: header(head, "content-type"), body };
  return written(JSON.stringify(asked));
}

function answer(request: string, length: number): Buffer {
  if (request.startsWith(`GET ${lastPath} `)) {
    const end = last.indexOf("\r\n\r\n");
    return told(last.slice(0, end), Buffer.from(last.slice(end + 4), "latin1").toString());
  }
  last = request;
  if (request.startsWith("GET ") && length === 0) return ready.GET;
  return request.startsWith("POST ") && length > 0 ? ready.POST : refused;
}

function serve(socket: Socket): void {
  let received = "";
  socket.setNoDelay(true).setEncoding("latin1");
  socket.on("error", () => socket.destroy());
  socket.on("data", (part: string) => {
    received += part;
    for (;;) {
      const end = received.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(received.slice(0, end))?.[1] ?? 0);
      const whole = end + 4 + length;
      if (received.length < whole) return;
      socket.write(answer(received.slice(0, whole), length));
      received = received.slice(whole);
    }
  });
}

const [, , tls] = process.argv;
const pem = (name: string) => readFileSync(`${tls}${name}.pem`);
const server = tls ? createTlsServer({ key: pem("key"), cert: pem("certificate") }, serve) : createServer(serve);
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
// Ends with the benchmark, however that ends.
process.on("disconnect", () => process.exit());
