import {
  CLIENT_CAPABILITIES_META_KEY,
  fromJsonSchema,
  inputRequired,
  inputResponse,
  McpServer,
  ResourceTemplate,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { InputError } from "../errors/classes.ts";
import { isRecord } from "../operation/values.ts";
import type { Account } from "./account.ts";
import { campaignTools } from "./campaign.ts";
import { findContact } from "./contacts.ts";
import { conversation, readConversation } from "./conversation.ts";
import { deliveryOf } from "./delivery.ts";
import { readOne } from "./lists.ts";
import { operationTools } from "./operation-tools.ts";
import { answerChat } from "./prompts.ts";
import { type Doing, failureOf, notice, reading, withoutSecrets } from "./results.ts";
import { sendMessage } from "./send.ts";
import { closed, type Tool, type ToolCall, text } from "./tool.ts";

const instructions = `Tools for the CRM Wipsy: chats with customers over WhatsApp, Instagram and Messenger. ${notice} Errors say in nextStep what to do. After the outcome "unknown", never send again.`;

/** Ends a call of a tool that needs the user's answer first. The client calls again with it. */
class Asked extends Error {}

/** Whether the client can ask its user. */
function canAsk(server: McpServer, { mcpReq }: ServerContext): boolean {
  const envelope: Record<string, unknown> = Object(mcpReq.envelope);
  // Before the revision of 2026-07-28, a client said so once, when it connected.
  const capabilities = envelope[CLIENT_CAPABILITIES_META_KEY] ?? server.server.getClientCapabilities();
  return isRecord(Object(capabilities).elicitation);
}

function confirmFor(server: McpServer, context: ServerContext): ToolCall["confirm"] {
  if (!canAsk(server, context)) return undefined;
  return (question) => {
    const answer = inputResponse(context.mcpReq.inputResponses, "confirm");
    if (answer.kind === "elicit") return answer.action === "accept" && answer.content?.confirm === true;
    throw new Asked(question);
  };
}

const question = (message: string) =>
  inputRequired({
    inputRequests: {
      confirm: inputRequired.elicit({
        message,
        requestedSchema: {
          type: "object",
          properties: { confirm: { type: "boolean", title: "Start", default: false } },
          required: ["confirm"],
        },
      }),
    },
  });

/** A schema that is listed, but checked by `run`: so that bad arguments get an error with an outcome and a next step. */
function listed(schema: ReturnType<typeof fromJsonSchema>): typeof schema {
  return { "~standard": { ...schema["~standard"], validate: (value: unknown) => ({ value }) } };
}

/** A tool with its schemas compiled, which takes a while. */
function compiled(tool: Tool) {
  // The casts: these are JSON Schemas, and arguments are objects.
  const input = fromJsonSchema(tool.input as never);
  const checked = async (args: unknown): Promise<Parameters<Tool["run"]>[0]> => {
    const result = await input["~standard"].validate(args);
    if (!result.issues) return args as Parameters<Tool["run"]>[0];
    const problems = result.issues.map(({ message }) => message).join("; ");
    throw new InputError(`${tool.name}: the arguments do not fit: ${problems}.`, { field: "the arguments" });
  };
  return { tool, input: listed(input), output: fromJsonSchema(tool.output as never), checked };
}

/** The kinds of tools, the ones for everyday work first. */
const kinds = [findContact, readConversation, sendMessage, deliveryOf, campaignTools, operationTools];

/**
 * Prepares an MCP server for an account. Returns a function that makes one per connection or request.
 *
 * @param version the version of this package
 */
export function serverFor(account: Account, version: string): () => McpServer {
  const tools = kinds.flatMap((kind) => kind(account)).map(compiled);
  const clean = (value: object) => withoutSecrets(JSON.stringify(value), account.secrets);
  const failure = (error: unknown, doing: Doing) => {
    const content = [{ type: "text" as const, text: clean(failureOf(error, doing)) }];
    return { content, isError: true };
  };

  function addTools(server: McpServer): void {
    for (const { tool, input, output, checked } of tools) {
      const { name, description, annotations, doing, run } = tool;
      const config = { title: annotations.title, description, annotations, inputSchema: input, outputSchema: output };
      server.registerTool(name, config, async (args, context) => {
        try {
          const call = { signal: context.mcpReq.signal, confirm: confirmFor(server, context) };
          const result = clean(await run(await checked(args), call));
          return { content: [{ type: "text", text: result }], structuredContent: JSON.parse(result) };
        } catch (error) {
          return error instanceof Asked ? question(error.message) : failure(error, doing);
        }
      });
    }
  }

  function addResource(server: McpServer, name: string, description: string, read: Read): void {
    const template = new ResourceTemplate(`wipsy://${name}s/{id}`, { list: undefined });
    const config = { title: `One ${name}`, description, mimeType: "application/json" };
    server.registerResource(name, template, config, async (uri, { id }, { mcpReq }) => {
      try {
        const found = clean(await read(String(id), mcpReq.signal));
        return { contents: [{ uri: uri.href, mimeType: config.mimeType, text: found }] };
      } catch (error) {
        throw new Error(clean(failureOf(error, reading)));
      }
    });
  }

  return () => {
    const server = new McpServer({ name: "wipsy-client", version }, { instructions });
    addTools(server);
    const readChat: Read = (chatId, signal) => conversation(account, { chatId }, signal);
    const readContact: Read = async (id, signal) => ({
      contact: await readOne(account, "contacts", id, signal),
      notice,
    });
    if (account.lists("messages").length > 0)
      addResource(server, "chat", "A chat with its latest messages, as read_conversation returns it.", readChat);
    if (account.lists("contacts").length > 0) addResource(server, "contact", "A contact.", readContact);
    const argsSchema = fromJsonSchema<{ chatId: string; language?: keyof typeof answerChat }>({
      ...closed(
        {
          chatId: text("The id of the chat."),
          language: text("The language of this prompt: en or es; default: en.", { enum: Object.keys(answerChat) }),
        },
        ["chatId"],
      ),
    } as never);
    const prompt = {
      title: "Answer this chat",
      description: "Reads a chat, drafts an answer, and sends it once.",
      argsSchema,
    };
    server.registerPrompt("answer_chat", prompt, ({ chatId, language = "en" }) => ({
      messages: [{ role: "user", content: { type: "text", text: answerChat[language](chatId) } }],
    }));
    return server;
  };
}

type Read = (id: string, signal: AbortSignal) => Promise<object>;
