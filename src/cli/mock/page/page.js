// The page of `wipsy-client mock`. Whatever came in is shown as text, never as HTML.

const english = {
  customer: "Write as a customer",
  requests: "Requests",
  contacts: "Contacts",
  send: "Send",
  reply: "Reply as the customer",
  text: "Text",
  none: "No chats yet. Send a message through the client, or write as a customer.",
  delivered: "Deliver",
  read: "Read",
  failed: "Fail",
  fail: "500 next",
  limit: "429 next",
  loseAnswer: "Lose an answer",
  refuse: "Refuse a connection",
  cutOff: "Cut an answer off",
  html: "HTML page",
  delay: "Wait 5 s",
};
const spanish = {
  customer: "Escribir como cliente",
  requests: "Peticiones",
  contacts: "Contactos",
  send: "Enviar",
  reply: "Responder como el cliente",
  text: "Texto",
  none: "Aún no hay chats. Envía un mensaje con el cliente, o escribe como un cliente.",
  delivered: "Entregar",
  read: "Leer",
  failed: "Fallar",
  fail: "500 ahora",
  limit: "429 ahora",
  loseAnswer: "Perder una respuesta",
  refuse: "Rechazar una conexión",
  cutOff: "Cortar una respuesta",
  html: "Página HTML",
  delay: "Esperar 5 s",
};
const language = new URLSearchParams(location.search).get("lang") ?? navigator.language;
const words = language.startsWith("es") ? spanish : english;
document.documentElement.lang = words === spanish ? "es" : "en";

const ticks = { sent: "✓", delivered: "✓✓", read: "✓✓ 👁", failed: "✗" };
const find = (selector) => document.querySelector(selector);
let openChat;

function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

function button(text, act) {
  const made = element("button", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

async function command(name, body = {}) {
  await fetch(`/__mock/${name}`, { method: "POST", body: JSON.stringify(body) });
}

function drawMessage(message) {
  const own = message.sender_type !== "customer";
  const item = element("li", message.content, own ? "own" : "");
  const media = Object.entries(message.metadata ?? {}).find(([name, value]) => name.endsWith("Url") && value);
  if (media) item.append(element("div", `[${message.message_type}] ${media[1]}`, "dim"));
  const footer = element("footer", "", "dim");
  footer.append(element("span", new Date(message.created_at).toLocaleTimeString()));
  if (own) {
    footer.append(element("span", ticks[message.status] ?? "", message.status === "failed" ? "bad" : ""));
    for (const status of ["delivered", "read", "failed"])
      footer.append(button(words[status], () => command("deliver", { messageId: message.id, status })));
  }
  item.append(footer);
  return item;
}

function drawChat(chat) {
  const made = button(chat.customer?.name ?? "", () => {
    openChat = chat.id;
    draw();
  });
  made.append(element("div", `${chat.channel_type} · ${chat.status}`, `dim ${chat.channel_type}`));
  made.setAttribute("aria-pressed", String(chat.id === openChat));
  return made;
}

function drawRequest({ method, path, status, fault }) {
  const isGood = status !== null && status !== undefined && status < 400;
  return element("li", `${status ?? "—"} ${method} ${path}${fault ? ` · ${fault}` : ""}`, isGood ? "" : "bad");
}

async function draw() {
  const { chats, contacts, requests } = await (await fetch("/__mock/state")).json();
  openChat ??= chats[0]?.id;
  const open = chats.find(({ id }) => id === openChat);
  find("#chats").replaceChildren(...(chats.length > 0 ? chats.map(drawChat) : [element("p", words.none, "dim")]));
  find("#messages").replaceChildren(...(open?.messages ?? []).map(drawMessage));
  find("#reply").hidden = !open;
  find("#reply").onsubmit = (event) => submit(event, { from: open.from });
  find("#requests").replaceChildren(...requests.slice(0, 50).map(drawRequest));
  find("#contacts").replaceChildren(
    ...contacts.map(({ name, last_name, phone }) => element("li", [name, last_name, phone].filter(Boolean).join(" "))),
  );
}

function submit(event, more = {}) {
  event.preventDefault();
  command("receive", { ...Object.fromEntries(new FormData(event.target)), ...more });
  event.target.content.value = "";
}

find("#faults").append(
  button(words.fail, () => command("fail")),
  button(words.limit, () => command("fail", { status: 429, retryAfter: 1 })),
  ...["loseAnswer", "refuse", "cutOff", "html"].map((name) => button(words[name], () => command(name))),
  button(words.delay, () => command("delay", { ms: 5000 })),
);
for (const heading of document.querySelectorAll("[data-text]")) heading.textContent = words[heading.dataset.text];
for (const form of document.forms) {
  form.querySelector("button").textContent = words.send;
  form.content.placeholder = form.id === "reply" ? words.reply : words.text;
}
find("#customer").onsubmit = (event) => submit(event);
await draw();
new EventSource("/__mock/events").onmessage = draw;
