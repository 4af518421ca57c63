import { createRequire } from "node:module";
import type * as OpenApiTypeScript from "openapi-typescript";
import type TypeScript from "typescript";

// `import` scans a CommonJS package for its exports. For the compiler's nine megabytes, that takes longer than running it.
const require = createRequire(import.meta.url);

/** The TypeScript compiler. */
export const ts: typeof TypeScript = require("typescript");

/** openapi-typescript, which loads the compiler. */
export const openapiTypeScript: typeof OpenApiTypeScript = require("openapi-typescript");
