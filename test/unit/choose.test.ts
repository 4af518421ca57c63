import { describe, expect, test } from "vitest";
import { choose } from "../../src/transport/choose.ts";

// Which transport a client uses that was given neither fetch nor agent.

const kOptions = Symbol("options");

class Agent {
  readonly [kOptions]: object;
  constructor(options: object = { connect: undefined }) {
    this[kOptions] = options;
  }
  dispatch() {}
}
class Dispatcher1Wrapper extends Agent {
  override dispatch() {}
}
class ProxyAgent extends Agent {}
class MockAgent extends Agent {}
const composed = () =>
  new Proxy(new Agent(), { get: (agent, key) => (key === "dispatch" ? () => {} : Reflect.get(agent, key)) });

const own = globalThis.fetch;
const wrapper: typeof fetch = (...request) => own(...request);

describe("node:http is used", () => {
  test.each<[string, unknown[]]>([
    ["before the first fetch", [undefined, undefined]],
    ["with undici's default dispatcher", [new Agent(), undefined]],
    ["with the default dispatchers of Node 26", [new Dispatcher1Wrapper(), new Agent()]],
  ])("%s", (_when, dispatchers) => expect(choose({ fetch: own, dispatchers, hasModules: true })).toBe("node"));
});

describe("fetch is used", () => {
  test.each<[string, unknown, unknown[], boolean]>([
    ["without process.getBuiltinModule, as before Node 20.16", own, [], false],
    ["if the global fetch was wrapped", wrapper, [], true],
    ["if the global fetch was bound", own.bind(globalThis), [], true],
    ["if the global fetch is missing", undefined, [], true],
    ["with a proxy as dispatcher", own, [new ProxyAgent()], true],
    ["with a mock as dispatcher", own, [new MockAgent(), undefined], true],
    ["with a mock as dispatcher of Node 26", own, [new Dispatcher1Wrapper(), new MockAgent()], true],
    ["with a composed dispatcher", own, [composed()], true],
    ["with connect options, as for a CA", own, [new Agent({ connect: { ca: "" } })], true],
  ])("%s", (_when, fetch, dispatchers, hasModules) => {
    expect(choose({ fetch, dispatchers, hasModules })).toBe("fetch");
  });
});
