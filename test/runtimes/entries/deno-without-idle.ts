import type { Fetch } from "wipsy-client";
import { smoke } from "../smoke.ts";

// Deno with the client that docs/runtimes.md shows, which keeps no connection for a later request.
declare const Deno: { createHttpClient(options: { poolMaxIdlePerHost: number }): object; args: string[] };

const client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
const ownFetch: Fetch = (url, init) => fetch(url, { ...init, client } as RequestInit);
const [places = "", runtime = ""] = Deno.args;
console.log(JSON.stringify(await smoke(JSON.parse(places), runtime, ownFetch)));
