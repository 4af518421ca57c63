import type { Socket } from "node:net";

/** A request as received over a socket. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** The first complete request of `bytes`, and the rest; `undefined` while it is incomplete. */
function firstOf(bytes: Buffer): { request: RawRequest; rest: Buffer } | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [line = "", ...fields] = bytes.toString("latin1", 0, end).split("\r\n");
  const [method = "", target = ""] = line.split(" ");
  const headers = new Map(
    fields.map((field) => {
      const colon = field.indexOf(":");
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()] as const;
    }),
  );
  const after = end + 4 + Number(headers.get("content-length") ?? 0);
  if (bytes.length < after) return undefined;
  return {
    request: { method, target, headers, body: bytes.toString("utf8", end + 4, after) },
    rest: bytes.subarray(after),
  };
}

/** Calls `handle` with each request that comes over a socket. */
export function onRequests(socket: Socket, handle: (request: RawRequest) => void): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (let found = firstOf(pending); found; found = firstOf(pending)) {
      pending = found.rest;
      handle(found.request);
    }
  });
}
