// Confirms an order over WhatsApp: receives a shop's "order created" webhook (here Shopify's) and sends one message.
//
//   npx tsx examples/order-confirmation.ts       and have the shop deliver to POST /orders
//
// WIPSY_API_KEY   the key of the Wipsy account
// WEBHOOK_SECRET  the secret with which the shop signs its webhooks
// PORT            the port to listen on, 3000 by default

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { isWipsyError, Wipsy } from "wipsy-client";

/** The part of an order that is used here. */
interface Order {
  id: number;
  name: string;
  total_price: string;
  currency: string;
  phone?: string | null;
  customer?: { first_name?: string | null; phone?: string | null } | null;
}

/** The answer to the shop. Shopify redelivers a webhook unless the answer is 200; WooCommerce does not. */
export interface Reply {
  status: number;
  text: string;
}

const largestBody = 1_000_000;

/** Shopify and WooCommerce sign the bytes of the body: parsing and serializing it again would change them. */
function isSigned(body: Buffer, signature: string, secret: string): boolean {
  const expected = Buffer.from(createHmac("sha256", secret).update(body).digest("base64"));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function orderOf(body: Buffer): Order | undefined {
  try {
    const order = JSON.parse(body.toString("utf8")) as Order | null;
    return typeof order?.id === "number" ? order : undefined;
  } catch {
    return undefined;
  }
}

// More than 24 hours after the customer's last message, official WhatsApp lines accept a text but do not deliver it.
function textFor({ name, total_price, currency, customer }: Order): string {
  const greeting = customer?.first_name ? `¡Hola, ${customer.first_name}!` : "¡Hola!";
  return `${greeting} Recibimos tu pedido ${name} por ${total_price} ${currency}. Te avisamos cuando salga.`;
}

async function confirm(wipsy: Wipsy, order: Order): Promise<Reply> {
  const phone = order.phone || order.customer?.phone;
  if (!phone) return { status: 200, text: "no phone, nothing to send" };
  // Bare digits would be sent as they are: nobody can tell whether they begin with a country code. A retry does not help,
  // but Shopify retries anyway, and WooCommerce disables a webhook after five failures in a row: answer 200 to such shops,
  // and have a person check the log.
  if (!phone.startsWith("+")) {
    console.error(`Order ${order.id}: the phone has no country code`);
    return { status: 422, text: "the phone has no country code" };
  }
  try {
    await wipsy.messages.send({ to: phone, message: textFor(order) });
    return { status: 200, text: "confirmed" };
  } catch (error) {
    if (!isWipsyError(error)) throw error;
    console.error(`Order ${order.id}: ${error.message}`);
    if (isWipsyError(error, "InputError") && error.field === "to") return { status: 422, text: "no phone" };
    // The customer may have it already. A person checks the chat; a second delivery must not send it again.
    if (error.outcome === "unknown") return { status: 200, text: "not known whether it was sent" };
    return { status: 503, text: "not sent, deliver again" };
  }
}

/** The webhook: body and signature in, answer out. */
export function orderWebhook(wipsy: Wipsy, secret: string) {
  // Shops deliver a webhook more than once, even concurrently if the first answer is late: the second delivery waits for
  // the first one's answer. Use a database instead: this map is lost with the process, and grows.
  const replies = new Map<number, Promise<Reply>>();

  async function confirmOnce(order: Order): Promise<Reply> {
    const reply = await confirm(wipsy, order);
    if (reply.status === 503) replies.delete(order.id);
    return reply;
  }

  return async (body: Buffer, signature: string): Promise<Reply> => {
    if (!isSigned(body, signature, secret)) return { status: 401, text: "wrong signature" };
    const order = orderOf(body);
    if (order === undefined) return { status: 400, text: "no order" };
    const reply = replies.get(order.id) ?? confirmOnce(order);
    replies.set(order.id, reply);
    return reply;
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Not destroyed: otherwise the answer could not be sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > largestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A server with the webhook at `POST /orders`. */
export function orderServer(wipsy: Wipsy, secret: string): Server {
  const webhook = orderWebhook(wipsy, secret);

  async function answer(request: IncomingMessage): Promise<Reply> {
    if (request.method !== "POST" || request.url !== "/orders") return { status: 404, text: "POST /orders" };
    const body = await bodyOf(request);
    if (body === undefined) return { status: 413, text: "too large" };
    // In WooCommerce: x-wc-webhook-signature.
    return webhook(body, String(request.headers["x-shopify-hmac-sha256"] ?? ""));
  }

  return createServer((request, response) => {
    answer(request)
      .then(({ status, text }) => response.writeHead(status, { connection: "close" }).end(text))
      .catch(() => response.destroy());
  });
}

if (process.argv[1] === import.meta.filename) {
  const { WEBHOOK_SECRET, PORT = "3000" } = process.env;
  // Anyone can sign with an empty secret.
  if (!WEBHOOK_SECRET) throw new Error("Set WEBHOOK_SECRET.");
  const server = orderServer(new Wipsy(), WEBHOOK_SECRET);
  server.listen(Number(PORT), () => console.log("Listening for orders", server.address()));
}
