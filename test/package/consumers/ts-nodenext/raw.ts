// By itself: the types of openapi-fetch cost the compiler more than all others.
import { Wipsy } from "wipsy-client";
import { type RawClient, rawClient } from "wipsy-client/raw";
import { type MockApi, mockApi } from "wipsy-client/testing";

const raw: RawClient = rawClient(new Wipsy());
const { data } = await raw.GET("/api-get-chats");
const api: MockApi = mockApi();
await new Wipsy({ apiKey: "test", fetch: api.fetch }).messages.send({ to: "+573188779043", message: "Hola" });
console.log(JSON.stringify({ raw: data?.success, mocked: api.sent.length }));
