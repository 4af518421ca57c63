import type {} from "vitest";
import type { TestProject } from "vitest/node";
import { tempDir } from "../support/temp-dir.ts";
import { type Packed, packAndInstall } from "./install.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The package as published, installed beside the consumers. */
    packed: Packed;
  }
}

/** Builds, packs and installs once for all files of this folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await tempDir();
  const { directory, tarball, files, unpackedSize } = await packAndInstall(dir.path);
  project.provide("packed", { directory, tarball, files, unpackedSize });
  return async () => {
    await dir[Symbol.asyncDispose]();
  };
}
