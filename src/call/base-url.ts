import { refuse } from "../errors/refuse.ts";

const loopback = /^(localhost|(.*\.)localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * The base URL as requests are built on it: without a slash at its end, since a double slash is a 404 at the server.
 *
 * @throws InputError when it is no http(s) URL, has a query, a fragment or a password in it, or is `http:` beyond this machine.
 */
export function baseUrlOf(value: unknown, allowInsecure: boolean): string {
  if (typeof value !== "string" || !URL.canParse(value))
    return refuse("Wipsy (WIPSY_BASE_URL)", "baseUrl", "must be a whole URL, as https://example.com/functions/v1");
  const { protocol, hostname, username, password, search, hash, origin, pathname } = new URL(value);
  if (protocol !== "https:" && protocol !== "http:")
    refuse("Wipsy (WIPSY_BASE_URL)", "baseUrl", "must begin with https://");
  if (username !== "" || password !== "")
    refuse("Wipsy (WIPSY_BASE_URL)", "baseUrl", "must not have a user or a password in it");
  if (search !== "" || hash !== "") refuse("Wipsy (WIPSY_BASE_URL)", "baseUrl", "must not have a query or a fragment");
  if (protocol === "http:" && !allowInsecure && !loopback.test(hostname)) {
    refuse(
      "Wipsy (WIPSY_BASE_URL)",
      "baseUrl",
      "is http:, which would show the key on the network: use https:, or set allowInsecure",
    );
  }
  let path = pathname;
  while (path.endsWith("/")) path = path.slice(0, -1);
  return origin + path;
}
