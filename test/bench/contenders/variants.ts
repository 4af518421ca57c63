import { Agent, fetch as undiciFetch } from "undici";
import type { Contender } from "../contender.ts";
import { fetchFrom } from "../fetch-from.ts";
import { wipsyAt } from "./generated.ts";

// This client with another fetch, for those who send many messages from Node.

const connections = 16;

const onUndiciFetch: Contender = {
  name: "wipsy-client, undici's fetch",
  open({ url }) {
    const dispatcher = new Agent({ connections });
    const fetch = (input: string | Request, init?: RequestInit) =>
      // The types of undici's own fetch and of the platform's differ in names alone.
      undiciFetch(input as string, { ...init, dispatcher } as object) as unknown as Promise<Response>;
    return { ...wipsyAt({ url, fetch }), close: () => dispatcher.close() };
  },
};

const onUndiciRequest: Contender = {
  name: "wipsy-client, undici's request",
  open({ url }) {
    const dispatcher = new Agent({ connections });
    return { ...wipsyAt({ url, fetch: fetchFrom(dispatcher) }), close: () => dispatcher.close() };
  },
};

export const variants = [onUndiciFetch, onUndiciRequest];
