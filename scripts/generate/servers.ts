import type { Description } from "../openapi/document.ts";
import { oncePer } from "../openapi/once.ts";

interface ServerObject {
  readonly url?: string;
  readonly variables?: Readonly<Record<string, { readonly default?: unknown }>>;
}

/** A server's URL with its variables at their defaults, without a slash at its end. */
function urlOf({ url = "", variables = {} }: ServerObject): string {
  const filled = url.replace(/\{([^{}]+)\}/g, (part, name: string) =>
    Object.hasOwn(variables, name) ? String(variables[name]?.default ?? part) : part,
  );
  return filled.replace(/\/+$/, "");
}

/** The URLs of some servers, in their order, as a client calls them: with their variables at their defaults. */
export function serverUrls(servers: unknown): string[] {
  return Array.isArray(servers) ? servers.map((server: unknown) => urlOf(Object(server) as ServerObject)) : [];
}

/** The URL of the first of some servers; `undefined` where there is none. */
export function firstServer(servers: unknown): string | undefined {
  return serverUrls(servers)[0];
}

/** A description's server, and what has to be said of it. */
export interface Server {
  /** `""` where the description names none that can be called: the client then needs a `baseUrl`. */
  readonly url: string;
  readonly notes: readonly string[];
}

/** The server that a client of this description calls: the first one, or that of the first path where only paths have some. */
export const serverOf = oncePer((description: Description): Server => {
  const items = Object.values(description.paths ?? {}) as ({ servers?: unknown } | null)[];
  const own = items.map((item) => firstServer(item?.servers)).find((url) => url !== undefined);
  const url = firstServer(description.servers) ?? own;
  const count = description.servers?.length ?? 0;
  const several = count > 1 ? [`the first of ${count} is used, ${url}: give baseUrl for another`] : [];
  if (url === undefined || url === "") return { url: "", notes: ["there is none: the client needs a baseUrl"] };
  if (/\{[^{}]*\}/.test(url)) {
    return { url: "", notes: [`${url} has a variable without a default: the client needs a baseUrl`] };
  }
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    return { url: "", notes: [`${url} is not an absolute URL: the client needs a baseUrl`] };
  }
  return { url, notes: several };
});
