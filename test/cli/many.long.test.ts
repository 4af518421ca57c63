import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mockApi } from "wipsy-client/testing";
import { driversFolder } from "../services/drivers.ts";
import { tempDir } from "../support/temp-dir.ts";
import { run } from "./run.ts";

// `send-many` with its store. On Node 20 that needs better-sqlite3, which the folder of the drivers has.

const phone = (index: number) => `+5730011${String(10_000 + index)}`;

/** @param onSend called when a message has been accepted, before its answer */
async function world(count: number, onSend = () => {}) {
  const api = mockApi({
    delivery() {
      onSend();
      return "sent";
    },
  });
  const { url, close } = await api.listen();
  const dir = await tempDir();
  const file = join(dir.path, "list.csv");
  const people = Array.from({ length: count }, (_, index) => `${phone(index)},Name ${index}\n`);
  await writeFile(file, `to,name\n${people.join("")}`);
  const args = ["send-many", file, "--message", "Hola {name}", "--name", "offer", "--per-second", "100"];
  const setting = { url, cwd: await driversFolder() };
  const dispose = async () => {
    await close();
    await dir[Symbol.asyncDispose]();
  };
  const reached = () => api.sent.map(({ to }) => to).sort();
  const phones = Array.from({ length: count }, (_, index) => phone(index));
  return { api, dir, file, args, setting, reached, phones, [Symbol.asyncDispose]: dispose };
}

test("sends each message once, and a second run sends nothing", async () => {
  await using it = await world(5);
  const report = join(it.dir.path, "out.csv");
  const first = await run([...it.args, "--yes", "--report", report], it.setting);
  expect(first).toMatchObject({ code: 0, stdout: "" });
  expect(first.stderr).toMatch(/\n5 whatsapp · 0 invalid\n5 accepted\n$/);
  expect(it.reached()).toEqual(it.phones);
  expect(it.api.sent[0]).toEqual({ to: phone(0), message: "Hola Name 0", channel: "whatsapp" });
  const lines = (await readFile(report, "utf8")).split("\r\n");
  expect(lines[0]).toBe("row,state,channel,message_id,problem");
  expect(lines.slice(1).sort()).toEqual([
    "",
    ...[2, 3, 4, 5, 6].map((row) => expect.stringMatching(`^${row},accepted,whatsapp,.+,$`)),
  ]);
  const again = await run([...it.args, "--yes", "--json"], it.setting);
  expect(again.code).toBe(0);
  expect(JSON.parse(again.stderr)).toMatchObject({ isComplete: true, states: { replayed: 5 } });
  const results = again.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(results.map(({ row, state }) => [row, state]).sort()).toEqual([2, 3, 4, 5, 6].map((row) => [row, "replayed"]));
  expect(it.api.sent).toHaveLength(5);
});

test("leaves out the opt-outs, however they are written, and reports invalid rows", async () => {
  await using it = await world(3);
  await writeFile(it.file, "573001199999,Eva\n3001110001,Luis\n", { flag: "a" });
  const optOuts = join(it.dir.path, "opt-outs.csv");
  await writeFile(optOuts, `phone\n${phone(1).replace("+", "")}\n+57 300 119-9999\n`);
  const { code, stderr } = await run([...it.args, "--yes", "--exclude", optOuts], it.setting);
  expect(code).toBe(5);
  expect(stderr).toContain("Row 6: sendMany: to has 10 digits");
  expect(stderr).toMatch(/2 excluded/);
  expect(it.reached()).toEqual([phone(0), phone(2)]);
});

test("leaves out who is added to the opt-outs while it runs, and takes nobody off", async () => {
  let change = () => {};
  await using it = await world(4, () => change());
  const optOuts = join(it.dir.path, "opt-outs.csv");
  await writeFile(optOuts, `phone\n${phone(2)}\n`);
  change = () => writeFileSync(optOuts, `to\n${phone(3)}\n573001199999\n`);
  const { code, stderr } = await run([...it.args, "--per-second", "1", "--yes", "--exclude", optOuts], it.setting);
  expect(stderr).toMatch(/\n2 accepted · 2 excluded\n$/);
  expect(code).toBe(0);
  expect(it.reached()).toEqual([phone(0), phone(1)]);
});

test.each<[string, (file: string) => void, RegExp]>([
  ["gets an invalid row", (file) => appendFileSync(file, "3001110001\n"), /Row 3: .*10 digits/],
  ["disappears", rmSync, /cannot be read \(ENOENT\)/],
])("stops when the file of opt-outs %s, and resumes when it is right again", async (_what, damage, said) => {
  let change = () => {};
  await using it = await world(3, () => change());
  const optOuts = join(it.dir.path, "opt-outs.csv");
  const repair = () => writeFile(optOuts, `phone\n${phone(2)}\n`);
  await repair();
  change = () => damage(optOuts);
  const args = [...it.args, "--per-second", "1", "--yes", "--exclude", optOuts];
  const stopped = await run(args, it.setting);
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toMatch(/\nNot finished\. To resume.*\n--exclude: .*\n$/);
  expect(stopped.stderr).toMatch(said);
  expect(it.reached()).toEqual([phone(0)]);
  change = () => {};
  await repair();
  expect(await run(args, it.setting)).toMatchObject({ code: 0, stderr: expect.stringMatching(/1 excluded/) });
  expect(it.reached()).toEqual([phone(0), phone(1)]);
});

test("exits with 4 and names the rows whose outcome is unknown", async () => {
  await using it = await world(3);
  it.api.loseAnswer({ operation: "sendMessage" });
  const { code, stderr } = await run([...it.args, "--yes"], it.setting);
  expect(code).toBe(4);
  expect(stderr).toMatch(/1 unknown.*\nThese rows may have been sent: .* Rows \d\n$/s);
  expect(stderr.slice(stderr.indexOf("invalid"))).not.toMatch(/57300|Name/);
  await run([...it.args, "--yes"], it.setting);
  expect(it.reached()).toEqual(it.phones);
});

test("another message under the same name is refused", async () => {
  await using it = await world(2);
  await run([...it.args, "--yes"], it.setting);
  const other = await run([...it.args, "--yes", "--message", "Buenas {name}"], it.setting);
  expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("was used with another message") });
  expect(it.api.sent).toHaveLength(2);
});

test("a wrong key stops the campaign after 20 failures", async () => {
  await using it = await world(60);
  it.api.fail({ status: 401, times: 60 });
  const { code, stderr } = await run([...it.args, "--yes", "--per-second", "20"], it.setting);
  expect(code).toBe(1);
  expect(stderr).toMatch(/Not finished\. To resume.*\nsendMany: stopped after 20 failed sends/);
  expect(it.api.requests.length).toBeLessThan(60);
  expect(it.api.sent).toEqual([]);
});

test("Ctrl-C ends it, and the same command resumes", async () => {
  await using it = await world(40);
  const slow = [...it.args, "--yes", "--per-second", "5"];
  let stop = () => {};
  const seen = setInterval(() => it.api.sent.length >= 3 && stop(), 5);
  const stopped = await run(slow, {
    ...it.setting,
    onStart: (child) => {
      stop = () => {
        clearInterval(seen);
        child.kill("SIGINT");
      };
    },
  });
  expect(stopped).toMatchObject({ code: 130, stderr: expect.stringMatching(/Not finished\. To resume, .*"offer"/) });
  expect(it.api.sent.length).toBeLessThan(40);
  expect(await run([...it.args, "--yes"], it.setting)).toMatchObject({ code: 0 });
  expect(it.reached()).toEqual(it.phones);
});

test("without an SQLite driver, says in one line what to install", async () => {
  await using it = await world(1);
  const { code, stderr } = await run([...it.args, "--yes"], { ...it.setting, cwd: it.dir.path });
  const hasOwn = process.getBuiltinModule("node:sqlite" as "node:module") !== undefined;
  expect(code).toBe(hasOwn ? 0 : 1);
  expect(stderr).toMatch(hasOwn ? /1 accepted/ : /^The store wipsy\.db needs .*npm i better-sqlite3@12\n$/);
  expect(it.api.sent).toHaveLength(hasOwn ? 1 : 0);
});
