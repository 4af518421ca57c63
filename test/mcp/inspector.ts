import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../support/run.ts";

const version = "2.12.0";
const cache = join(root, "node_modules/.cache");
const folder = join(cache, `inspector-${version}`);

/** The program of the MCP inspector. Installs it once: all or nothing. It needs Node 22.19 or later. */
export async function inspectorProgram(): Promise<string> {
  if (!existsSync(folder)) {
    await mkdir(cache, { recursive: true });
    const coming = await mkdtemp(join(cache, ".coming-"));
    await writeFile(join(coming, "package.json"), "{}");
    const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--force"];
    await promisify(execFile)("npm", [...args, `@modelcontextprotocol/inspector@${version}`], { cwd: coming });
    await rename(coming, folder).catch(async (error) => {
      // Another test file was faster.
      if (!existsSync(folder)) throw error;
      await rm(coming, { recursive: true });
    });
  }
  return join(folder, "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js");
}
