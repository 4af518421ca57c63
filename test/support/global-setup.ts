import type {} from "vitest";
import type { TestProject } from "vitest/node";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import { missingServices } from "../services/servers.ts";
import { startPrism } from "./prism.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The address of a Prism that mocks both bundled descriptions. */
    prismUrl: string;
  }
}

/** Starts one Prism for all test files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const mock = await startPrism(await bundledDescription());
  project.provide("prismUrl", mock.url);
  return async () => {
    await mock.close();
    if (project.name !== "long" || missingServices.length === 0) return;
    console.log(`Not tested, because not installed: ${missingServices.join(", ")}`);
  };
}
