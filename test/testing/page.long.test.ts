import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Wipsy } from "wipsy-client";
import { watchMessages } from "wipsy-client/feed";
import { serveMock } from "../../src/cli/mock/server.ts";
import { createMock } from "../../src/testing/mock.ts";
import { ways } from "../runtimes/runtimes.ts";
import { type BrowserPage, openPage } from "../support/chromium.ts";

// The page of `wipsy-client mock`, in headless Chromium where it is installed.

const chromium = await ways.Chromium.find();
if (!("program" in chromium)) console.warn(`NOT SEEN BY A BROWSER: ${chromium.missing}`);

describe.runIf("program" in chromium)("the page of the mock", () => {
  const mock = createMock({ contacts: [{ id: "ana", name: "Ana", phone: "+573188779043" }] });
  let served: Awaited<ReturnType<typeof serveMock>>;
  let page: BrowserPage;
  const program = "program" in chromium ? chromium.program : "";

  beforeAll(async () => {
    served = await serveMock(mock, 0, "127.0.0.1");
    page = await openPage(program, `${served.url}/?lang=es`, 390, 844);
  });
  afterAll(async () => {
    await page[Symbol.asyncDispose]();
    await served.close();
  });

  const text = (selector: string) => page.evaluate<string>(`document.querySelector("${selector}").innerText`);

  test("shows a message that the client sent, as text and with its delivery", async () => {
    const wipsy = new Wipsy({ apiKey: "test", baseUrl: served.url });
    const { messageId = "" } = await wipsy.messages.send({ to: "+573188779043", message: "<b>Hola</b>" });
    await expect.poll(() => text("#messages")).toContain("<b>Hola</b>");
    expect(await page.evaluate("document.querySelectorAll('#messages b').length")).toBe(0);
    expect(await text("#chats")).toContain("Ana");
    mock.api.deliver(messageId, "read");
    await expect.poll(() => text("#messages")).toContain("✓✓");
    expect(await text("#requests")).toContain("POST /api-send-message");
  });

  test("a reply in the page reaches watchMessages", async () => {
    const agent = new Wipsy({ baseUrl: served.url }).agent({ session: mock.api.signIn() });
    const next = watchMessages(agent, { every: 10 })[Symbol.asyncIterator]().next();
    // The second poll begins when the first is over: what comes from now on is new.
    await expect.poll(() => mock.api.executed("agentGetChats")).toBeGreaterThan(1);
    await page.evaluate(
      `{ const form = document.querySelector("#reply"); form.content.value = "¿Y en azul?"; form.requestSubmit(); }`,
    );
    expect((await next).value).toMatchObject({ message: { content: "¿Y en azul?", sender_type: "customer" } });
    await expect.poll(() => text("#messages")).toContain("¿Y en azul?");
  });

  test("a button delivers a message", async () => {
    const click = (name: string) =>
      page.evaluate(
        `[...document.querySelectorAll("#messages .own button")].find((one) => one.innerText === "${name}").click()`,
      );
    await click("Entregar");
    await expect.poll(() => mock.api.messages[0]?.status).toBe("delivered");
    await click("Fallar");
    await expect.poll(() => text("#messages")).toContain("✗");
  });

  test("plans a fault", async () => {
    await page.evaluate(`document.querySelector("#faults button").click()`);
    const wipsy = new Wipsy({ apiKey: "test", baseUrl: served.url, maxRetries: 0 });
    await expect
      .poll(() =>
        wipsy.chats.list().then(
          () => 200,
          (error) => error.status,
        ),
      )
      .toBe(500);
  });

  test("fits a phone, in Spanish", async () => {
    expect(await page.evaluate("document.documentElement.lang")).toBe("es");
    expect(await text("aside")).toContain("Peticiones");
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });
});
