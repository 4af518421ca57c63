// What loading the package reads of the world around it, by `import` and by `require`; and whether it works without `process`.
import { createRequire } from "node:module";

const { stdout } = process;
const touched = [];

/** Makes a property throw when the package reads it. Node's own loader reads some, and gets them. */
function watch(owner, label, name) {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, {
    configurable: true,
    enumerable: true,
    get() {
      if (!/node_modules|at own /.test(new Error().stack)) return before?.get ? before.get.call(owner) : before?.value;
      touched.push(label + name);
      throw new Error(`${label}${name} was read as the package was loaded`);
    },
  });
  return () => (before ? Object.defineProperty(owner, name, before) : delete owner[name]);
}

const globals = [
  ...["fetch", "Request", "Response", "Headers", "FormData", "Blob", "File", "ReadableStream", "TransformStream"],
  ...["AbortController", "AbortSignal", "Event", "EventTarget", "URL", "URLSearchParams", "WebSocket"],
  ...["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "structuredClone", "performance"],
  ...["TextEncoder", "TextDecoder", "crypto", "atob", "btoa", "navigator", "console"],
  ...["window", "self", "document", "importScripts", "location", "localStorage", "Deno", "Bun", "EdgeRuntime"],
];
const require = createRequire(import.meta.url);
const restore = [
  watch(process, "process.", "env"),
  watch(process, "process.", "getBuiltinModule"),
  watch(Math, "Math.", "random"),
  watch(Date, "Date.", "now"),
  ...globals.map((name) => watch(globalThis, "", name)),
  watch(globalThis, "", "process"),
];
// The test of the test: it sees what is read.
function own() {
  return process.env.HOME;
}
try {
  own();
} catch {}
const seen = touched.splice(0);

const names = [
  ...["wipsy-client", "wipsy-client/feed", "wipsy-client/raw", "wipsy-client/campaign", "wipsy-client/testing"],
  ...["memory", "sqlite", "postgres", "redis"].map((name) => `wipsy-client/stores/${name}`),
];
const load = async (name) => [await import(name), require(name)];
const loaded = await Promise.all(names.map(load)).then(
  ([clients]) => clients,
  (error) => error,
);
for (const back of restore.reverse()) back();

delete globalThis.process;
const ids = [];
for (const { Wipsy } of loaded instanceof Error ? [] : loaded) {
  const answer = () => new Response('{"success":true,"data":[{"id":"c1"}]}');
  const { items } = await new Wipsy({ apiKey: "wipsy-key", fetch: async () => answer() }).chats.list();
  ids.push(items[0]?.id);
}
stdout.write(JSON.stringify({ seen, touched, failed: loaded instanceof Error ? loaded.message : "", ids }));
