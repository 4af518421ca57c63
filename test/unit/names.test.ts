import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import { methodName, nounsOf, verbOf } from "../../scripts/generate/names.ts";
import { takenNames } from "../../scripts/generate/short-names.ts";
import { camelCase, pascalCase, singular } from "../../scripts/openapi/casing.ts";

const tags = ["Messages", "Chats", "Contacts", "Agents", "Pipeline Stages", "Custom Fields", "Product Categories"];
const nouns = nounsOf(tags, ["ChatButton", "ChatButtonColor", "contact_category", "Box", "Day", "Status", "Contact"]);

test.each([
  ["Pipeline Stages", "pipelineStages", "PipelineStages"],
  ["Tags", "tags", "Tags"],
  ["custom-fields", "customFields", "CustomFields"],
  ["SMS", "sms", "SMS"],
  ["API keys", "apiKeys", "APIKeys"],
  ["OAuth2", "oAuth2", "OAuth2"],
  ["etiquetas rápidas", "etiquetasRápidas", "EtiquetasRápidas"],
])("%s in camelCase is %s", (name, camel, pascal) => {
  expect(camelCase(name)).toBe(camel);
  expect(pascalCase(name)).toBe(pascal);
});

test.each([
  ["Tags", "Tag"],
  ["Categories", "Category"],
  ["Boxes", "Box"],
  ["Statuses", "Status"],
  ["Messages", "Message"],
  ["Staff", "Staff"],
])("one of %s is a %s", (nouns, noun) => expect(singular(nouns)).toBe(noun));

test.each([
  ["getContacts", "Contacts", { namespace: "contacts", verb: "list" }],
  ["createContact", "Contacts", { namespace: "contacts", verb: "create" }],
  ["updatePipelineStage", "Pipeline Stages", { namespace: "pipelineStages", verb: "update" }],
  ["deleteCustomField", "Custom Fields", { namespace: "customFields", verb: "delete" }],
  ["getProductCategories", "Product Categories", { namespace: "productCategories", verb: "list" }],
  // The noun counts, not the tag: that of another tag, or of a schema.
  ["getContacts", "Chats", { namespace: "contacts", verb: "list" }],
  ["updateChatButton", "Chats", { namespace: "chatButtons", verb: "update" }],
  ["getChatButtons", "Chats", { namespace: "chatButtons", verb: "list" }],
  ["getContactCategories", "Chats", { namespace: "contactCategories", verb: "list" }],
  ["createBox", "Chats", { namespace: "boxes", verb: "create" }],
  ["deleteDay", "Chats", { namespace: "days", verb: "delete" }],
  ["createPlan", "Plans", { namespace: "plans", verb: "create" }],
  // What follows the noun stays in the name; the longest noun counts.
  ["updateChatButtonState", "Chats", { namespace: "chatButtons", name: "updateState" }],
  ["updateChatButtonColorOfDay", "Chats", { namespace: "chatButtonColors", name: "updateOfDay" }],
  ["getChatById", "Contacts", { namespace: "chats", name: "getById" }],
  // Another verb, an unknown noun, or one that may be a plural: the operationId stays, under the tag.
  ["getStatus", "Chats", { namespace: "chats" }],
  ["getBoxing", "Chats", { namespace: "chats" }],
  ["getContactsOfDay", "Chats", { namespace: "chats" }],
  ["sendMessage", "Messages", { namespace: "messages" }],
  ["createContacts", "Contacts", { namespace: "contacts" }],
  ["list", "Contacts", { namespace: "contacts" }],
])("%s under %s", (id, tag, expected) => expect(methodName({ id, tag, agent: false }, nouns)).toEqual(expected));

test.each([
  ["agentGetChats", { namespace: "chats", verb: "list" }],
  ["agentUpdateContact", { namespace: "contacts", verb: "update" }],
  ["agentUpdateChatButtonState", { namespace: "chatButtons", name: "updateState" }],
  ["agentLogout", { namespace: "agents" }],
])("%s for an agent", (id, expected) =>
  expect(methodName({ id, tag: "Agents", agent: true }, nouns)).toEqual(expected),
);

test.each([
  ["getContacts", false, "get"],
  ["agentGetChats", true, "get"],
  ["createWatchList", false, "create"],
])("the verb of %s", (id, agent, verb) => expect(verbOf(id, agent)).toBe(verb));

/** The names that the entry point exports. Those of generated types are the schemas' own. */
function exported(): string[] {
  const file = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
  const module = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
  const program = ts.createProgram([file], { ...module, noLib: true, types: [], allowImportingTsExtensions: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const symbol = source && checker.getSymbolAtLocation(source);
  const exports = symbol ? checker.getExportsOfModule(symbol) : [];
  const isGenerated = (one: ts.Symbol) =>
    one.declarations?.every((declared) => declared.getSourceFile().fileName.includes("/generated/"));
  return exports.filter((one) => !isGenerated(one)).map(({ name }) => name);
}

test("no schema has a name that the package exports", () => {
  const names = exported();
  expect(names).toEqual(expect.arrayContaining(["Wipsy", "WipsyError", "AnswerDetails", "Outcome"]));
  expect(names.length).toBeGreaterThan(60);
  expect(names.filter((name) => /^[A-Z]/.test(name) && !takenNames.has(name))).toEqual([]);
});
