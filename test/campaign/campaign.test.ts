import { expect, test } from "vitest";
import { sendMany } from "wipsy-client/campaign";
import { people, phone, resultsOf, statesOf, world } from "./world.ts";

const november = { name: "november-offer", message: "Hola {name}" } as const;

test("sends to each row in order, and again sends nothing", async () => {
  await using at = await world();
  const campaign = sendMany(at.wipsy, people(3), november);
  const results = await resultsOf(campaign);
  expect(results).toMatchObject([
    { row: 1, state: "accepted", channel: "whatsapp", recipient: people(1)[0] },
    { row: 2, state: "accepted" },
    { row: 3, state: "accepted" },
  ]);
  expect(at.api.sent).toMatchObject([
    { message: "Hola Name 0" },
    { message: "Hola Name 1" },
    { message: "Hola Name 2" },
  ]);
  expect(campaign.report).toEqual({
    ...{ isComplete: true, rows: 3, states: { accepted: 3 }, unknown: [] },
    channels: { whatsapp: { accepted: 3 } },
  });
  await new Promise((r) => setTimeout(r, 5));
  expect(await statesOf(sendMany(at.client(), people(3), november))).toEqual(["replayed", "replayed", "replayed"]);
  expect(at.reached()).toEqual([0, 1, 2].map(phone));
});
