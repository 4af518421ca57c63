// A Supabase Edge Function behind a database webhook: notifies the customer over WhatsApp when an order is shipped, once per
// order. The project's own database keeps the idempotency keys.
//
//   save it as supabase/functions/order-shipped/index.ts, then
//   npx supabase functions deploy order-shipped --no-verify-jwt
//   npx supabase migration new wipsy_keys       with the statements of wipsy-client/sql/postgres.sql, and
//     alter table wipsy_keys enable row level security;       otherwise anyone with the public key can read and change it
//   npx supabase db push
//
// WIPSY_API_KEY   the key of the Wipsy account (npx supabase secrets set WIPSY_API_KEY=…)
// WEBHOOK_SECRET  the secret that the webhook sends in the header x-webhook-secret
//
// The webhook: on UPDATE of a table orders with the columns id, phone (with country code), status and tracking_url.

import { Pool } from "npm:pg@8";
import { isWipsyError, Wipsy } from "npm:wipsy-client";
import { postgresStore } from "npm:wipsy-client/stores/postgres";

// Only for an editor without Deno's types.
declare const Deno: {
  env: { get(name: string): string | undefined };
  serve(handler: (request: Request) => Promise<Response>): unknown;
};

interface Order {
  id: string | number;
  phone: string | null;
  status: string;
  tracking_url: string | null;
}

/** The body of a database webhook. */
interface Change {
  type: "INSERT" | "UPDATE" | "DELETE";
  record: Order | null;
  old_record: Order | null;
}

const answer = (status: number, text: string) => new Response(text, { status });

async function digestOf(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(bytes).join();
}

/** Compares digests, so that the time it takes reveals nothing about the secret. Without a secret, refuses everything. */
async function isFromDatabase(request: Request): Promise<boolean> {
  const secret = Deno.env.get("WEBHOOK_SECRET");
  const given = request.headers.get("x-webhook-secret");
  return Boolean(secret && given) && (await digestOf(given ?? "")) === (await digestOf(secret ?? ""));
}

/** The order that has just been shipped. Later changes of a shipped order must not send the message again. */
function shippedOrder({ type, record, old_record }: Change): Order | undefined {
  const isNews = type === "UPDATE" && record?.status === "shipped" && old_record?.status !== "shipped";
  return isNews ? record : undefined;
}

// A pool of its own, never the client of a transaction: rolling that back would forget that a message was sent.
const idempotency = postgresStore(new Pool({ connectionString: Deno.env.get("SUPABASE_DB_URL"), max: 1 }));

Deno.serve(async (request) => {
  if (!(await isFromDatabase(request))) return answer(401, "wrong secret");
  const order = shippedOrder(await request.json());
  if (order === undefined) return answer(200, "nothing to tell");
  // Bare digits would be sent as they are: nobody can tell whether they begin with a country code.
  if (!order.phone?.startsWith("+")) return answer(422, "no phone with a country code");

  const { env } = Deno;
  const wipsy = new Wipsy({ apiKey: env.get("WIPSY_API_KEY"), baseUrl: env.get("WIPSY_BASE_URL"), idempotency });
  const link = order.tracking_url ? ` Síguelo aquí: ${order.tracking_url}` : "";
  try {
    const message = `¡Tu pedido va en camino!${link}`;
    const { messageId } = await wipsy.messages.send(
      { to: order.phone, message },
      { idempotencyKey: `order-${order.id}-shipped` },
    );
    return answer(200, `accepted as ${messageId}`);
  } catch (error) {
    if (!isWipsyError(error)) throw error;
    // Database webhooks come once, so the log must show a person what was not sent, or may have been ("unknown").
    console.error(`Order ${order.id}, ${error.outcome}: ${error.message}`);
    return answer(502, error.outcome);
  }
});
