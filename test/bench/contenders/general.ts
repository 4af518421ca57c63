import http from "node:http";
import https from "node:https";
import axios from "axios";
import got from "got";
import ky from "ky";
import { createFetch, ofetch } from "ofetch";
import OpenAI from "openai";
import type { Contender } from "../contender.ts";
import { apiKey, contactId, message, paths } from "../job.ts";

// The general clients, as they are by default, each with its own way to write a query and a body.

const headers = { "x-api-key": apiKey };
const query = { contactId };
/** The paths without their slash, as ky and got want them. */
const relative = { get: paths.get.slice(1), post: paths.post.slice(1) };

const kyClient: Contender = {
  name: "ky",
  takesFetch: true,
  open({ url, fetch }) {
    const client = ky.create({ prefixUrl: url, headers, ...(fetch && { fetch }) });
    return {
      get: () => client.get(relative.get, { searchParams: query }).json(),
      post: () => client.post(relative.post, { json: message }).json(),
    };
  },
};

const axiosClient: Contender = {
  name: "axios",
  takesFetch: true,
  open({ url, fetch }) {
    // Over the network its default in Node, which is node:http; on a stub its adapter for fetch.
    const httpAgent = new http.Agent({ keepAlive: true });
    const httpsAgent = new https.Agent({ keepAlive: true });
    const over = fetch ? { adapter: "fetch" as const, env: { fetch } } : { httpAgent, httpsAgent };
    const client = axios.create({ baseURL: url, headers, ...over });
    return {
      get: async () => (await client.get(paths.get, { params: query })).data,
      post: async () => (await client.post(paths.post, message)).data,
      close() {
        httpAgent.destroy();
        httpsAgent.destroy();
      },
    };
  },
};

const ofetchClient: Contender = {
  name: "ofetch",
  takesFetch: true,
  open({ url, fetch }) {
    const client = (fetch ? createFetch({ fetch }) : ofetch).create({ baseURL: url, headers });
    return {
      get: () => client(paths.get, { query }),
      post: () => client(paths.post, { method: "POST", body: message }),
    };
  },
};

const gotClient: Contender = {
  name: "got",
  open({ url }) {
    const agent = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
    const client = got.extend({ prefixUrl: url, headers, agent });
    return {
      get: () => client.get(relative.get, { searchParams: query }).json(),
      post: () => client.post(relative.post, { json: message }).json(),
      close() {
        agent.http.destroy();
        agent.https.destroy();
      },
    };
  },
};

/** The core of the SDK that others are modeled on: two retries and a timeout, as this client. */
const openaiCore: Contender = {
  name: "openai-node",
  takesFetch: true,
  open({ url, fetch }) {
    const client = new OpenAI({
      apiKey: "unused",
      baseURL: url,
      maxRetries: 2,
      timeout: 30_000,
      defaultHeaders: { ...headers, authorization: null },
      ...(fetch && { fetch }),
    });
    return {
      get: () => client.get(paths.get, { query }),
      post: () => client.post(paths.post, { body: message }),
    };
  },
};

export const general = [kyClient, axiosClient, ofetchClient, gotClient, openaiCore];
