import { createRequire } from "node:module";
import type * as OpenApiTypeScript from "openapi-typescript";
import type TypeScript from "typescript";

// To `import` what is no ES module, Node reads it all once more for the names that it exports. The compiler has nine
// megabytes: that takes longer than to run it.
const require = createRequire(import.meta.url);

/** The compiler. */
export const ts: typeof TypeScript = require("typescript");

/** openapi-typescript, which is built upon the compiler. */
export const openapiTypeScript: typeof OpenApiTypeScript = require("openapi-typescript");
