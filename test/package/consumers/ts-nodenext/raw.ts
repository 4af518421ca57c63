// By itself: the types of openapi-fetch cost the compiler more than all others.
import { Wipsy } from "wipsy-client";
import { type RawClient, rawClient } from "wipsy-client/raw";

const raw: RawClient = rawClient(new Wipsy());
const { data } = await raw.GET("/api-get-chats");
console.log(JSON.stringify({ raw: data?.success }));
