import { mkdir, readdir, readFile, readlink, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Agent, type Hook, Wipsy } from "wipsy-client";
import { csvOf } from "../../src/cli/export/format.ts";
import { columns, exportMessages } from "../../src/cli/export/messages.ts";
import type { Progress } from "../../src/cli/export/progress.ts";
import { textsIn } from "../../src/cli/texts/language.ts";
import { type Account, createAccount } from "../support/account.ts";
import { serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";
import { run, session } from "./run.ts";

const en = textsIn("en");

const header = "chat_id,channel,customer,id,created_at,sender,type,status,text,media";
const exported = (agent: Agent, file: string, isResumed: boolean, progress = noProgress as Progress) =>
  exportMessages(agent, { file, format: csvOf(columns), isResumed }, progress, en);
const exporting = (dir: { sessionFile: string; file: string }) =>
  ["messages", "export", dir.file, "--session", dir.sessionFile] as const;
const noProgress = { add() {}, part() {}, end() {} };

/** An account with this many messages in its chats, some with the same timestamp. */
function accountWith(...counts: number[]): Account {
  const account = createAccount();
  let time = Date.parse("2030-01-01T00:00:00Z");
  // Otherwise the order of the chats would depend on the speed of this loop.
  account.now = () => new Date("2030-01-02T00:00:00Z");
  for (const [index, count] of counts.entries()) {
    const { id: chatId = "" } = account.open({ id: `chat-${index}`, customer: { name: "Ana" } });
    for (let number = 0; number < count; number += 1) {
      if (number % 3 > 0) time += 1000;
      account.receive({ chatId, id: `message-${index}-${number}`, at: new Date(time) });
    }
  }
  return account;
}

const messageIds = (account: Account) => account.messages.map(({ id }) => String(id));
const idsIn = (csv: string) =>
  csv
    .split("\r\n")
    .slice(1, -1)
    .map((line) => line.split(",")[3]);

/** The files that this process has open, where the system tells. */
const openFiles = async (path: string) => {
  const links = await Promise.all(
    (await readdir("/proc/self/fd").catch(() => [])).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")),
  );
  return links.filter((link) => link.startsWith(path));
};

async function folder() {
  const dir = await tempDir();
  const [sessionFile, file] = [join(dir.path, "session.json"), join(dir.path, "messages.csv")];
  await writeFile(sessionFile, JSON.stringify(session));
  return { ...dir, sessionFile, file, names: async () => (await readdir(dir.path)).sort() };
}

test("writes each message of all chats once, without a progress bar outside a terminal", async () => {
  const account = accountWith(130, 0, 51, 1);
  await using api = await account.listen();
  await using dir = await folder();
  const { code, stdout, stderr } = await run(exporting(dir), { url: api.url });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "182 messages of 4 chats written.\n" });
  const csv = await readFile(dir.file, "utf8");
  expect(csv).toMatch(new RegExp(`^${header}\r\n`));
  expect(csv).toContain("chat-0,whatsapp,Ana,message-0-0,2030-01-01T00:00:00.000Z,customer,text,,Hola,\r\n");
  expect(idsIn(csv).sort()).toEqual(messageIds(account).sort());
  // In order of time within a chat.
  const times = csv.split("\r\n").flatMap((line) => (line.startsWith("chat-0,") ? [line.split(",")[4]] : []));
  expect(times).toEqual(times.toSorted());
  expect((await stat(dir.file)).mode & 0o777).toBe(0o600);
  expect(await dir.names()).toEqual(["messages.csv", "session.json"]);
});

test("writes media, status and quoted texts", async () => {
  const account = accountWith(1);
  const [message] = account.messages;
  const videoUrl = "https://example.com/video.mp4";
  Object.assign(message ?? {}, { sender_type: "agent", status: "read", content: '=1,"2"\n', metadata: { videoUrl } });
  await using api = await account.listen();
  await using dir = await folder();
  const agent = new Wipsy({ baseUrl: api.url }).agent({ session });
  await exported(agent, dir.file, false, noProgress);
  expect(await readFile(dir.file, "utf8")).toContain(`,agent,text,read,"'=1,""2""\n",${videoUrl}\r\n`);
});

test("the progress bar advances by chats and counts messages", async () => {
  await using api = await accountWith(60, 2).listen();
  await using dir = await folder();
  const said: unknown[] = [];
  const progress = {
    add: (items: number) => said.push(items),
    part: (...parts: number[]) => said.push(parts),
    end() {},
  };
  const agent = new Wipsy({ baseUrl: api.url }).agent({ session });
  await exported(agent, dir.file, false, progress);
  expect(said).toEqual([[0, 2], 2, [1, 2], 50, 10, [2, 2]]);
});

test("names a truncated chat, exports the others, and exits with 2", async () => {
  await using api = await accountWith(60, 10, 70).listen({ most: 50 });
  await using dir = await folder();
  const { code, stderr } = await run(exporting(dir), { url: api.url });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^110 messages of 3 chats written\.\nWARNING: THESE MAY NOT BE ALL\..*chat chat-[02], chat chat-[02]\.\n$/,
  );
  expect(idsIn(await readFile(dir.file, "utf8"))).toHaveLength(110);
});

test("an interrupted export leaves no complete file and resumes after the finished chats", async () => {
  const account = accountWith(5, 60, 7, 80);
  await using api = await account.listen();
  await using dir = await folder();
  // The last page of the third chat does not arrive.
  let windows = 0;
  const hook: Hook = (request, next, { operation }) => {
    if (operation === "agentGetMessages") windows += 1;
    if (windows === 5) throw new Error("the machine stops");
    return next(request);
  };
  const agent = new Wipsy({ baseUrl: api.url, hook }).agent({ session });
  await expect(exported(agent, dir.file, false, noProgress)).rejects.toThrow();
  expect(await dir.names()).toEqual(["messages.csv.checkpoint", "messages.csv.part", "session.json"]);
  const { chats } = JSON.parse(await readFile(`${dir.file}.checkpoint`, "utf8"));
  expect(chats.length).toBeGreaterThan(0);
  // Messages of an unfinished chat are not kept.
  await writeFile(`${dir.file}.part`, "chat-1,half a li", { flag: "a" });
  api.seen.length = 0;
  const { code, stderr } = await run([...exporting(dir), "--resume"], { url: api.url });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "152 messages of 4 chats written.\n" });
  const csv = await readFile(dir.file, "utf8");
  expect(csv.split(header)).toHaveLength(2);
  expect(idsIn(csv).sort()).toEqual(messageIds(account).sort());
  const asked = api.seen.map(({ body }) => JSON.parse(body).chatId);
  for (const chat of chats) expect(asked).not.toContain(chat);
  expect(await dir.names()).toEqual(["messages.csv", "session.json"]);
});

test("an export interrupted before the first chat resumes with its header line", async () => {
  await using api = await accountWith(3).listen();
  await using dir = await folder();
  const hook: Hook = () => {
    throw new Error("the machine stops");
  };
  const agent = new Wipsy({ baseUrl: api.url, hook }).agent({ session });
  await expect(exported(agent, dir.file, false, noProgress)).rejects.toThrow();
  await exported(new Wipsy({ baseUrl: api.url }).agent({ session }), dir.file, true, noProgress);
  const lines = (await readFile(dir.file, "utf8")).split("\r\n");
  expect(lines).toHaveLength(5);
  expect(lines[0]).toBe(header);
});

test("--resume starts over if there is nothing to resume", async () => {
  const account = accountWith(3);
  await using api = await account.listen();
  await using dir = await folder();
  await writeFile(`${dir.file}.part`, "the rest of another export");
  const agent = new Wipsy({ baseUrl: api.url }).agent({ session });
  for (const isResumed of [true, false]) {
    await exported(agent, dir.file, isResumed, noProgress);
    expect((await readFile(dir.file, "utf8")).split("\r\n")).toHaveLength(5);
  }
});

test("rewrites a complete export that left its checkpoint behind", async () => {
  await using api = await accountWith(3).listen();
  await using dir = await folder();
  const agent = new Wipsy({ baseUrl: api.url }).agent({ session });
  await exported(agent, dir.file, false, noProgress);
  const { size } = await stat(dir.file);
  const left = { bytes: size, messages: 3, chats: ["chat-0"], cut: [] };
  await writeFile(`${dir.file}.checkpoint`, JSON.stringify(left));
  const done = await exported(agent, dir.file, true, noProgress);
  expect(done).toMatchObject({ messages: 3, chats: ["chat-0"] });
  expect((await readFile(dir.file, "utf8")).split("\r\n")).toHaveLength(5);
  expect(await dir.names()).toEqual(["messages.csv", "session.json"]);
});

test("a new export removes an earlier checkpoint before writing", async () => {
  const account = accountWith(3);
  await using dir = await folder();
  await writeFile(`${dir.file}.checkpoint`, '{"bytes":1,"messages":0,"chats":["chat-9"],"cut":[]}');
  let names: string[] = [];
  await using api = await account.listen({
    async before() {
      names = await dir.names();
      return undefined;
    },
  });
  await exported(new Wipsy({ baseUrl: api.url }).agent({ session }), dir.file, false, noProgress);
  expect(names).toEqual(["messages.csv.part", "session.json"]);
});

test("a checkpoint that cannot be saved neither hides the failure nor leaves the file open", async () => {
  await using dir = await folder();
  await using api = await accountWith(3).listen({
    async before({ list }) {
      if (list === "chats") return undefined;
      // A folder in the way of the checkpoint.
      await mkdir(`${dir.file}.checkpoint`);
      return { status: 401 };
    },
  });
  const agent = new Wipsy({ baseUrl: api.url }).agent({ session });
  await expect(exported(agent, dir.file, false, noProgress)).rejects.toMatchObject({ status: 401 });
  expect(await openFiles(dir.path)).toEqual([]);
});

test("sorts messages by time, to the microsecond, with those without a time last", async () => {
  const at = (time: string | undefined, index: number) => ({
    id: `m${index}`,
    created_at: time && `2030-01-01T00:00:00${time}`,
  });
  // The second page's messages come before, between and after those of the first.
  const first = [".123456+00:00", undefined, ".1235Z", ...Array<string>(47).fill(".2Z")].map(at);
  const second = [".123Z", ".123455+00:00", ".122999+00:00", undefined, ".1234+00:00"];
  const items = [...first, ...second.map((time, index) => at(time, 50 + index))];
  const chats = [{ id: "chat-0" }];
  await using api = await serve(({ url, body }) => ({
    body: url.endsWith("chats") ? { chats } : { messages: items.slice(0, JSON.parse(body).limit) },
  }));
  await using dir = await folder();
  await exported(new Wipsy({ baseUrl: api.url }).agent({ session }), dir.file, false, noProgress);
  const ids = idsIn(await readFile(dir.file, "utf8"));
  expect([...ids.slice(0, 6), ...ids.slice(-2)]).toEqual(["m52", "m50", "m54", "m51", "m0", "m2", "m1", "m53"]);
});

test.each([
  [["--resume"], /^--resume needs the file/],
  [["--session", "no-such-file.json"], /^--session no-such-file\.json: cannot be read \(ENOENT\)\.\n$/],
])("refuses %j", async (args, said) => {
  await using dir = await folder();
  const { code, stderr } = await run(["messages", "export", "--session", dir.sessionFile, ...args], { cwd: dir.path });
  expect(code).toBe(1);
  expect(stderr).toMatch(said);
});

test("refuses a checkpoint that it did not write", async () => {
  await using dir = await folder();
  await writeFile(`${dir.file}.checkpoint`, "{}");
  const { code, stderr } = await run([...exporting(dir), "--resume"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/messages\.csv\.checkpoint is not a checkpoint/);
});

test("without a file, writes to standard output, as JSON Lines with --json", async () => {
  const account = accountWith(3, 2);
  await using api = await account.listen();
  await using dir = await folder();
  const args = ["messages", "export", "--session", dir.sessionFile];
  const [asCsv, asLines] = await Promise.all([run(args, { url: api.url }), run([...args, "--json"], { url: api.url })]);
  expect(asCsv).toMatchObject({ code: 0, stderr: "5 messages of 2 chats written.\n" });
  expect(idsIn(asCsv.stdout).sort()).toEqual(messageIds(account).sort());
  expect(asLines).toMatchObject({ code: 0, stderr: '{"messages":5,"chats":2,"complete":true}\n' });
  const lines = asLines.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ id }) => id).sort()).toEqual(messageIds(account).sort());
  expect(lines[0].chat).toMatchObject({ customer: { name: "Ana" } });
  expect(await dir.names()).toEqual(["session.json"]);
});

test("Ctrl-C ends it with a checkpoint and says how to resume", async () => {
  const account = accountWith(5, 7, 60);
  let asked = 0;
  let stop = () => {};
  await using dir = await folder();
  await using api = await account.listen({
    async before({ list }) {
      asked += list === "messages" ? 1 : 0;
      if (asked === 3) stop();
      return undefined;
    },
  });
  const stopped = await run(exporting(dir), {
    url: api.url,
    onStart: (child) => {
      stop = () => void child.kill("SIGINT");
    },
  });
  expect(stopped).toMatchObject({ code: 130, stderr: expect.stringContaining("--resume") });
  expect(await dir.names()).toEqual(["messages.csv.checkpoint", "messages.csv.part", "session.json"]);
  expect(await run([...exporting(dir), "--resume"], { url: api.url })).toMatchObject({ code: 0 });
  expect(idsIn(await readFile(dir.file, "utf8")).sort()).toEqual(messageIds(account).sort());
});
