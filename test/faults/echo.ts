import type { RawRequest } from "./request.ts";

/** Every text of a JSON value, at any depth. */
export function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

/** Everything in a request, in every place of an answer: as a careless or debugging server echoes it. */
export interface Echo {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
  /** The same in one line. */
  readonly text: string;
}

const nothing: Echo = { headers: {}, body: {}, text: "" };

/** The echo of a request with the header `x-echo`. */
export function echoOf({ headers, body, target }: RawRequest): Echo {
  if (!headers.has("x-echo")) return nothing;
  const sent = body === "" ? {} : (JSON.parse(body) as object);
  const secrets = [headers.get("x-api-key"), headers.get("authorization")].filter((text) => text !== undefined);
  const texts = [...secrets, ...textsOf(sent), target];
  const text = texts.join(" ");
  const line = text.replace(/[^\x20-\x7e]/g, "?");
  return {
    headers: {
      "x-echo": line,
      // Where a client looks for its own fields.
      "sb-error-code": secrets.join("").replace(/^Bearer /, ""),
      "retry-after": line,
      location: `/elsewhere?${encodeURIComponent(text)}`,
    },
    body: { error: text, message: text, details: { sent, texts }, code: secrets[0], name: text, sent },
    text,
  };
}
