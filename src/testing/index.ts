export type { MockApi, MockOptions, MockRequest } from "./api.ts";
export type { FailOptions, FaultOptions } from "./faults.ts";
export type { Listening } from "./listen.ts";
export { mockApi } from "./mock.ts";
export type { DeliveryStatus, Incoming } from "./state.ts";
export { testStore } from "./store.ts";
