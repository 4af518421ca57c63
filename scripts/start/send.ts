import { detectChannel, isWipsyError, Wipsy } from "../../src/index.ts";
import { code, say } from "./report.ts";

/** Prints the server's own words, which an error keeps to itself: here they stay on the user's own terminal. */
function told(error: unknown): never {
  const answer = isWipsyError(error, "UnknownOutcomeError") ? error.cause : error;
  if (isWipsyError(answer, "ApiError") && answer.reason !== undefined)
    console.error(`The server said: ${JSON.stringify(answer.reason)}`);
  throw error;
}

/** Sends one message for real, after saying where it goes. */
export async function send(to: string, message: string): Promise<void> {
  const recipient = detectChannel(to);
  say(`Channel: ${recipient.channel}. Recipient: ${recipient.to}.`);
  if (!process.env.WIPSY_API_KEY) {
    say("Nothing was sent: set WIPSY_API_KEY to your API key first.");
    process.exitCode = 1;
    return;
  }
  const { data, response } = await new Wipsy().messages.send({ to, message }).withResponse().catch(told);
  say(`The server accepted it (${response.status}). The delivery comes later and can still fail.`);
  console.log(code(data));
}
