import type { Description } from "../openapi/document.ts";
import { handwritten } from "./handwritten.ts";
import { type Method, methodsOf } from "./methods.ts";
import { groupBy } from "./print.ts";
import type { Row } from "./rows.ts";

type Line = ReturnType<typeof lineOf>;

function lineOf(method: Method) {
  const { agent, namespace } = method.row.operation;
  const parameters = method.parameters
    .filter((one) => !one.startsWith("options?:"))
    .map((one) => one.replace(/:.*/s, ""));
  const [does = ""] = method.does.split("\n");
  const handle = agent ? "agent" : "wipsy";
  return {
    namespace: `${handle}.${namespace}`,
    call: `${handle}.${namespace}.${method.name}(${parameters.join(", ")})`,
    does,
    row: method.row,
  };
}

/** Lists every method. Handwritten methods come before the generated ones of their namespace. */
function linesOf(description: Description, rows: readonly Row[]): Line[] {
  const generated = rows.flatMap((row) => methodsOf(description, row)).map(lineOf);
  const extra = handwritten.flatMap(({ name, call, does }) => {
    const row = rows.find((one) => one.operation.byHand?.includes(name));
    return row ? [{ namespace: call.split(".", 2).join("."), call, does, row }] : [];
  });
  const lines = [...extra, ...generated];
  return lines.sort((a, b) => Number(a.row.operation.agent ?? false) - Number(b.row.operation.agent ?? false));
}

function evidenceOf({ operation, success }: Row): string {
  const { evidence } = operation;
  return success.evidence === undefined || success.evidence === evidence
    ? evidence
    : `${evidence}, answer ${success.evidence}`;
}

function tableOf(lines: readonly Line[]): string {
  const cells = lines.map(({ call, does, row }) => {
    const { operation } = row;
    const text = does.replaceAll("|", "\\|").replace(/[^.!?]$/, "$&.");
    return `| \`${call}\` | ${text} | \`${operation.id}\` | ${operation.effect} | ${evidenceOf(row)} |\n`;
  });
  return `| method | what it does | operation | effect | evidence |\n| --- | --- | --- | --- | --- |\n${cells.join("")}`;
}

/** Writes `API.md`: every method with its summary, operation, effect and evidence. */
export function apiFile(description: Description, rows: readonly Row[]): string {
  const groups = groupBy(linesOf(description, rows), (line) => line.namespace);
  const namespaces = [...groups].map(([name, lines]) => `## ${name}\n\n${tableOf(lines)}`);
  return `# API

Every method, from the description of ${description.info.title} ${description.info.version}. Written by \`npm run generate\`.

- **Effect**: \`read\` changes nothing, \`idempotent\` ends in the same state however often it runs, \`write\` acts again each time.
- **Evidence**: \`documented\` by the vendor; \`partial\`: its page was cut off, more may belong to it; \`inferred\`: no page
  shows it, it may not exist, and it throws unless the client was made with \`allowInferred: true\`.

Every method takes options last: \`{ signal, timeout, deadline, maxRetries, maxResponseSize, headers }\`; a write takes
\`idempotencyKey\` as well, \`iterate\` takes \`incomplete\` and \`checkpoint\`. Every call has \`.withResponse()\`, for the HTTP answer.

Beside the namespaces: \`wipsy.call(id, input)\` calls any operation by its id and gives its whole answer,
\`wipsy.agent({ session, token })\` acts as an agent (\`agent.call\`, \`agent.findSent(query)\`, \`agent.reconcileSend()\`), \`wipsy.close()\` closes idle connections,
\`wipsy.idempotency\` looks into the store of idempotency keys (\`get\`, \`list\`, \`resolve\`, \`prune\`).

From \`wipsy-client/feed\`: \`watchMessages(agent, options)\` gives an agent's messages as they come, \`watchChats(wipsy, options)\`
an account's chats, \`waitForDelivery(agent, sent, options)\` and \`watchDelivery(agent, messages, options)\` tell how far sent messages have
come. From \`wipsy-client/raw\`: \`rawClient(wipsy)\` is the generated openapi-fetch client. From \`wipsy-client/campaign\`: \`sendMany(wipsy, recipients, options)\` sends a message to each of many recipients.
From \`wipsy-client/testing\`: \`mockApi(options)\` is a stateful API for tests, whose \`fetch\` goes to the client.
From \`wipsy-client/stores/…\`: \`memoryStore()\`, \`sqliteStore(path)\`, \`postgresStore(pool)\` and \`redisStore(client)\` keep idempotency keys. From \`wipsy-client/bullmq\`: \`sendJobOptions\`, \`sendWorkerOptions\` and \`sendProcessor\`; from \`wipsy-client/pg-boss\`: \`sendQueueOptions\` and \`sendHandler\`.

${namespaces.join("\n")}`;
}
