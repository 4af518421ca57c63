import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { mockApi } from "wipsy-client/testing";
import { tempDir } from "../support/temp-dir.ts";
import { run } from "./run.ts";

/** A mock with two sent messages, and their ids. */
async function sent() {
  const api = mockApi();
  const { url, close } = await api.listen();
  const dir = await tempDir();
  const session = join(dir.path, "session.json");
  await writeFile(session, JSON.stringify(api.signIn()));
  const wipsy = new Wipsy({ apiKey: "wipsy-key", baseUrl: url });
  const send = async (to: "+573001110001" | "+573001110002") =>
    (await wipsy.messages.send({ to, message: "Hola" })).messageId ?? "";
  const [first, second] = [await send("+573001110001"), await send("+573001110002")];
  const dispose = async () => {
    await close();
    await dir[Symbol.asyncDispose]();
  };
  return { api, url, session, first, second, [Symbol.asyncDispose]: dispose };
}

test("prints the states of messages until all are delivered", async () => {
  await using it = await sent();
  it.api.deliver(it.first, "delivered");
  it.api.deliver(it.second, "read");
  const args = ["delivery", it.first, it.second, "--session", it.session];
  const [plain, json] = await Promise.all([run(args, { url: it.url }), run([...args, "--json"], { url: it.url })]);
  expect(plain).toMatchObject({ code: 0, stderr: "" });
  expect(plain.stdout.split("\n").sort()).toEqual(["", `${it.first}  delivered`, `${it.second}  read`].sort());
  const changes = json.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(changes).toContainEqual({ messageId: it.second, state: "read" });
});

test("exits with 5 if a message was not read in time", async () => {
  await using it = await sent();
  it.api.deliver(it.first, "delivered");
  const args = ["delivery", it.first, "--session", it.session, "--until", "read", "--timeout", "1", "--lang", "es"];
  expect(await run(args, { url: it.url })).toEqual({ code: 5, stdout: `${it.first}  entregado\n`, stderr: "" });
});

test("Ctrl-C ends it with 130", async () => {
  await using it = await sent();
  const ended = run(["delivery", it.first, "--session", it.session, "--timeout", "600"], {
    url: it.url,
    onStart: (child) => child.stdout.once("data", () => child.kill("SIGINT")),
  });
  expect(await ended).toMatchObject({ code: 130, stdout: `${it.first}  sent\n` });
});
