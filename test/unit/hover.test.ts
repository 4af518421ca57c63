import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "../support/run.ts";

// What an editor shows for a call: the names of types, not their structure.

const file = join(root, "test/unit/hovered.ts");
const code = `import { Wipsy } from "wipsy-client";
const wipsy = new Wipsy();
const agent = wipsy.agent({ session: { agent: { id: "a1" }, session: { token: "agent-token" } } });
void wipsy.contacts.create({ name: "Ana" });
void wipsy.contacts.list({ limit: 10 });
void wipsy.contacts.update("c1", { name: "Ana" });
void wipsy.chatButtons.update("b1", { name: "Agente" });
void wipsy.chatButtons.updateState({ query: { chatId: "c1", buttonId: "b1" }, body: { is_active: true } });
void agent.chats.list({ status: "active" });
void wipsy.messages.send({ to: "+573188779043", message: "Hola" });
`;

function serviceOf(): ts.LanguageService {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const read = (name: string) => (name === file ? code : ts.sys.readFile(name));
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const text = read(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: read,
    directoryExists: ts.sys.directoryExists,
  });
}

const service = serviceOf();

test("the calls compile", () => {
  const found = service.getSemanticDiagnostics(file);
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
});

test.each([
  ["contacts.create", "body: NewContact", "documented"],
  ["contacts.list", "query?: ContactsQuery", "partial"],
  ["contacts.update", "body: ContactChanges", "inferred"],
  ["chatButtons.update", "body: ChatButtonChanges", "documented"],
  ["chatButtons.updateState", "input: UpdateChatButtonStateInput", "inferred"],
  ["agent.chats.list", "query?: AgentChatsQuery", "documented"],
  ["messages.send", "& OutgoingMessage<", "documented"],
])("%s shows %s", (call, shown, evidence) => {
  const info = service.getQuickInfoAtPosition(file, code.indexOf(`${call}(`) + call.length - 1);
  const text = ts.displayPartsToString(info?.displayParts);
  expect(text).toContain(shown);
  expect(text).not.toMatch(/Loose|NonNullable|Refused|Checked/);
  expect(ts.displayPartsToString(info?.documentation)).toContain(evidence);
  expect((info?.tags ?? []).some(({ name }) => name === "experimental")).toBe(evidence === "inferred");
});
