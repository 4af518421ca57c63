import { type Dispatcher, request } from "undici";

/** A `fetch` over undici's own requests, without the streams, redirects and caches that an API client does not need. */
export function fetchFrom(dispatcher: Dispatcher) {
  return async (url: string | Request, init: RequestInit = {}): Promise<Response> => {
    const { method = "GET", headers, body = null, signal = null } = init as Parameters<typeof request>[1] & RequestInit;
    try {
      const answer = await request(String(url), { dispatcher, method, headers: new Headers(headers), body, signal });
      const bytes = await answer.body.arrayBuffer();
      return new Response(bytes.byteLength > 0 ? bytes : null, {
        status: answer.statusCode,
        headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
      });
    } catch (cause) {
      throw new TypeError("fetch failed", { cause }); // as `fetch` does: the client reads from the cause whether anything was sent
    }
  };
}
