import createClient from "openapi-fetch";
import { Wipsy, type WipsyOptions } from "wipsy-client";
import type { paths } from "../../../generated/schema.ts";
import { createConfig, createClient as createHeyApi } from "../.build/hey-api/client/index.js";
import { getContacts, sendMessage } from "../.build/hey-api/sdk.gen.js";
import type { Caller, Contender, Place } from "../contender.ts";
import { apiKey, contactId, message } from "../job.ts";

// The clients that are typed by the description.

const { to, message: text } = message;

/** This client as it is made by default: a timeout for each attempt, a deadline for the call, two retries. */
export function wipsyAt({ url, fetch }: Pick<Place, "url"> & { fetch?: WipsyOptions["fetch"] }): Caller {
  const wipsy = new Wipsy({ apiKey, baseUrl: url, fetch });
  // The channel is found out from the recipient, as it is for every user.
  return {
    get: () => wipsy.contacts.get(contactId),
    post: () => wipsy.messages.send({ to, message: text }),
    close: () => wipsy.close(),
  };
}

const wipsyClient: Contender = {
  name: "wipsy-client",
  takesFetch: true,
  open: ({ url, fetch }) => wipsyAt({ url, ...(fetch && { fetch: (input, init) => fetch(input, init) }) }),
};

const onFetch: Contender = {
  name: "wipsy-client on fetch",
  open: ({ url }) => wipsyAt({ url, fetch: globalThis.fetch }),
};

const openapiFetch: Contender = {
  name: "openapi-fetch",
  takesFetch: true,
  open({ url, fetch }) {
    const client = createClient<paths>({ baseUrl: url, headers: { "x-api-key": apiKey }, ...(fetch && { fetch }) });
    return {
      get: async () => (await client.GET("/api-get-contacts", { params: { query: { contactId } } })).data,
      post: async () => (await client.POST("/api-send-message", { body: message })).data,
    };
  },
};

const heyApi: Contender = {
  name: "hey-api",
  takesFetch: true,
  open({ url, fetch }) {
    const client = createHeyApi(createConfig({ baseUrl: url, auth: apiKey, ...(fetch && { fetch }) }));
    return {
      get: async () => (await getContacts({ client, query: { contactId } })).data,
      post: async () => (await sendMessage({ client, body: message })).data,
    };
  },
};

export const generated = [openapiFetch, wipsyClient, onFetch, heyApi];
