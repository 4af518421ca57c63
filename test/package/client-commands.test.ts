import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { mockApi } from "wipsy-client/testing";

// The commands of the packed package, with the libraries that are built in.

async function run(args: readonly string[], url: string) {
  const { directory } = inject("packed");
  const program = join(directory, "node_modules/.bin/wipsy-client");
  const env = { PATH: process.env.PATH, WIPSY_API_KEY: "wipsy-key", WIPSY_BASE_URL: url };
  const child = spawn(process.execPath, [program, ...args], { cwd: directory, env });
  const text = { out: "", error: "" };
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text.out += part;
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    text.error += part;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  return { code, ...text };
}

test("sends, exports, and reads a list", async () => {
  const api = mockApi({ contacts: [{ name: "Ana", phone: "+573001110001" }] });
  const { url, close } = await api.listen();
  const sent = await run(["send", "--to", "+573001110001", "--message", "Hola"], url);
  const csv = await run(["contacts", "export"], url);
  const none = ["send-many", "none.csv", "--message", "Hola", "--name", "offer", "--dry-run", "--lang", "es"];
  const list = await run(none, url);
  await close();
  expect(sent).toMatchObject({ code: 0, error: "" });
  expect(csv).toMatchObject({ code: 0, out: expect.stringContaining(",Ana,"), error: "1 contact written.\n" });
  expect(list).toEqual({ code: 1, out: "", error: "none.csv: no se puede leer (ENOENT).\n" });
});
