import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { checkLive, type Means } from "../../scripts/check-live/command.ts";
import { generate } from "../../scripts/generate/command.ts";
import { runInProcess } from "../support/in-process.ts";
import { differing, faithful, session } from "../support/live-account.ts";
import { type Finished, root, runScript } from "../support/run.ts";
import { type Seen, serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";

// The whole program against a server that answers as described, and against one that differs in known ways.

const envFor = (url: string) => ({ WIPSY_API_KEY: "test-key", WIPSY_BASE_URL: url });

/** In a process of its own, in the project or a copy. */
const spawned = (url: string, args: readonly string[] = [], folder?: string) =>
  runScript("scripts/check-live.ts", args, envFor(url), folder);

/** In this process, with what was generated in the project or a copy. */
async function checkedIn(folder: string, url: string, ...args: string[]): Promise<Finished> {
  const { operations } = (await import(join(folder, "generated/operations.ts"))) as Pick<Means, "operations">;
  const means = { root: folder, operations, env: envFor(url), pause: 0 };
  return runInProcess(folder, (terminal) => checkLive(args, means, terminal));
}

/** A copy of the project, so that nothing of it is touched, with an agent's session in it. */
function copyTo(folder: string): string {
  for (const name of ["openapi", "scripts", "src", "generated", "API.md", "package.json", "redocly.yaml"]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const file = join(folder, "session.json");
  writeFileSync(file, JSON.stringify(session));
  return file;
}

test("a service that answers as described gives no difference, and gets nothing but reads", async () => {
  await using server = await serve(faithful);
  await using dir = await tempDir();
  const file = copyTo(dir.path);
  const { code, out } = await spawned(server.url, ["--session", file], dir.path);
  expect(out).toContain("getChats: answered 200 and 200, as described");
  expect(out).toContain("6 answers, 0 differences in 0 operations. Nothing was sent or changed.");
  expect(out).toContain("getTags, getCustomFields, getMessages: inferred, so it may not exist: --inferred asks for it");
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
  // What came as described is known now.
  expect(out).toMatch(
    /documented, with x-seen: live.* {2}getChats 200 \(partial\): seen 2 times$.* {2}Chat \(partial\): seen 3 times$/ms,
  );
});

const differences = [
  /not in enum +data\[\]\.status +closed \(2\), 1 not shown, .*; described: active, pending, completed, archived$/m,
  /other format +data\[\]\.last_message_at +1 of 4; described: date-time$/m,
  /other type +data\[\]\.customer\.phone +integer in 1 of 4; described: string$/m,
  /null +data\[\]\.customer\.pipeline_stage +in 1 of 4; described: object$/m,
  /not described +data\[\]\.ai_agent +\{ \[key\]: boolean \| string \| null \}, in 3 of 4$/m,
  /not described +data\[\]\.button_states +\{ \[key\]: boolean \}, in 2 of 4$/m,
  /not described +data\[\]\.customer\.custom_fields\[\] +\{ \[key\]: integer \| string \}, in 1 of 1$/m,
  /not described +data\[\]\.customer\.city +string, in 1 of 4$/m,
  /not described +data\[\]\.\* +string, in 1 of 4$/m,
  /not described +data\[\]\.reserved +null, in 1 of 4$/m,
  /not described +data\[\]\.city +string \| null, in 3 of 3$/m,
  /never came +data\[\]\.tags\[\]\.created_at, data\[\]\.tags\[\]\.updated_at$/m,
  /not in enum +messages\[\]\.status +failed \(1\); described: sent, delivered, read$/m,
  /not described +messages\[\]\.metadata\.template +string\[\], in 1 of 1$/m,
  /never came +messages\[\]\.metadata\.quotedMessage, messages\[\]\.metadata\.imageUrl/m,
  / {2}Chat \(partial\): status, last_message_at$/m,
  / {2}Tag \(inferred\): created_at, updated_at$/m,
  / {2}Contact\.custom_fields\.items \(inferred\): itself$/m,
];

test("each known difference is told, and its patch applies, lints, generates and leaves only what is for humans", async () => {
  await using server = await serve(differing);
  await using dir = await tempDir();
  const file = copyTo(dir.path);
  const patch = join(dir.path, "seen.patch");
  const first = await checkedIn(root, server.url, "--session", file, "--patch", patch);
  for (const line of differences) expect(first.out).toMatch(line);
  expect(first.out).toContain("6 answers, 26 differences in 4 operations.");
  expect(first.code).toBe(3);

  const run = (command: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: dir.path, encoding: "utf8" });
    return { status, out: stdout + stderr };
  };
  expect(run("git", "apply", "--check", patch)).toEqual({ status: 0, out: "" });
  const before = readFileSync(join(dir.path, "openapi/wipsy.yaml"), "utf8");
  expect(run("git", "apply", patch)).toEqual({ status: 0, out: "" });
  const after = readFileSync(join(dir.path, "openapi/wipsy.yaml"), "utf8");
  const comments = (text: string) => text.split("\n").filter((line) => line.startsWith("#"));
  expect(comments(after)).toEqual(comments(before));

  const { Chat, Contact, Message, PipelineStage, Tag } = parse(after).components.schemas;
  expect(Chat["x-evidence"]).toBe("partial");
  expect(Chat.properties.status.enum).toEqual(["active", "pending", "completed", "archived", "closed"]);
  expect(Chat.properties.ai_agent).toMatchObject({
    type: "object",
    additionalProperties: { type: ["boolean", "string", "null"] },
    "x-seen": "live",
  });
  expect(Chat.properties.button_states.additionalProperties).toEqual({ type: "boolean" });
  expect(Chat.properties.reserved).toMatchObject({ "x-evidence": "partial", "x-seen": "live" });
  expect(Contact.properties.city).toMatchObject({
    type: ["string", "null"],
    "x-evidence": "documented",
    "x-seen": "live",
  });
  expect(Contact.properties.phone).toEqual({ type: "string", description: "Phone number." });
  expect(Contact.properties.pipeline_stage.anyOf).toEqual([
    { $ref: "#/components/schemas/PipelineStage" },
    { type: "null" },
  ]);
  expect(Message.properties.status.enum).toEqual(["sent", "delivered", "read", "failed", null]);
  expect(PipelineStage).toMatchObject({ "x-evidence": "documented", "x-seen": "live" });
  expect(PipelineStage.properties.id).toEqual({ type: "string", description: "Id of the stage." });
  expect(Tag["x-evidence"]).toBe("inferred");
  expect(Tag.properties.name).toMatchObject({ "x-evidence": "documented", "x-seen": "live" });
  expect(Tag.properties.created_at["x-evidence"]).toBeUndefined();

  expect(run(process.execPath, "node_modules/@redocly/cli/bin/cli.js", "lint")).toMatchObject({ status: 0 });
  expect(await runInProcess(dir.path, (terminal) => generate([], dir.path, terminal))).toMatchObject({ code: 0 });
  const second = await checkedIn(dir.path, server.url, "--session", file);
  const left = second.out.split("\n").filter((line) => /^ {2}(not|other|null|missing|breaks)/.test(line));
  expect(left.map((line) => line.trim().split(/ {2,}/).slice(0, 2).join(" "))).toEqual([
    "not in enum data[].status",
    "other format data[].last_message_at",
    "other type data[].customer.phone",
    "not described data[].customer.custom_fields[]",
    "not described data[].*",
    "not described data[].custom_fields[]",
    "not in enum chats[].status",
    "other format chats[].last_message_at",
    "other type chats[].customer.phone",
    "not described chats[].customer.custom_fields[]",
    "not described chats[].*",
  ]);
  expect(second.out).toContain("There is nothing to patch.");
});

test("with --inferred it asks for operations that may not exist, and says which do", async () => {
  await using server = await serve((seen) =>
    seen.url === "/api-get-tags" ? { body: { success: true, data: [] } } : faithful(seen),
  );
  const { code, out } = await checkedIn(root, server.url, "--inferred");
  expect(out).toContain("getTags: answered 200, as described");
  expect(out).toContain("getProducts: answered 404, nothing at this path, or nothing with this id");
  expect(out).toContain("Inferred, and they exist: getTags.");
  expect(out).toContain("agentGetChats, agentGetMessages: needs an agent's session: --session <file>");
  const asked = server.seen.find(({ url }) => url.startsWith("/api-get-messages"));
  expect(asked?.url).toBe("/api-get-messages?chatId=9d1c2b3a-7788-4f00-8a11-aabbccddee01&limit=20");
  expect(code).toBe(1);
});

test("several keys that are data, in one object, count as one place", async () => {
  const keys = { "+573009998877": "x", Zoraida: "y", "573009998877": "z" };
  await using server = await serve((seen) => {
    const reply = faithful(seen);
    return {
      ...reply,
      body: JSON.parse(JSON.stringify(reply.body), (_, one) => (one?.phone ? { ...one, ...keys } : one)),
    };
  });
  const { out } = await checkedIn(root, server.url);
  expect(out).toMatch(/not described +data\[\]\.customer\.\* +string, in 2 of 2$/m);
  expect(out).toMatch(/not described +data\[\]\.\* +string, in 2 of 2$/m);
});

test("an account with nothing in it: what cannot be asked for is told, and the exit code says that something is left", async () => {
  const empty = (seen: Seen) => {
    const list = seen.url === "/agent-get-chats" ? "chats" : "data";
    return { body: { ...(list === "data" && { success: true }), [list]: [] } };
  };
  await using server = await serve(empty);
  await using dir = await tempDir();
  const file = join(dir.path, "session.json");
  writeFileSync(file, JSON.stringify(session));
  const { code, out } = await checkedIn(root, server.url, "--session", file);
  expect(out).toContain("agentGetMessages: needs chatId, which no answer gave: there may be none in the account");
  expect(out).toContain("3 answers, 0 differences in 0 operations.");
  expect(code).toBe(1);
  // What no option asks for is not missed.
  expect(await checkedIn(root, server.url)).toMatchObject({ code: 0 });
});
