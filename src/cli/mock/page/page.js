// The page of `wipsy-client mock`. Whatever came in is shown as text, never as HTML.

const isSpanish = (new URLSearchParams(location.search).get("lang") ?? navigator.language).startsWith("es");
const words = {
  requests: ["Requests", "Peticiones"],
  contacts: ["Contacts", "Contactos"],
  customer: ["Write as a customer", "Escribir como cliente"],
  reply: ["Reply as the customer", "Responder como el cliente"],
  send: ["Send", "Enviar"],
  delivered: ["Deliver", "Entregar"],
  read: ["Read", "Leer"],
  failed: ["Fail", "Fallar"],
  fail: ["500 next", "500 ahora"],
  limit: ["429 next", "429 ahora"],
  loseAnswer: ["Lose an answer", "Perder una respuesta"],
  refuse: ["Refuse a connection", "Rechazar una conexión"],
  cutOff: ["Cut an answer off", "Cortar una respuesta"],
  html: ["HTML page", "Página HTML"],
  delay: ["Wait 5 s", "Esperar 5 s"],
};
const word = (name) => words[name][isSpanish ? 1 : 0];
const ticks = { sent: "✓", delivered: "✓✓", read: "✓✓ 👁", failed: "✗" };
const find = (selector) => document.querySelector(selector);
let state;
let openId;

function element(tag, text, className = "") {
  return Object.assign(document.createElement(tag), { textContent: text, className });
}

function button(text, onclick) {
  return Object.assign(element("button", text), { type: "button", onclick });
}

const command = (name, body = {}) => fetch(`/__mock/${name}`, { method: "POST", body: JSON.stringify(body) });

function messageItem({ id, content, sender_type, message_type, metadata, created_at, status }) {
  const isOwn = sender_type !== "customer";
  const item = element("li", content, isOwn ? "own" : "");
  const url = metadata[`${message_type}Url`];
  if (url) item.append(element("small", url));
  const time = new Date(created_at).toLocaleTimeString(document.documentElement.lang);
  item.append(element("small", `${time} ${ticks[status] ?? ""}`));
  const act = (name) => button(word(name), () => command("deliver", { messageId: id, status: name }));
  if (isOwn) item.append(...["delivered", "read", "failed"].map(act));
  return item;
}

function chatButton({ id, customer, channel_type, status }) {
  const made = button(customer?.name ?? "", () => {
    openId = id;
    draw();
  });
  made.append(element("small", `${channel_type} · ${status}`, channel_type));
  made.setAttribute("aria-pressed", String(id === openId));
  return made;
}

function requestItem({ method, path, status, fault }) {
  return element("li", `${status ?? "—"} ${method} ${path} ${fault ?? ""}`, status < 400 ? "" : "bad");
}

function draw() {
  openId ??= state.chats[0]?.id;
  const open = state.chats.find(({ id }) => id === openId);
  find("#chats").replaceChildren(...state.chats.map(chatButton));
  find("#messages").replaceChildren(...(open?.messages ?? []).map(messageItem));
  find("#reply").hidden = !open;
  find("#requests").replaceChildren(...state.requests.slice(0, 50).map(requestItem));
  const name = (contact) => [contact.name, contact.last_name, contact.phone].filter(Boolean).join(" ");
  find("#contacts").replaceChildren(...state.contacts.map((contact) => element("li", name(contact))));
}

document.documentElement.lang = isSpanish ? "es" : "en";
find("#faults").append(
  ...["fail", "loseAnswer", "refuse", "cutOff", "html"].map((name) => button(word(name), () => command(name))),
  button(word("limit"), () => command("fail", { status: 429, retryAfter: 1 })),
  button(word("delay"), () => command("delay", { ms: 5000 })),
);
for (const heading of document.querySelectorAll("[data-text]")) heading.textContent = word(heading.dataset.text);
for (const form of document.forms) {
  form.querySelector("button").textContent = word("send");
  form.content.placeholder = word(form.id);
  form.onsubmit = (event) => {
    event.preventDefault();
    const place = form.id === "reply" ? { chatId: openId } : {};
    command("receive", { ...Object.fromEntries(new FormData(form)), ...place });
    form.content.value = "";
  };
}
new EventSource("/__mock/events").onmessage = ({ data }) => {
  state = JSON.parse(data);
  draw();
};
