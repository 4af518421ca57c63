import { createRequire } from "node:module";
import type * as OpenApiTypeScript from "openapi-typescript";
import type TypeScript from "typescript";

// When importing a CommonJS package, Node scans all of it for exports. For the compiler's nine megabytes, that takes
// longer than running it.
const require = createRequire(import.meta.url);

/** The TypeScript compiler. */
export const ts: typeof TypeScript = require("typescript");

/** openapi-typescript, which needs the compiler. */
export const openapiTypeScript: typeof OpenApiTypeScript = require("openapi-typescript");
