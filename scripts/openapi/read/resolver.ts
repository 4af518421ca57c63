import { dirname, resolve } from "node:path";
import { BaseResolver, Source } from "@redocly/openapi-core";
import { decode } from "./decode.ts";
import { isUrl } from "./error.ts";
import { load } from "./load.ts";
import { type Parsed, parse } from "./parse.ts";
import { checkReferences } from "./references.ts";

/** The limit for all files together, because a server could name a new file in each one. */
const mostBytes = 100_000_000;

/** Refuses to follow a reference. Redocly adds the location. */
function refuse(message: string): never {
  throw new Error(message);
}

/**
 * Loads the other files of a description for Redocly. A local description may refer to any file or URL, a downloaded
 * one only to URLs of the same origin.
 */
export class Resolver extends BaseResolver {
  #left: number;
  #isStopped = false;

  constructor(main: Parsed) {
    super();
    this.#left = mostBytes - main.source.body.length;
    this.cache.set(main.source.absoluteRef, Promise.resolve(main));
  }

  /** Stops following references. Otherwise Redocly's remaining work after an error could fail and end the process. */
  stop(): void {
    this.#isStopped = true;
  }

  override resolveExternalRef(base: string | null, ref: string): string {
    if (this.#isStopped) refuse("another reference is wrong");
    const from = base ?? "";
    if (!isUrl(from)) return isUrl(ref) ? ref : resolve(dirname(from), ref.replaceAll("%20", " "));
    const url = URL.canParse(ref, from) ? new URL(ref, from) : undefined;
    if (url?.origin === new URL(from).origin && isUrl(url.href)) return url.href;
    return refuse("it leads away from the server. Download the files, and give the path of the first");
  }

  override async loadExternalRef(asked: string): Promise<Source> {
    const bytes = await load(asked);
    this.#left -= bytes.length;
    if (this.#left < 0) refuse(`all files together are larger than ${mostBytes / 1_000_000} MB. Bundle them into one`);
    return new Source(asked, decode(asked, bytes));
  }

  override parseDocument({ absoluteRef, body }: Source): Parsed {
    const parsed = parse(absoluteRef, body);
    checkReferences(parsed);
    return parsed;
  }

  /** Whether the description refers to other files. */
  get hasOthers(): boolean {
    return this.cache.size > 1;
  }
}

/** Reads and parses the description's main file. */
export async function loadMain(file: string): Promise<Parsed> {
  return parse(file, decode(file, await load(file)));
}
