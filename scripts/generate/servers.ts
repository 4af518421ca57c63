import type { Description } from "../openapi/document.ts";
import { memoized } from "../openapi/memoize.ts";

interface ServerObject {
  readonly url?: string;
  readonly variables?: Readonly<Record<string, { readonly default?: unknown }>>;
}

/** Returns a server's URL with its variables set to their defaults, without a trailing slash. */
function urlOf({ url = "", variables = {} }: ServerObject): string {
  const filled = url.replace(/\{([^{}]+)\}/g, (part, name: string) =>
    Object.hasOwn(variables, name) ? String(variables[name]?.default ?? part) : part,
  );
  return filled.replace(/\/+$/, "");
}

/** Returns the URLs of a list of servers, in order, with variables set to their defaults. */
export function serverUrls(servers: unknown): string[] {
  return Array.isArray(servers) ? servers.map((server: unknown) => urlOf(Object(server) as ServerObject)) : [];
}

/** Returns the URL of the first server; `undefined` if there are none. */
export function firstServer(servers: unknown): string | undefined {
  return serverUrls(servers)[0];
}

/** A description's server, with remarks about it. */
export interface Server {
  /** `""` if the description has no usable server. The client then needs a `baseUrl`. */
  readonly url: string;
  readonly notes: readonly string[];
}

/** Returns the server that a client calls: the description's first one, or else the first one of a path. */
export const serverOf = memoized((description: Description): Server => {
  const items = Object.values(description.paths ?? {}) as ({ servers?: unknown } | null)[];
  const own = items.map((item) => firstServer(item?.servers)).find((url) => url !== undefined);
  const url = firstServer(description.servers) ?? own;
  const count = description.servers?.length ?? 0;
  const several = count > 1 ? [`the first of ${count} is used, ${url}: give baseUrl for another`] : [];
  if (url === undefined || url === "") return { url: "", notes: ["no server is listed: the client needs a baseUrl"] };
  if (/\{[^{}]*\}/.test(url)) {
    return { url: "", notes: [`${url} has a variable without a default: the client needs a baseUrl`] };
  }
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    return { url: "", notes: [`${url} is not an absolute URL: the client needs a baseUrl`] };
  }
  return { url, notes: several };
});
