import {
  closed,
  type Fault,
  type FaultName,
  oddFetches,
  oddHooks,
  overHttp2,
  rejected,
  served,
  type Wait,
} from "./faults.ts";
import { transport } from "./transport.ts";

/** Waits that fit into any deadline, and waits that fit into none. */
export const waits: readonly Wait[] = [
  { header: "retry-after", value: "0", ms: 0 },
  { header: "retry-after-ms", value: "0", ms: 0 },
  { header: "retry-after-ms", value: "7", ms: 7 },
  { header: "retry-after", value: "Sun, 06 Nov 1994 08:49:37 GMT", ms: 0 },
  { header: "retry-after", value: "Sunday, 06-Nov-94 08:49:37 GMT", ms: 0 },
  { header: "retry-after", value: "Sun Nov  6 08:49:37 1994", ms: 0 },
];
export const longWaits: readonly Wait[] = [
  { header: "retry-after", value: "3600", ms: 3_600_000 },
  { header: "retry-after-ms", value: "90000", ms: 90_000 },
];

/** Invalid waits, which must be ignored. */
export const nonsense: readonly Wait[] = [
  "soon",
  "-1",
  "1.5",
  "1e3",
  "0x10",
  "Infinity",
  "5 seconds",
  "5, 5",
  "2031-01-01T00:00:00Z",
  "Sun, 99 Nov 1994 99:49:37 GMT",
].map((value) => ({ header: "retry-after", value, ms: undefined }));

/** Failures of a server that may have acted, with the codes and bodies of the platform and its proxy. */
export const failing: readonly Fault[] = [
  ...[408, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530, 546, 600, 999],
  // In no table, so they must be treated the same way, to be safe.
  ...[506, 507, 508, 511, 529, 599],
]
  .flatMap((status): Fault[] => [
    { name: "status", status },
    { name: "status", status, body: "empty" },
  ])
  .concat([
    ...[520, 521, 522, 523, 524, 525, 526, 502].map((status): Fault => ({ name: "status", status, body: "HTML" })),
    { name: "status", status: 500, code: "WORKER_ERROR" },
    { name: "status", status: 500, code: "BOOT_ERROR" },
    { name: "status", status: 502, code: "BOOT_ERROR" },
    { name: "status", status: 503, code: "SUPABASE_EDGE_RUNTIME_SERVICE_DEGRADED" },
    { name: "status", status: 503, body: "HTML" },
    ...waits.map((wait): Fault => ({ name: "status", status: 503, wait })),
    { name: "status", status: 504, code: "IDLE_TIMEOUT" },
    { name: "status", status: 504, code: "IDLE_TIMEOUT", codeIn: "header" },
    { name: "status", status: 546, code: "WORKER_LIMIT" },
    ...nonsense.map((wait): Fault => ({ name: "status", status: 503, wait })),
  ]);

/** A worker that did not start. */
export const notReady = (wait: Wait): readonly Fault[] => [
  { name: "status", status: 503, code: "BOOT_ERROR" },
  { name: "status", status: 503, code: "BOOT_ERROR", codeIn: "header", body: "empty" },
  { name: "status", status: 503, code: "BOOT_ERROR", wait },
];

/** 429 without a wait: missing or invalid. */
export const limited: readonly Fault[] = [
  { name: "status", status: 429 },
  { name: "status", status: 429, body: "empty" },
  ...nonsense.map((wait): Fault => ({ name: "status", status: 429, wait })),
];

/** Refusals, except 407 and 421, which Node's fetch handles itself. */
export const refusing: readonly Fault[] = [
  ...[400, 401, 402, 403, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 422, 423, 424, 425, 426],
  ...[428, 431, 451, 499, 501, 505],
]
  .flatMap((status): Fault[] => [
    { name: "status", status },
    { name: "status", status, body: "empty" },
  ])
  .concat({ name: "success: false" });

export const redirecting: readonly Fault[] = [300, 301, 304, 307, 308].map((status) => ({ name: "status", status }));
/** Answers that a server also gives after it has acted. */
export const seeingOther: readonly Fault[] = [302, 303].map((status) => ({ name: "status", status }));

/** Success statuses with and without a body. */
export const succeeding: readonly Fault[] = [201, 202, 203, 206].map((status) => ({ name: "status", status }));
export const emptied: readonly Fault[] = [200, 201, 202, 203, 204, 205, 206].map((status) => ({
  name: "status",
  status,
  body: "empty",
}));

/** Answers that take long to make or to read. */
export const heavy: readonly FaultName[] = ["9 MB", "gzip bomb"];

/** What only a `fetch` can do. */
const onlyOfFetch: readonly FaultName[] = ["untold", ...oddFetches];

/** Faults that are one whatever comes with them. */
export const plain: readonly Fault[] = [...served, ...closed, ...rejected, ...oddFetches]
  .filter((name) => transport === "fetch" || !onlyOfFetch.includes(name))
  .filter((name) => name !== "status" && name !== "good" && !heavy.includes(name))
  .map((name) => ({ name }));

/** Over HTTP/2, which only fetch speaks. */
export const onHttp2: readonly Fault[] = transport === "fetch" ? overHttp2.map((name) => ({ name })) : plain;

/** Hooks that misbehave. */
export const misbehaving: readonly Fault[] = oddHooks.map((name) => ({
  name,
  ...(name.startsWith("hook answers") && { wait: { header: "retry-after", value: "0", ms: 0 } }),
}));
