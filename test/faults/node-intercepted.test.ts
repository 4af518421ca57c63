import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import nock from "nock";
import { expect, test } from "vitest";
import { Wipsy } from "wipsy-client";

// The interceptors of users' tests see what a client sends, also one that was made before.

const baseUrl = "https://api.example.test";
const message = { to: "+573001112233", message: "Hola" } as const;
const answer = { success: true, messageId: "wamid.1" };

// nock begins with its import.
nock.restore();
const clients = [new Wipsy({ apiKey: "test-key", baseUrl, maxRetries: 0 })];

test("msw/node", async () => {
  const seen: unknown[] = [];
  const server = setupServer(
    http.post(`${baseUrl}/api-send-message`, async ({ request }) => {
      seen.push(request.headers.get("x-api-key"), await request.json());
      return HttpResponse.json(answer);
    }),
  );
  server.listen({ onUnhandledRequest: "error" });
  clients.push(new Wipsy({ apiKey: "test-key", baseUrl, maxRetries: 0 }));
  for (const wipsy of clients) expect(await wipsy.messages.send(message)).toMatchObject(answer);
  server.close();
  expect(seen).toMatchObject(["test-key", message, "test-key", message]);
});

test("nock", async () => {
  const seen: unknown[] = [];
  nock.activate();
  nock(baseUrl)
    .post("/api-send-message")
    .matchHeader("x-api-key", "test-key")
    .times(2)
    .reply(200, (_path, body) => {
      seen.push(body);
      return answer;
    });
  clients[1] = new Wipsy({ apiKey: "test-key", baseUrl, maxRetries: 0 });
  for (const wipsy of clients) expect(await wipsy.messages.send(message)).toMatchObject(answer);
  nock.restore();
  expect(seen).toMatchObject([message, message]);
});
