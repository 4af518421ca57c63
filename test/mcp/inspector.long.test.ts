import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { install } from "../runtimes/install.ts";
import { pinned } from "../runtimes/versions.ts";
import { tempDir } from "../support/temp-dir.ts";
import { inspectorProgram } from "./inspector.ts";
import { startWorld } from "./world.ts";

const run = promisify(execFile);

test("the inspector of the SDK lists everything without complaint, over HTTP", async () => {
  const node = await install("Node 22", pinned["Node 22"]);
  if ("missing" in node) throw new Error(node.missing);
  const program = await inspectorProgram();
  await using dir = await tempDir();
  await using world = await startWorld();
  const { url, token } = await world.serve(["--allow", "send,create,update,delete,campaign"]);
  const listed = async (method: string, ...more: string[]) => {
    const target = [url, "--transport", "http", "--header", `Authorization: ${token}`];
    const args = [program, "--cli", ...target, "--method", method, ...more];
    // It keeps a catalog in the home folder.
    const { stdout, stderr } = await run(node.program, args, { env: { PATH: process.env.PATH, HOME: dir.path } });
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  };
  const { tools } = await listed("tools/list", "--strict");
  expect(tools.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(["send_message", "campaign_start", "getChats", "createContact"]),
  );
  expect((await listed("prompts/list")).prompts).toHaveLength(1);
  expect((await listed("resources/templates/list")).resourceTemplates).toHaveLength(2);
});
