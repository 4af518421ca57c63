import { request } from "node:http";
import { expect, test } from "vitest";
import { called, startWorld } from "./world.ts";

const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} });
const usual = { "content-type": "application/json", accept: "application/json, text/event-stream" };

/** The status of a request with any Host. */
function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers: { ...usual, ...headers } }, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode));
    });
    sent.on("error", reject).end(body);
  });
}

test("takes requests of this machine's programs that have the token, and no others", async () => {
  await using world = await startWorld();
  const { url, token } = await world.serve([]);
  const good = { authorization: token };
  expect(new URL(url).hostname).toBe("127.0.0.1");
  expect(await statusOf(url, good)).toBe(200);
  expect(await statusOf(url, { ...good, host: "localhost:80", origin: "http://localhost:3000" })).toBe(200);
  const refused: [number, Record<string, string>][] = [
    [401, {}],
    [401, { authorization: "Bearer wrong" }],
    [401, { authorization: token.replace("Bearer ", "") }],
    [403, { ...good, host: "example.com" }],
    [403, { ...good, host: "127.0.0.1.example.com" }],
    [403, { ...good, origin: "https://example.com" }],
    [403, { ...good, origin: "null" }],
  ];
  for (const [status, headers] of refused) expect(await statusOf(url, headers), JSON.stringify(headers)).toBe(status);
  expect(await statusOf(new URL("/other", url).href, good)).toBe(404);
  expect((await world.serve([])).token).not.toBe(token);
});

test("the limit of sends holds for all clients, says when to call again, and sends nothing", async () => {
  await using world = await startWorld();
  const sender = await world.connect("http 2026", ["--allow", "send", "--max-sends", "1"]);
  const other = await sender.another();
  await called(sender, "send_message", { to: "+573001100031", message: "Hola" });
  expect(await called(other, "send_message", { to: "+573001100032", message: "Hola" })).toMatchObject({
    ...{ isError: true, outcome: "not-sent", nextStep: expect.stringMatching(/after \d+ seconds/) },
  });
  expect(world.api.sent).toHaveLength(1);
});
