import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { differing, faithful, session } from "../support/live-account.ts";
import { checkServer, liveCheck } from "../support/live-check.ts";
import { runScript } from "../support/run.ts";
import { type Seen, serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";

// The whole program against a server that matches the description, and one that differs in known ways.

function sessionFile(folder: string): string {
  const file = join(folder, "session.json");
  writeFileSync(file, JSON.stringify(session));
  return file;
}

test("reports no differences for a service that matches the description, and sends only reads", async () => {
  await using server = await serve(faithful);
  await using dir = await tempDir();
  const env = { WIPSY_API_KEY: "test-key", WIPSY_BASE_URL: server.url };
  const { code, out } = await runScript("scripts/check-live.ts", ["--session", sessionFile(dir.path)], env);
  expect(out).toContain("getChats: answered 200 and 200, as described");
  expect(out).toContain("6 answers, 0 differences in 0 operations.");
  expect(out).toContain("getTags, getCustomFields, getMessages: inferred");
  expect(code).toBe(0);
  expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "GET /api-get-chats?limit=20",
    "GET /api-get-chats?chatId=9d1c2b3a-7788-4f00-8a11-aabbccddee01",
    "GET /api-get-contacts?limit=20",
    "GET /api-get-contacts?contactId=9d1c2b3a-7788-4f00-8a11-aabbccddee02",
    "POST /agent-get-chats",
    "POST /agent-get-messages",
  ]);
  expect(server.seen[0]?.headers["x-api-key"]).toBe("test-key");
  expect(server.seen[4]?.headers.authorization).toBe("Bearer session-canary-token");
  expect(JSON.parse(server.seen[5]?.body ?? "")).toEqual({
    agentSession: session,
    chatId: "9d1c2b3a-7788-4f00-8a11-aabbccddee01",
    limit: 20,
  });
});

const differences = [
  /not in enum +data\[\]\.status +closed \(2\), not shown \(1\); described: active, pending, completed, archived$/m,
  /other format +data\[\]\.last_message_at +1 of 4; described: date-time$/m,
  /other type +data\[\]\.customer\.phone +integer in 1 of 4; described: string \| null$/m,
  /other type +data\[\]\.customer\.pipeline_stage +null in 1 of 4; described: object$/m,
  /not described +data\[\]\.ai_agent +object, in 3 of 4$/m,
  /not described +data\[\]\.button_states +object, in 2 of 4$/m,
  /not described +data\[\]\.customer\.custom_fields\[\] +object, in 1 of 1$/m,
  /not described +data\[\]\.customer\.city +string, in 1 of 4$/m,
  /not described +data\[\]\.\* +string, in 1 of 4$/m,
  /not described +data\[\]\.reserved +null, in 1 of 4$/m,
  /not described +data\[\]\.city +string \| null, in 3 of 3$/m,
  /never seen +data\[\]\.tags\[\]\.created_at, data\[\]\.tags\[\]\.updated_at$/m,
  /not in enum +messages\[\]\.status +failed \(1\); described: sent, delivered, read, null$/m,
  /not described +messages\[\]\.metadata\.template +Array<string>, in 1 of 1$/m,
  /never seen +messages\[\]\.metadata\.quotedMessage, messages\[\]\.metadata\.imageUrl/m,
];

test("reports every difference and its count", async () => {
  await using dir = await tempDir();
  const { code, out } = await checkServer(differing, ["--session", sessionFile(dir.path)]);
  for (const line of differences) expect(out).toMatch(line);
  expect(out).toContain("6 answers, 26 differences in 4 operations.");
  expect(code).toBe(3);
});

test("with --inferred, calls operations that may not exist and reports which do", async () => {
  const { code, out, seen } = await checkServer(
    (one) => (one.url === "/api-get-tags" ? { body: { success: true, data: [] } } : faithful(one)),
    ["--inferred"],
  );
  expect(out).toContain("getTags: answered 200, as described");
  expect(out).toContain("getProducts: answered 404, the request was refused");
  expect(out).toContain("agentGetChats, agentGetMessages: needs an agent session");
  const asked = seen.find(({ url }) => url.startsWith("/api-get-messages"));
  expect(asked?.url).toBe("/api-get-messages?chatId=9d1c2b3a-7788-4f00-8a11-aabbccddee01&limit=20");
  expect(code).toBe(1);
});

test("counts several data keys of one object as one place", async () => {
  const keys = { "+573009998877": "x", Zoraida: "y", "573009998877": "z" };
  const { out } = await checkServer((seen) => {
    const reply = faithful(seen);
    const body = JSON.parse(JSON.stringify(reply.body), (_, one) => (one?.phone ? { ...one, ...keys } : one));
    return { ...reply, body };
  });
  expect(out).toMatch(/not described +data\[\]\.customer\.\* +string, in 2 of 2$/m);
  expect(out).toMatch(/not described +data\[\]\.\* +string, in 2 of 2$/m);
});

test("exits with 1 if an empty account leaves an operation unchecked, but not if an option is missing", async () => {
  const empty = (seen: Seen) => {
    const list = seen.url === "/agent-get-chats" ? "chats" : "data";
    return { body: { ...(list === "data" && { success: true }), [list]: [] } };
  };
  await using dir = await tempDir();
  const { code, out } = await checkServer(empty, ["--session", sessionFile(dir.path)]);
  expect(out).toContain("agentGetMessages: needs chatId");
  expect(out).toContain("3 answers, 0 differences in 0 operations.");
  expect(code).toBe(1);
  expect(await checkServer(empty)).toMatchObject({ code: 0 });
});

test("--help says that it only reads and lists the options", async () => {
  const { code, out } = await liveCheck({}, ["--help"]);
  expect(out).toContain("Sends no message");
  for (const option of ["--session", "--inferred"]) expect(out).toContain(option);
  expect(code).toBe(0);
});
