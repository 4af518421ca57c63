// A global fetch that is not Node's own: clients without an agent use it, as they do that of a test double or a framework.

const own = globalThis.fetch;
globalThis.fetch = (...request) => own(...request);
