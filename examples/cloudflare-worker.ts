// A Cloudflare Worker behind a web form: saves the lead as a contact and notifies the team over WhatsApp.
//
//   npx wrangler deploy examples/cloudflare-worker.ts --name leads
//
// WIPSY_API_KEY   secret: the key of the Wipsy account (npx wrangler secret put WIPSY_API_KEY --name leads)
// TEAM_PHONE      secret: the phone to notify, with country code, such as +573188779043
//
// The form: <form method="post" action="https://leads.….workers.dev"> with the fields name, phone and notes.
// Anyone can post to it: put Turnstile or a rate limit in front. It messages the team, not the phone in the form:
// otherwise strangers could use it to message anyone.

import { detectChannel, isWipsyError, Wipsy } from "wipsy-client";

/** What Cloudflare passes to the Worker. */
interface Env {
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

/** Saves the lead, and returns a note for the team. Never throws: a lead that cannot be saved must not be lost. */
async function save(wipsy: Wipsy, lead: Lead): Promise<{ saved: boolean; note: string }> {
  try {
    await wipsy.contacts.create(lead);
    return { saved: true, note: "Guardado en contactos." };
  } catch (error) {
    if (isWipsyError(error, "ApiError") && error.status === 409) return { saved: true, note: "Ya era un contacto." };
    console.error(isWipsyError(error) ? error.message : "The contact was not saved.");
    if (isWipsyError(error, "RateLimitError")) {
      return { saved: false, note: "NO guardado: se acabó la cuota de contactos del mes." };
    }
    return { saved: false, note: "Revisar si quedó guardado." };
  }
}

async function tell(wipsy: Wipsy, to: string, message: string): Promise<boolean> {
  try {
    await wipsy.messages.send({ to, message });
    return true;
  } catch (error) {
    console.error(isWipsyError(error) ? error.message : "The team was not told.");
    return false;
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (request.method !== "POST") return new Response("POST the form", { status: 405, headers: { allow: "POST" } });
    const form = await request.formData().catch(() => new FormData());
    const lead = leadOf(form);
    if (lead === undefined) return new Response("Escribe tu teléfono con + y el código del país.", { status: 400 });

    const wipsy = new Wipsy({ apiKey: env.WIPSY_API_KEY, baseUrl: env.WIPSY_BASE_URL });
    const { saved, note } = await save(wipsy, lead);
    const news = `Nuevo contacto: ${lead.name}, ${lead.phone}\n${lead.notes}\n${note}`;
    const told = await tell(wipsy, env.TEAM_PHONE, news);
    if (saved || told) return new Response("¡Gracias! Te escribimos pronto.", { status: 201 });
    return new Response("No pudimos recibir tus datos. Intenta de nuevo, por favor.", { status: 503 });
  },
};
