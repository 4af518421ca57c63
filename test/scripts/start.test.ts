import { expect, test } from "vitest";
import { runScript } from "../support/run.ts";
import { serve } from "../support/server.ts";

const start = (args: string[] = [], env: NodeJS.ProcessEnv = {}) => runScript("scripts/start.ts", args, env);
const real = ["--to", "+57 300 000 0000", "--message", "Hola"];

test("shows the main task against the mock without an account", async () => {
  const { code, out } = await start();
  expect(code).toBe(0);
  for (const channel of ["whatsapp", "instagram", "messenger"]) expect(out).toContain(`"channel":"${channel}"`);
  expect(out).toContain('"quotedMessageId"');
  expect(out).toMatch(/POST \S*\/api-create-contact.*received\s+201/s);
  expect(out).toMatch(/GET \S*\/api-get-chats\?limit=2\s+received\s+200/);
  expect(out).toMatch(/GET \S*\/api-get-contacts\?limit=500\s+received\s+200/);
  expect(out).toMatch(/sent\s+nothing\s+error\s+InputError/);
  expect(out).toMatch(/received\s+429.*RateLimitError, outcome "rejected"/s);
});

test("sends one message with --to and --message", async () => {
  await using server = await serve(() => ({ body: { success: true, messageId: "m-1" } }));
  const { code, out } = await start(real, { WIPSY_API_KEY: "test-key", WIPSY_BASE_URL: server.url });
  expect(code).toBe(0);
  expect(out).toMatch(/Channel: whatsapp. Recipient: \+573000000000\..*accepted it \(200\).*m-1/s);
  expect(server.seen.map(({ body }) => JSON.parse(body))).toEqual([
    { to: "+573000000000", message: "Hola", channel: "whatsapp" },
  ]);
});

test("without a key, says so and sends nothing", async () => {
  await using server = await serve(() => ({ body: { success: true } }));
  const { code, out } = await start(real, { WIPSY_BASE_URL: server.url });
  expect(code).toBe(1);
  expect(out).toContain("Channel: whatsapp. Recipient: +573000000000.");
  expect(out).toContain("Nothing was sent: set WIPSY_API_KEY");
  expect(server.seen).toEqual([]);
});

test.each([
  [["--to", "828925823321473", "--message", "Hola"], "ig_"],
  [["--to", "+573000000000"], "--message"],
])("refuses %j in one line", async (args, expected) => {
  const { code, out } = await start(args, { WIPSY_API_KEY: "test-key", WIPSY_BASE_URL: "http://127.0.0.1:9" });
  expect(code).toBe(1);
  expect(out).toContain(expected);
  expect(out).not.toMatch(/^ +at /m);
});

test.each([[500, "ServerError 500"]])(
  "reports a real send answered with %i and the server's reason, without a stack",
  async (status, expected) => {
    await using server = await serve(() => ({ status, body: { error: "El número no tiene WhatsApp" } }));
    const { code, out } = await start(real, { WIPSY_API_KEY: "test-key", WIPSY_BASE_URL: server.url });
    expect(code).toBe(1);
    expect(out).toContain(expected);
    expect(out).toContain('The server said: "El número no tiene WhatsApp"');
    expect(out).not.toMatch(/^ +at /m);
  },
);
