// A Cloudflare Worker behind a web form: saves the lead as a contact and notifies the team over WhatsApp, once, even if the
// form is posted again. A Durable Object keeps the idempotency keys.
//
//   npx wrangler deploy       with this in wrangler.toml:
//
//   name = "leads"
//   main = "examples/cloudflare-worker.ts"
//   compatibility_date = "2026-01-01"
//   durable_objects.bindings = [{ name = "KEYS", class_name = "Keys" }]
//   migrations = [{ tag = "v1", new_sqlite_classes = ["Keys"] }]
//
// WIPSY_API_KEY   secret: the key of the Wipsy account (npx wrangler secret put WIPSY_API_KEY --name leads)
// TEAM_PHONE      secret: the phone to notify, with country code, such as +573188779043
//
// The form: <form method="post" action="https://leads.….workers.dev"> with the fields name, phone and notes.
// Anyone can post to it: put Turnstile or a rate limit in front. It messages the team, not the phone in the form:
// otherwise strangers could use it to message anyone.

import { DurableObject } from "cloudflare:workers";
import { detectChannel, type IdempotencyStore, isWipsyError, type KeyQuery, type KeyRecord, Wipsy } from "wipsy-client";

/**
 * The store. `put` and `prune` are atomic because a Durable Object receives no call while it waits for its storage, and
 * durable because a call resolves only once its writes are on disk: wait for nothing else in them.
 */
export class Keys extends DurableObject implements IdempotencyStore {
  get(key: string): Promise<KeyRecord | undefined> {
    return this.ctx.storage.get<KeyRecord>(key);
  }

  async put(record: KeyRecord, expected: string | undefined): Promise<boolean> {
    const found = await this.get(record.key);
    if (found?.token !== expected) return false;
    await this.ctx.storage.put(record.key, record);
    return true;
  }

  async list({ state, after, limit }: KeyQuery): Promise<KeyRecord[]> {
    const found: KeyRecord[] = [];
    for await (const page of this.#pages(after)) {
      found.push(...page.filter((record) => state === undefined || record.state === state));
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }

  async prune(before: number): Promise<number> {
    let count = 0;
    for await (const page of this.#pages()) {
      const old = page.filter(({ state, changedAt }) => !["started", "unknown"].includes(state) && changedAt < before);
      count += await this.ctx.storage.delete(old.map(({ key }) => key));
    }
    return count;
  }

  /** Pages of 128 records: `delete` takes no more keys at once. */
  async *#pages(after?: string): AsyncGenerator<KeyRecord[]> {
    for (let startAfter = after; ; ) {
      const page = await this.ctx.storage.list<KeyRecord>({ startAfter, limit: 128 });
      startAfter = [...page.keys()].at(-1);
      if (startAfter === undefined) return;
      yield [...page.values()];
    }
  }
}

/** What Cloudflare passes to the Worker. */
interface Env {
  KEYS: { getByName(name: string): IdempotencyStore };
  WIPSY_API_KEY: string;
  TEAM_PHONE: string;
  WIPSY_BASE_URL?: string;
}

interface Lead {
  name: string;
  phone: string;
  notes: string;
}

/** The lead in a form; `undefined` if its phone is invalid. A country code is required, never guessed. */
function leadOf(form: FormData): Lead | undefined {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const phone = text("phone");
  if (!phone.startsWith("+")) return undefined;
  try {
    const { to } = detectChannel(phone);
    return { name: text("name").slice(0, 100) || "Sin nombre", phone: to, notes: text("notes").slice(0, 1000) };
  } catch {
    return undefined;
  }
}

/** The same for a form that is posted again. A hash, so that the store holds no phone or name. */
async function keyOf({ name, phone, notes }: Lead): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([name, phone, notes]));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `lead-${Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

const isInProgress = (error: unknown) => isWipsyError(error, "IdempotencyError") && error.reason === "in-progress";

/**
 * Saves the lead, and returns a note for the team. A lead that cannot be saved must not be lost: throws only if another
 * call is saving it.
 */
async function save(wipsy: Wipsy, lead: Lead, key: string): Promise<{ saved: boolean; note: string }> {
  try {
    await wipsy.contacts.create(lead, { idempotencyKey: `${key}-contact` });
    return { saved: true, note: "Guardado en contactos." };
  } catch (error) {
    if (isInProgress(error)) throw error;
    if (isWipsyError(error, "ApiError") && error.status === 409) return { saved: true, note: "Ya era un contacto." };
    console.error(isWipsyError(error) ? error.message : "The contact was not saved.");
    if (isWipsyError(error, "RateLimitError")) {
      return { saved: false, note: "NO guardado: se acabó la cuota de contactos del mes." };
    }
    return { saved: false, note: "Revisar si quedó guardado." };
  }
}

async function tell(wipsy: Wipsy, to: string, message: string, idempotencyKey: string): Promise<boolean> {
  try {
    await wipsy.messages.send({ to, message }, { idempotencyKey });
    return true;
  } catch (error) {
    if (isInProgress(error)) throw error;
    console.error(isWipsyError(error) ? error.message : "The team was not told.");
    return false;
  }
}

/** Resolves with whether the lead was saved, or reported to the team. */
async function receive(wipsy: Wipsy, lead: Lead, team: string): Promise<boolean> {
  const key = await keyOf(lead);
  const { saved, note } = await save(wipsy, lead, key);
  const news = `Nuevo contacto: ${lead.name}, ${lead.phone}\n${lead.notes}\n${note}`;
  const told = await tell(wipsy, team, news, `${key}-${saved ? "saved" : "not-saved"}`);
  return saved || told;
}

function tryAgain(text: string): Response {
  return new Response(`${text} Intenta de nuevo, por favor.`, { status: 503, headers: { "retry-after": "5" } });
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (request.method !== "POST") return new Response("POST the form", { status: 405, headers: { allow: "POST" } });
    const form = await request.formData().catch(() => new FormData());
    const lead = leadOf(form);
    if (lead === undefined) return new Response("Escribe tu teléfono con + y el código del país.", { status: 400 });

    // One object for all keys: enough for hundreds of forms a second.
    const idempotency = env.KEYS.getByName("keys");
    const wipsy = new Wipsy({ apiKey: env.WIPSY_API_KEY, baseUrl: env.WIPSY_BASE_URL, idempotency });
    try {
      if (await receive(wipsy, lead, env.TEAM_PHONE))
        return new Response("¡Gracias! Te escribimos pronto.", { status: 201 });
      return tryAgain("No pudimos recibir tus datos.");
    } catch (error) {
      if (isInProgress(error)) return tryAgain("Ya estamos recibiendo tus datos.");
      throw error;
    }
  },
};
