import { Wipsy } from "wipsy-client";
import { type CampaignState, sendMany } from "wipsy-client/campaign";

// What the compiler knows of a campaign. Never run.

interface Customer {
  readonly to: string;
  readonly name: string;
}

export async function rows(customers: AsyncIterable<Customer>, wipsy: Wipsy): Promise<CampaignState[]> {
  const states: CampaignState[] = [];
  for await (const { recipient, state, sent } of sendMany(wipsy, customers, { name: "n", message: "Hola {name}" })) {
    const name: string = recipient.name;
    const id: string | undefined = sent?.messageId;
    states.push(state);
    console.log(name, id);
  }
  sendMany(wipsy, [{ to: "+573001110000", message: "Hola", mediaType: "image", mediaUrl: "https://example.com" }], {
    name: "n",
  });
  // @ts-expect-error: without a template, each row is a message
  sendMany(wipsy, customers, { name: "n" });
  // @ts-expect-error: a row needs a recipient
  sendMany(wipsy, [{ name: "Ana" }], { name: "n", message: "Hola {name}" });
  // @ts-expect-error: a campaign needs a name
  sendMany(wipsy, customers, { message: "Hola" });
  // @ts-expect-error: not a kind of media
  sendMany(wipsy, [{ to: "+573001110000", message: "Hola", mediaType: "picture" }], { name: "n" });
  return states;
}

export const start = () => rows((async function* () {})(), new Wipsy());
