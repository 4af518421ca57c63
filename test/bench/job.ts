// The work that every contender does: one contact is read, one message is sent. All names and numbers are invented.

export const apiKey = "bench-key";

export const contactId = "2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d";

export const message = {
  to: "+573188779043",
  message: "Hola, su pedido 1001 va en camino.",
  channel: "whatsapp",
} as const;

export const paths = { get: "/api-get-contacts", post: "/api-send-message" } as const;

const contact = {
  id: contactId,
  user_id: "7c1d0e52-9b34-4a6f-8e21-3f5a6b7c8d9e",
  name: "Ana",
  last_name: "Ejemplo",
  phone: "573188779043",
  whatsapp_id: "573188779043",
  email: "ana@example.com",
  profile_picture_url: null,
  pipeline_stage_id: "stage-1",
  pipeline_stage: { id: "stage-1", name: "Nuevo", color: "#3B82F6", stage_order: 1, is_system: true },
  tags: [{ id: "tag-1", name: "cliente", color: "#10B981" }],
  custom_fields: [{ id: "field-1", value: "Bogotá" }],
  created_at: "2026-01-05T10:00:00Z",
};

/** What the server answers, by method. */
export const answers = {
  GET: { success: true, data: contact },
  POST: { success: true, messageId: "wamid.HBgMNTczMTg4", provider: "meta", data: {} },
} as const;

/** What of a request must be the same for every contender. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly key: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

/** Where the server tells of the request before this one. */
export const lastPath = "/last";

/** The requests that the server must see. */
export const expected = {
  get: { method: "GET", url: `${paths.get}?contactId=${contactId}`, key: apiKey, type: undefined, body: "" },
  post: { method: "POST", url: paths.post, key: apiKey, type: "application/json", body: JSON.stringify(message) },
} as const satisfies Record<string, Asked>;
