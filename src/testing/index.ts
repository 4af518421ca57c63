export type { FailOptions, FaultOptions } from "./faults.ts";
export type { Listening } from "./listen.ts";
export { type MockApi, type MockOptions, type MockRequest, mockApi } from "./mock.ts";
export type { DeliveryStatus, Incoming } from "./state.ts";
