import type {} from "vitest";
import type { TestProject } from "vitest/node";
import { bundledDescription } from "../../scripts/openapi/bundled.ts";
import { startPrism } from "../../scripts/prism.ts";
import { missingServices } from "../services/servers.ts";

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
    if (missingServices.length > 0) console.log(`Not tested, since it is not installed: ${missingServices.join(", ")}`);
  };
}
