import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, inject, test } from "vitest";

// `npx wipsy-client mock` of the packed package.

test("serves the API and the page with all that the page loads", async () => {
  const { directory } = inject("packed");
  const program = join(directory, "node_modules/.bin/wipsy-client");
  const child = spawn(process.execPath, [program, "mock", "--port", "0"], { cwd: directory });
  try {
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    await expect.poll(() => out).toMatch(/WIPSY_BASE_URL=\S+\n/);
    const [, url = ""] = /WIPSY_BASE_URL=(\S+)/.exec(out) ?? [];
    const page = await (await fetch(url)).text();
    const loaded = [...page.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path = ""]) => path);
    expect(loaded).toHaveLength(2);
    for (const path of loaded) expect((await fetch(url + path)).status, path).toBe(200);
    const answer = await fetch(`${url}/api-send-message`, {
      method: "POST",
      headers: { "x-api-key": "any" },
      body: JSON.stringify({ to: "+573188779043", message: "Hola" }),
    });
    expect(await answer.json()).toMatchObject({ success: true, provider: "meta" });
  } finally {
    child.kill();
    await once(child, "close");
  }
});
