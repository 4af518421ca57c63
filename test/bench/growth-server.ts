import { createServer } from "node:http";
import { answers, paths } from "./job.ts";

// The server of the cost of growth, in a process of its own. The first part of a path is a number: the bytes of a contact,
// or the contacts in a list. Answers are kept, so that the server costs the same for each client.

const post = JSON.stringify(answers.POST);
const kept = new Map<string, string>();

function contactOf(size: number): string {
  const { data } = answers.GET;
  const missing = Math.max(0, size - JSON.stringify(answers.GET).length);
  const [field] = data.custom_fields;
  const more = Array<typeof field>(Math.round(missing / (JSON.stringify(field).length + 1))).fill(field);
  return JSON.stringify({ success: true, data: { ...data, custom_fields: [field, ...more] } });
}

function pageOf(total: number, from: number, limit: number): string {
  const end = Math.min(total, from + limit);
  const idOf = (number: number) => `2d7e4b90-58a1-4f3c-b6d2-${String(number).padStart(12, "0")}`;
  const data = Array.from({ length: end - from }, (_, index) => ({ ...answers.GET.data, id: idOf(from + index) }));
  return JSON.stringify({ success: true, data, next: end < total ? String(end) : null });
}

function answerTo(url: string): string {
  const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
  const [, number, name] = pathname.split("/");
  if (`/${name}` !== paths.get) throw new Error(`no such request: ${url}`);
  if (searchParams.has("contactId")) return contactOf(Number(number));
  return pageOf(Number(number), Number(searchParams.get("cursor")), Number(searchParams.get("limit")));
}

const server = createServer((request, response) => {
  const url = request.url ?? "";
  request.resume().on("end", () => {
    const text = request.method === "POST" ? post : (kept.get(url) ?? answerTo(url));
    if (request.method === "GET") kept.set(url, text);
    response
      .writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) })
      .end(text);
  });
});
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
// Ends with the benchmark, however that ends.
process.on("disconnect", () => process.exit());
