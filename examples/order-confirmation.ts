// Confirms an order over WhatsApp: receives a shop's "order created" webhook (here Shopify's) and sends one message per order,
// however often the webhook comes, and even if this process is killed at any point.
//
//   npm install wipsy-client libphonenumber-js           and better-sqlite3@12 before Node 22.13
//   npx tsx examples/order-confirmation.ts       and have the shop deliver to POST /orders
//
// WIPSY_API_KEY   the key of the Wipsy account
// WEBHOOK_SECRET  the secret with which the shop signs its webhooks
// HOST, PORT      where to listen, 127.0.0.1 and 3000 by default: put a proxy with TLS in front
// STORE           the file that keeps the orders' keys, orders.db by default. Never delete it

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";
import { isWipsyError, Wipsy, type WipsyError } from "wipsy-client";
import { sqliteStore } from "wipsy-client/stores/sqlite";

interface Address {
  country_code?: string | null;
}

/** The part of an order that is used here. */
interface Order {
  id: number;
  name: string;
  total_price: string;
  currency: string;
  phone?: string | null;
  customer?: { first_name?: string | null; phone?: string | null } | null;
  billing_address?: Address | null;
  shipping_address?: Address | null;
}

/** The answer to the shop. Shopify delivers a webhook again unless the answer is 2xx; WooCommerce does not. */
interface Reply {
  status: number;
  text: string;
  /** In seconds. */
  retryAfter?: number;
}

/** Shopify and WooCommerce wait 5 seconds for an answer. */
const usualPatience = 4000;

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

/** Shops' phones are often national: the country of the order's address completes them. `undefined` if that is not enough. */
function recipientOf(phone: string, { billing_address, shipping_address }: Order): string | undefined {
  const country = billing_address?.country_code ?? shipping_address?.country_code ?? undefined;
  // The cast: a code that the library does not know is ignored.
  const parsed = parsePhoneNumberFromString(phone, country as CountryCode | undefined);
  return parsed?.isValid() ? parsed.number : undefined;
}

const inProgress = (milliseconds: number): Reply => ({
  status: 503,
  text: "in progress, deliver again",
  retryAfter: Math.ceil(milliseconds / 1000),
});

/** For a case that another delivery cannot solve. WooCommerce disables a webhook after five failures in a row. */
function leaveToPerson({ id }: Order, why: string): Reply {
  console.error(`Order ${id} needs a person: ${why}`);
  return { status: 200, text: "left to a person" };
}

function replyTo(error: WipsyError, order: Order): Reply {
  const { retryAfterMs, reason } = isWipsyError(error, "IdempotencyError") ? error : {};
  if (retryAfterMs !== undefined) return inProgress(retryAfterMs);
  // Unknown: the customer may have the message already, and a person looks into the chat.
  if (error.outcome === "unknown" || reason === "different-input") return leaveToPerson(order, error.message);
  console.error(`Order ${order.id}: ${error.message}`);
  return { status: 503, text: "not sent, deliver again" };
}

async function confirm(wipsy: Wipsy, order: Order): Promise<Reply> {
  const phone = order.phone || order.customer?.phone;
  if (!phone) return { status: 200, text: "no phone, nothing to send" };
  const to = recipientOf(phone, order);
  if (to === undefined) return leaveToPerson(order, "the phone is invalid, or national in an unknown country");
  try {
    await wipsy.messages.send({ to, message: textFor(order) }, { idempotencyKey: `order-${order.id}-confirmed` });
    return { status: 200, text: "confirmed" };
  } catch (error) {
    if (!isWipsyError(error)) throw error;
    return replyTo(error, order);
  }
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

/**
 * A server with the webhook at `POST /orders`. A message that takes longer than `patience`, in milliseconds, is sent
 * all the same: the next delivery is told how it ended.
 */
export function orderServer(wipsy: Wipsy, secret: string, patience = usualPatience): Server {
  async function answer(request: IncomingMessage): Promise<Reply> {
    if (request.method !== "POST" || request.url !== "/orders") return { status: 404, text: "POST /orders" };
    const body = await bodyOf(request);
    if (body === undefined) return { status: 413, text: "too large" };
    // In WooCommerce: x-wc-webhook-signature.
    const signature = String(request.headers["x-shopify-hmac-sha256"] ?? "");
    if (!isSigned(body, signature, secret)) return { status: 401, text: "wrong signature" };
    const order = orderOf(body);
    if (order === undefined) return { status: 400, text: "no order" };
    return Promise.race([confirm(wipsy, order), wait(patience, inProgress(60_000), { ref: false })]);
  }

  return createServer((request, response) => {
    answer(request)
      .then(({ status, text, retryAfter }) => {
        if (retryAfter !== undefined) response.setHeader("retry-after", retryAfter);
        response.writeHead(status, { connection: "close" }).end(text);
      })
      .catch(() => response.destroy());
  });
}

if (process.argv[1] === import.meta.filename) {
  const { WEBHOOK_SECRET, HOST = "127.0.0.1", PORT = "3000", STORE = "orders.db" } = process.env;
  // Anyone can sign with an empty secret.
  if (!WEBHOOK_SECRET) throw new Error("Set WEBHOOK_SECRET.");
  const server = orderServer(new Wipsy({ idempotency: sqliteStore(STORE) }), WEBHOOK_SECRET);
  server.listen(Number(PORT), HOST, () => console.log("Listening for orders", server.address()));
}
