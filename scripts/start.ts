import { detectChannel, isWipsyError, Wipsy } from "../src/index.ts";
import { parsed } from "./arguments.ts";
import { demo } from "./start/demo.ts";
import { code, say } from "./start/print.ts";
import { exitCodeOf, ownTerminal } from "./terminal.ts";

// `npm start` sends messages to a mock server; with --to and --message it sends one real message.

const usage = 'Usage: npm start, or npm start -- --to +573188779043 --message "Hola"';

/** Prints the server's message. Error messages leave it out, because it can contain personal data. */
function printReason(error: unknown): never {
  const answer = isWipsyError(error, "UnknownOutcomeError") ? error.cause : error;
  if (isWipsyError(answer, "ApiError") && answer.reason !== undefined)
    console.error(`The server said: ${JSON.stringify(answer.reason)}`);
  throw error;
}

/** Prints the recipient, then sends one real message. */
async function send(to: string, message: string): Promise<number> {
  const recipient = detectChannel(to);
  say(`Channel: ${recipient.channel}. Recipient: ${recipient.to}.`);
  if (!process.env.WIPSY_API_KEY) {
    say("Nothing was sent: set WIPSY_API_KEY to your API key first.");
    return 1;
  }
  const { data, response } = await new Wipsy().messages.send({ to, message }).withResponse().catch(printReason);
  say(`The server accepted it (${response.status}). Delivery happens later and can still fail.`);
  console.log(code(data));
  return 0;
}

process.exitCode = await exitCodeOf(ownTerminal, async () => {
  const { to, message } = parsed({ options: { to: { type: "string" }, message: { type: "string" } } }).values;
  if (to !== undefined && message !== undefined) return send(to, message);
  if (to !== undefined || message !== undefined) throw new Error(`--to and --message require each other. ${usage}`);
  await demo();
  return 0;
});
