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
  expect(out).toContain("getChats: returned 200 and 200, as described");
  expect(out).toContain("6 responses, 0 differences in 0 operations.");
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
  "data[].status: closed is not in its enum active, pending, completed, archived (1)",
  "data[].status: a value is not in its enum active, pending, completed, archived (1)",
  "data[].last_message_at: violates format date-time (1)",
  "data[].customer.phone: is number, described as string or null (1)",
  "data[].customer.pipeline_stage: is null, described as object (1)",
  "data[].ai_agent: is not described, object (2)",
  "data[].button_states: is not described, object (1)",
  "data[].customer.city: is not described, string (1)",
  "data[].*: is not described, string (1)",
  "data[].customer.custom_fields[].*: is not described, string (1)",
  "data.status: closed is not in its enum active, pending, completed, archived (1)",
  "data[].reserved: is not described, null (1)",
  "data[].city: is not described, string (1)",
  "data[].city: is not described, null (1)",
  "messages[].status: failed is not in its enum sent, delivered, read, null (1)",
  "messages[].metadata.template: is not described, array (1)",
];

test("reports every difference and its count", async () => {
  await using dir = await tempDir();
  const { code, out } = await checkServer(differing, ["--session", sessionFile(dir.path)]);
  for (const line of differences) expect(out).toContain(`\n  ${line}\n`);
  expect(out).toContain("6 responses, 39 differences in 4 operations.");
  expect(code).toBe(3);
});

test("with --inferred, calls operations that may not exist and reports which do", async () => {
  const { code, out, seen } = await checkServer(
    (one) => {
      if (one.url === "/api-get-tags") return { body: { success: true, data: [] } };
      const isDocumented = /^\/api-get-(chats|contacts)/.test(one.url);
      return isDocumented ? faithful(one) : { status: 404, body: { error: "Not found" } };
    },
    ["--inferred"],
  );
  expect(out).toContain("getTags: returned 200, as described");
  expect(out).toContain("getProducts: returned 404, the request was refused");
  expect(out).toContain("agentGetChats, agentGetMessages: needs an agent session");
  const asked = seen.find(({ url }) => url.startsWith("/api-get-messages"));
  expect(asked?.url).toBe("/api-get-messages?chatId=9d1c2b3a-7788-4f00-8a11-aabbccddee01&limit=20");
  expect(code).toBe(1);
});

test("exits with 1 if an empty account leaves an operation unchecked, but not if an option is missing", async () => {
  const empty = (seen: Seen) => {
    const list = seen.url === "/agent-get-chats" ? "chats" : "data";
    return { body: { ...(list === "data" && { success: true }), [list]: [] } };
  };
  await using dir = await tempDir();
  const { code, out } = await checkServer(empty, ["--session", sessionFile(dir.path)]);
  expect(out).toContain("agentGetMessages: needs chatId");
  expect(out).toContain("3 responses, 0 differences in 0 operations.");
  expect(code).toBe(1);
  expect(await checkServer(empty)).toMatchObject({ code: 0 });
});

test("--help says that it only reads and lists the options", async () => {
  const { code, out } = await liveCheck({}, ["--help"]);
  expect(out).toContain("Sends no message");
  for (const option of ["--session", "--inferred"]) expect(out).toContain(option);
  expect(code).toBe(0);
});
