import { expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { waitForDelivery, watchDelivery } from "wipsy-client/feed";
import { mockApi } from "wipsy-client/testing";

test("waits until a message is delivered", async () => {
  const api = mockApi();
  const server = await api.listen();
  const wipsy = new Wipsy({ apiKey: "test", baseUrl: server.url });
  const agent = wipsy.agent({ session: api.signIn() });
  const sent = await wipsy.messages.send({ to: "+573001112233", message: "Hola" });
  const delivery = waitForDelivery(agent, sent, { timeout: 60_000, every: 1 });
  await expect.poll(() => api.executed("agentGetMessages")).toBeGreaterThan(2);
  api.deliver(sent.messageId ?? "", "read");
  expect(await delivery).toBe("read");
  await server.close();
});
void watchDelivery;
