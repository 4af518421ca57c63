import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { load } from "../../scripts/openapi/read/load.ts";
import { readDescription } from "../../scripts/openapi/read.ts";
import { type Reply, serve } from "../support/server.ts";
import { folder, head, whole } from "./read-folder.ts";

const yaml = { "content-type": "application/yaml" };
const answer = (ref: string) => `${head}  /a:\n    get: { responses: { 200: { $ref: "${ref}" } } }\n`;
const download = "Download the file in a browser, with the link “Download OpenAPI description”, and give its path.";

/** The message about a URL whose server answers like this. */
async function saidOf(reply: Reply, path = "/api.yaml"): Promise<string> {
  await using server = await serve(() => reply);
  const error: unknown = await readDescription(server.url + path).catch((thrown: unknown) => thrown);
  if (!(error instanceof Error) || error.name !== "DescriptionError")
    throw new Error("no DescriptionError", { cause: error });
  return error.message.replaceAll(server.url, "SERVER");
}

test("reads a description from a URL, and other files relative to it", async () => {
  const files: Record<string, string> = {
    "/v1/api.yaml?key=a": answer("../parts/parts.yaml#/Ok"),
    "/parts/parts.yaml": "Ok: { description: ok, headers: { A: { $ref: more.json } } }\n",
    "/parts/more.json": '{ "schema": { "type": "string" } }',
  };
  await using server = await serve(({ url }) => ({ body: files[url] ?? "", headers: yaml }));
  const { description } = await readDescription(`${server.url}/v1/api.yaml?key=a`);
  expect(description.components).toEqual({
    responses: { Ok: { description: "ok", headers: { A: { $ref: "#/components/headers/more" } } } },
    headers: { more: { schema: { type: "string" } } },
  });
  expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(
    Object.keys(files).map((url) => `GET ${url}`),
  );
  expect(server.seen[0]?.headers).not.toHaveProperty("authorization");
});

test("a local file may name a URL", async () => {
  await using server = await serve(() => ({ body: "Ok: { description: ok }", headers: yaml }));
  await using dir = await folder({ "api.yaml": answer(`${server.url}/parts.yaml#/Ok`) });
  const { description } = await readDescription(join(dir.path, "api.yaml"));
  expect(description.components).toEqual({ responses: { Ok: { description: "ok" } } });
});

test("a URL in an example is not fetched", async () => {
  await using server = await serve(() => ({ body: "{}" }));
  const example = `{ $ref: "${server.url}/a.json" }`;
  const examples = `{ a: { externalValue: "${server.url}/b.json" } }`;
  const content = `${whole}components: { schemas: { A: { example: ${example} } }, parameters: { B: { name: b, in: query, examples: ${examples} } } }\n`;
  await using dir = await folder({ "api.yaml": content });
  expect((await readDescription(join(dir.path, "api.yaml"))).text).toBe(content);
  expect(server.seen).toEqual([]);
});

test.each<[string, Reply, RegExp]>([
  ["no file", { status: 404, body: "" }, /^SERVER\/api\.yaml: .*404 Not Found/],
  ["204", { status: 204 }, /^SERVER\/api\.yaml: .*204 No Content/],
  [
    "a login page",
    { headers: { "content-type": "text/html; charset=utf-8" }, body: "<!doctype html>Sign in" },
    /^SERVER\/api\.yaml:1:1: .*HTML page/,
  ],
  ["a page with another name", { headers: yaml, body: "<html>" }, /^SERVER\/api\.yaml:1:1: .*HTML page/],
  ["nothing", { headers: yaml, body: "" }, /^SERVER\/api\.yaml: It is empty/],
  [
    "a file that is not a description",
    { body: '{\n  "a": 1 }' },
    /^SERVER\/api\.yaml:1:1: .*not an OpenAPI description/,
  ],
  [
    "a reference to a local file",
    { headers: yaml, body: answer("file:///etc/hosts") },
    /^SERVER\/api\.yaml:5:\d+: .*leads away from the server/,
  ],
])("a server that answers %s", async (_name, reply, said) => {
  expect(await saidOf(reply)).toMatch(said);
});

test("does not show a query, which may contain a secret", async () => {
  expect(await saidOf({ status: 403 }, "/api.yaml?token=abc")).toMatch(
    /^SERVER\/api\.yaml\?…: The server answered 403/,
  );
});

test.each([
  ["SERVER/parts.yaml?token=secret#/Ok", "of a query"],
  ["http://user:secret@127.0.0.1:1/parts.yaml#/Ok", "of a password"],
  ["//user:secret@127.0.0.1:1/parts.yaml?secret", "of both"],
  ["parts.yaml?secret", "of the query of a relative reference"],
])("does not show the secret in a reference %s", async (ref) => {
  await using server = await serve(({ url }) =>
    url === "/api.yaml" ? { headers: yaml, body: answer(ref.replace("SERVER", server.url)) } : { status: 403 },
  );
  const error = await readDescription(`${server.url}/api.yaml`).catch(String);
  expect(error).toMatch(/\/api\.yaml:5:\d+: /);
  expect(error).not.toContain("secret");
});

test("a description on a server cannot read other origins or files", async () => {
  await using other = await serve(() => ({ headers: yaml, body: "Ok: { description: ok }" }));
  const { port } = new URL(other.url);
  const refs = [
    ...[`${other.url}/a.yaml`, `//127.0.0.1:${port}/a.yaml`, `\\\\127.0.0.1:${port}/a.yaml`],
    ...["file:///etc/hosts", "FiLe:///etc/hosts", "data:application/json,{}", "ftp://127.0.0.1/a", "C:/a.yaml"],
  ];
  for (const ref of refs) {
    await using server = await serve(({ url }) =>
      url === "/to"
        ? { status: 302, headers: { location: ref } }
        : { headers: yaml, body: answer(`${ref.replaceAll("\\", "\\\\")}#/Ok`) },
    );
    const away = /leads away from the server/;
    await expect(readDescription(`${server.url}/api.yaml`), ref).rejects.toThrow(away);
    await expect(readDescription(`${server.url}/to`), ref).rejects.toThrow(/\/to: It redirects to /);
    // Nor by way of a file of its own.
    await using through = await serve(({ url }) =>
      url === "/api.yaml"
        ? { headers: yaml, body: answer("parts.yaml#/Ok") }
        : { headers: yaml, body: `Ok: { $ref: '${ref}#/Ok' }` },
    );
    await expect(readDescription(`${through.url}/api.yaml`), ref).rejects.toThrow(away);
  }
  expect(other.seen).toEqual([]);
});

test.each([
  ["/v2/api.yaml?key=secret", "SERVER/v2/api.yaml?…"],
  ["//user:secret@127.0.0.1:1/", "http://127.0.0.1:1/"],
  ["file:///etc/hosts", "something other than an http or https URL"],
])("a redirect to %s is reported, not followed", async (location, shown) => {
  const said = await saidOf({ status: 302, headers: { location } });
  expect(said).toContain(`It redirects to ${shown}. Name that URL`);
});

test("reports a server that is unreachable or drops the connection", async () => {
  const closed = await serve(() => ({}));
  await closed[Symbol.asyncDispose]();
  await expect(readDescription(`${closed.url}/api.yaml`)).rejects.toThrow(
    `${closed.url}/api.yaml: It is not available (ECONNREFUSED). Try again later. ${download}`,
  );
  const server: Server = createServer((_request, response) => {
    response.writeHead(200, { "content-length": "1000" }).write("openapi: 3.1.0\n", () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api.yaml`;
  await expect(readDescription(url)).rejects.toThrow(
    new RegExp(`^${url}: It is not available \\(\\w+\\)\\. Try again`),
  );
  server.close();
});

test("refuses an invalid URL, or one with a password", async () => {
  await expect(readDescription("http://")).rejects.toThrow("the URL: It is not a valid URL. Correct it.");
  await expect(readDescription("ftp://example.com/api.yaml")).rejects.toThrow(
    "ftp://example.com/api.yaml: It is neither a path nor an http or https URL. Name one of these.",
  );
  await expect(readDescription("https://user:secret@example.com/api.yaml")).rejects.toThrow(
    `https://example.com/api.yaml: The URL holds a user name or a password, which is not sent. ${download}`,
  );
});

test("limits a file's size and time", async () => {
  await using server = await serve(({ url }) => ({ body: "x".repeat(1000), delay: url === "/slow" ? 5000 : 0 }));
  await using dir = await folder({ "api.yaml": "x".repeat(1000) });
  const large = "It is larger than 0.000999 MB. Check that it is the description, and not an archive or a database.";
  const limits = { bytes: 999, milliseconds: 100 };
  await expect(load(`${server.url}/large`, { ...limits, milliseconds: 30_000 })).rejects.toThrow(large);
  await expect(load(join(dir.path, "api.yaml"), limits)).rejects.toThrow(large);
  await expect(load(`${server.url}/slow`, limits)).rejects.toThrow(
    `${server.url}/slow: It did not arrive within 0.1 s. Try again later. ${download}`,
  );
});
