import { expect, test } from "vitest";
import { mockApi } from "wipsy-client/testing";
import { serve } from "../support/server.ts";
import { run } from "./run.ts";

// `send`, and the errors and languages that all commands share.

const to = "+573001110001";
const send = ["send", "--to", to, "--message", "Hola"];

test("sends a message and prints its id", async () => {
  const api = mockApi();
  const { url, close } = await api.listen();
  const plain = await run(send, { url });
  const json = await run([...send, "--json", "--base-url", url]);
  await close();
  expect(plain).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^Accepted for whatsapp\. Message id: \S+\n$/),
    stderr: "",
  });
  expect(json).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(json.stdout)).toMatchObject({ success: true, channel: "whatsapp", messageId: expect.any(String) });
  expect(api.sent).toEqual(Array(2).fill({ to, message: "Hola", channel: "whatsapp" }));
});

test("exits with 4 if the message may have been sent", async () => {
  const api = mockApi();
  api.loseAnswer({ operation: "sendMessage" });
  const { url, close } = await api.listen();
  const ended = await run([...send, "--json"], { url });
  await close();
  expect(ended).toMatchObject({ code: 4, stdout: "" });
  const { error, exitCode } = JSON.parse(ended.stderr);
  expect({ exitCode, error }).toMatchObject({
    exitCode: 4,
    error: { name: "UnknownOutcomeError", outcome: "unknown" },
  });
});

test("Ctrl-C during a send says that the message may have been sent", async () => {
  let stop = () => {};
  await using api = await serve(() => {
    stop();
    return { delay: 60_000 };
  });
  const ended = run(send, {
    url: api.url,
    onStart: (child) => {
      stop = () => void child.kill("SIGINT");
    },
  });
  expect(await ended).toMatchObject({ code: 4, stderr: expect.stringContaining("check before retrying") });
});

test.each([
  ["en_US.UTF-8", /^sendMessage: the server answered 401\. Check apiKey.*\n$/],
  ["es_CO.UTF-8", /^La clave o la sesión no es válida.*\(sendMessage: the server answered 401.*\)\n$/],
])("a rejected key under LANG=%s is one line and exit code 1", async (LANG, said) => {
  await using api = await serve(() => ({ status: 401, body: { error: "Invalid API key" } }));
  expect(await run(send, { url: api.url, env: { LANG } })).toEqual({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(said),
  });
});

test.each([
  [["send", "--to", "3001110001", "--message", "Hola"], "10 digits"],
  [["send", "--to", to], "missing: --message"],
  [["send", "--to"], "--to needs a value"],
  [[...send, "--too=+573001110001"], 'unknown option "--too"; valid options: --to, --message'],
  [["send", to], "missing: --to"],
  [[...send, to], "too many arguments"],
  [[to], "unknown command"],
  [[...send, "--lang", to], "--lang has an invalid value"],
  [["messages", "export"], "missing: --session"],
  [["delivery", "--session", "s.json"], "missing: messageId"],
  [["watch"], "--session or --mock"],
])("refuses %j in one line without its values", async (args, named) => {
  const { code, stdout, stderr } = await run(args, { url: "http://127.0.0.1:9" });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^.*\n$/);
  expect(stderr).toContain(named);
  expect(stderr).not.toMatch(/300111|Hola/);
});

test.each([
  [["--help"], /^Usage: wipsy-client.*\n {2}send-many .*\n {2}contacts .*\n {2}mock /s],
  [["send-many", "--help", "--lang", "es"], /^Uso: wipsy-client send-many .*Argumentos:.*Opciones:.*--dry-run/s],
  [["contacts", "export", "--help", "--lang=es"], /Código de salida 2/],
])("%j prints help", async (args, said) => {
  expect(await run(args)).toEqual({ code: 0, stdout: expect.stringMatching(said), stderr: "" });
});
