// Written by `npm run generate`. Not to be edited.

import type { Call, CallOptions, WriteOptions } from "../src/call/call.ts";
import type { IterateOptions, Iteration } from "../src/lists/iterate.ts";
import type { Item, Page } from "../src/lists/page.ts";
import type { Loose } from "../src/request/input.ts";
import type { components, operations, paths } from "./schema.ts";

type SchemaOf<Name extends keyof components["schemas"]> = components["schemas"][Name];

/**
 * A product of the account's inventory. A weak guess, from an older public snapshot of the product.
 * Evidence: inferred.
 */
export interface Product extends SchemaOf<"Product"> {}

/**
 * The definition of a custom field for contacts. A working guess.
 * Evidence: inferred.
 */
export interface CustomField extends SchemaOf<"CustomField"> {}

/**
 * What an operation answers when it fails.
 * Evidence: documented.
 */
export interface Error_ extends SchemaOf<"Error"> {}

/**
 * The session of a signed-in agent. The agent operations expect it in their body.
 * Evidence: documented.
 */
export interface AgentSession extends SchemaOf<"AgentSession"> {}

/**
 * A button that the account shows in its chats.
 * Evidence: documented.
 */
export interface ChatButton extends SchemaOf<"ChatButton"> {}

/**
 * A conversation with one customer on one channel. More fields may follow.
 * Evidence: partial.
 */
export interface Chat extends SchemaOf<"Chat"> {}

/**
 * A customer. More fields may follow.
 * Evidence: partial.
 */
export interface Contact extends SchemaOf<"Contact"> {}

/**
 * A stage of the sales pipeline that contacts move through. More fields may follow.
 * Evidence: partial.
 */
export interface PipelineStage extends SchemaOf<"PipelineStage"> {}

/**
 * A label for contacts and chats.
 * Evidence: inferred.
 */
export interface Tag extends SchemaOf<"Tag"> {}

/**
 * A message in a chat.
 * Evidence: documented.
 */
export interface Message extends SchemaOf<"Message"> {}

/**
 * The earlier message that a message answers.
 * Evidence: documented.
 */
export interface QuotedMessage extends SchemaOf<"QuotedMessage"> {}

/** What each operation is called with, and its whole answer, by its id. */
export interface Operations {
  /** `POST /api-send-message` · write · documented */
  sendMessage: {
    input: { body: Loose<NonNullable<operations["sendMessage"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["sendMessage"]["responses"][200]["content"]["application/json"];
  };
  /** `GET /api-get-chats` · read · partial */
  getChats: {
    input: { query?: Loose<NonNullable<operations["getChats"]["parameters"]["query"]>> | undefined };
    answer: operations["getChats"]["responses"][200]["content"]["application/json"];
  };
  /** `PUT /api-update-chat-button` · idempotent · documented */
  updateChatButton: {
    input: { query: Loose<NonNullable<operations["updateChatButton"]["parameters"]["query"]>>; body: Loose<NonNullable<operations["updateChatButton"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["updateChatButton"]["responses"][200]["content"]["application/json"];
  };
  /** `GET /api-get-contacts` · read · partial */
  getContacts: {
    input: { query?: Loose<NonNullable<operations["getContacts"]["parameters"]["query"]>> | undefined };
    answer: operations["getContacts"]["responses"][200]["content"]["application/json"];
  };
  /** `POST /api-create-contact` · write · documented */
  createContact: {
    input: { body: Loose<NonNullable<operations["createContact"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["createContact"]["responses"][201]["content"]["application/json"];
  };
  /** `POST /agent-get-chats` · read · documented */
  agentGetChats: {
    input: { body: Loose<NonNullable<operations["agentGetChats"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["agentGetChats"]["responses"][200]["content"]["application/json"];
  };
  /** `POST /agent-get-messages` · read · documented */
  agentGetMessages: {
    input: { body: Loose<NonNullable<operations["agentGetMessages"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["agentGetMessages"]["responses"][200]["content"]["application/json"];
  };
  /** `GET /api-get-messages` · read · inferred */
  getMessages: {
    input: { query: Loose<NonNullable<operations["getMessages"]["parameters"]["query"]>> };
    answer: operations["getMessages"]["responses"][200]["content"]["application/json"];
  };
  /** `PUT /api-update-chat-button-state` · idempotent · inferred */
  updateChatButtonState: {
    input: { query: Loose<NonNullable<operations["updateChatButtonState"]["parameters"]["query"]>>; body: Loose<NonNullable<operations["updateChatButtonState"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["updateChatButtonState"]["responses"][200]["content"]["application/json"];
  };
  /** `PUT /api-update-contact` · idempotent · inferred */
  updateContact: {
    input: { query: Loose<NonNullable<operations["updateContact"]["parameters"]["query"]>>; body: Loose<NonNullable<operations["updateContact"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["updateContact"]["responses"][200]["content"]["application/json"];
  };
  /** `DELETE /api-delete-contact` · idempotent · inferred */
  deleteContact: {
    input: { query: Loose<NonNullable<operations["deleteContact"]["parameters"]["query"]>> };
    answer: operations["deleteContact"]["responses"][200]["content"]["application/json"];
  };
  /** `GET /api-get-products` · read · inferred */
  getProducts: {
    input: { query?: Loose<NonNullable<operations["getProducts"]["parameters"]["query"]>> | undefined };
    answer: operations["getProducts"]["responses"][200]["content"]["application/json"];
  };
  /** `POST /api-create-product` · write · inferred */
  createProduct: {
    input: { body: Loose<NonNullable<operations["createProduct"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["createProduct"]["responses"][201]["content"]["application/json"];
  };
  /** `PUT /api-update-product` · idempotent · inferred */
  updateProduct: {
    input: { query: Loose<NonNullable<operations["updateProduct"]["parameters"]["query"]>>; body: Loose<NonNullable<operations["updateProduct"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["updateProduct"]["responses"][200]["content"]["application/json"];
  };
  /** `DELETE /api-delete-product` · idempotent · inferred */
  deleteProduct: {
    input: { query: Loose<NonNullable<operations["deleteProduct"]["parameters"]["query"]>> };
    answer: operations["deleteProduct"]["responses"][200]["content"]["application/json"];
  };
  /** `GET /api-get-pipeline-stages` · read · inferred */
  getPipelineStages: {
    input: { query?: Loose<NonNullable<operations["getPipelineStages"]["parameters"]["query"]>> | undefined };
    answer: operations["getPipelineStages"]["responses"][200]["content"]["application/json"];
  };
  /** `POST /api-create-pipeline-stage` · write · inferred */
  createPipelineStage: {
    input: { body: Loose<NonNullable<operations["createPipelineStage"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["createPipelineStage"]["responses"][201]["content"]["application/json"];
  };
  /** `PUT /api-update-pipeline-stage` · idempotent · inferred */
  updatePipelineStage: {
    input: { query: Loose<NonNullable<operations["updatePipelineStage"]["parameters"]["query"]>>; body: Loose<NonNullable<operations["updatePipelineStage"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["updatePipelineStage"]["responses"][200]["content"]["application/json"];
  };
  /** `DELETE /api-delete-pipeline-stage` · idempotent · inferred */
  deletePipelineStage: {
    input: { query: Loose<NonNullable<operations["deletePipelineStage"]["parameters"]["query"]>> };
    answer: operations["deletePipelineStage"]["responses"][200]["content"]["application/json"];
  };
  /** `GET /api-get-tags` · read · inferred */
  getTags: {
    input: { query?: Loose<NonNullable<operations["getTags"]["parameters"]["query"]>> | undefined };
    answer: operations["getTags"]["responses"][200]["content"]["application/json"];
  };
  /** `POST /api-create-tag` · write · inferred */
  createTag: {
    input: { body: Loose<NonNullable<operations["createTag"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["createTag"]["responses"][201]["content"]["application/json"];
  };
  /** `PUT /api-update-tag` · idempotent · inferred */
  updateTag: {
    input: { query: Loose<NonNullable<operations["updateTag"]["parameters"]["query"]>>; body: Loose<NonNullable<operations["updateTag"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["updateTag"]["responses"][200]["content"]["application/json"];
  };
  /** `DELETE /api-delete-tag` · idempotent · inferred */
  deleteTag: {
    input: { query: Loose<NonNullable<operations["deleteTag"]["parameters"]["query"]>> };
    answer: operations["deleteTag"]["responses"][200]["content"]["application/json"];
  };
  /** `GET /api-get-custom-fields` · read · inferred */
  getCustomFields: {
    input: { query?: Loose<NonNullable<operations["getCustomFields"]["parameters"]["query"]>> | undefined };
    answer: operations["getCustomFields"]["responses"][200]["content"]["application/json"];
  };
  /** `POST /api-create-custom-field` · write · inferred */
  createCustomField: {
    input: { body: Loose<NonNullable<operations["createCustomField"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["createCustomField"]["responses"][201]["content"]["application/json"];
  };
  /** `PUT /api-update-custom-field` · idempotent · inferred */
  updateCustomField: {
    input: { query: Loose<NonNullable<operations["updateCustomField"]["parameters"]["query"]>>; body: Loose<NonNullable<operations["updateCustomField"]["requestBody"]>["content"]["application/json"]> };
    answer: operations["updateCustomField"]["responses"][200]["content"]["application/json"];
  };
  /** `DELETE /api-delete-custom-field` · idempotent · inferred */
  deleteCustomField: {
    input: { query: Loose<NonNullable<operations["deleteCustomField"]["parameters"]["query"]>> };
    answer: operations["deleteCustomField"]["responses"][200]["content"]["application/json"];
  };
}

/** The operations of an agent's handle. */
export type AgentOperations = Pick<Operations, "agentGetChats" | "agentGetMessages">;

/**
 * The parameters of `wipsy.chats.list`.
 *
 * Evidence: partial.
 */
export interface ChatsQuery extends Omit<Loose<NonNullable<operations["getChats"]["parameters"]["query"]>>, "chatId"> {}

/**
 * The body of `wipsy.chatButtons.update`.
 *
 * Evidence: documented.
 */
export interface ChatButtonChanges extends Loose<NonNullable<operations["updateChatButton"]["requestBody"]>["content"]["application/json"]> {}

/**
 * The parameters of `wipsy.contacts.list`.
 *
 * Evidence: partial.
 */
export interface ContactsQuery extends Omit<Loose<NonNullable<operations["getContacts"]["parameters"]["query"]>>, "contactId"> {}

/**
 * The body of `wipsy.contacts.create`.
 *
 * Evidence: documented.
 */
export interface NewContact extends Loose<NonNullable<operations["createContact"]["requestBody"]>["content"]["application/json"]> {}

/**
 * The parameters of `agent.chats.list`.
 *
 * Evidence: documented.
 */
export interface AgentChatsQuery extends Omit<Loose<NonNullable<operations["agentGetChats"]["requestBody"]>["content"]["application/json"]>, "agentSession"> {}

/**
 * The parameters of `agent.messages.list`.
 *
 * Evidence: documented.
 */
export interface AgentMessagesQuery extends Omit<Loose<NonNullable<operations["agentGetMessages"]["requestBody"]>["content"]["application/json"]>, "agentSession"> {}

/**
 * The parameters of `wipsy.messages.list`.
 *
 * Evidence: inferred.
 */
export interface MessagesQuery extends Loose<NonNullable<operations["getMessages"]["parameters"]["query"]>> {}

/**
 * The input of `wipsy.chatButtons.updateState`.
 *
 * Evidence: inferred.
 */
export interface UpdateChatButtonStateInput {
  /** The query. */
  query: Loose<NonNullable<operations["updateChatButtonState"]["parameters"]["query"]>>;
  /** The body. */
  body: Loose<NonNullable<operations["updateChatButtonState"]["requestBody"]>["content"]["application/json"]>;
}

/**
 * The body of `wipsy.contacts.update`.
 *
 * Evidence: inferred.
 */
export interface ContactChanges extends Loose<NonNullable<operations["updateContact"]["requestBody"]>["content"]["application/json"]> {}

/**
 * The body of `wipsy.products.create`.
 *
 * Evidence: inferred.
 */
export interface NewProduct extends Loose<NonNullable<operations["createProduct"]["requestBody"]>["content"]["application/json"]> {}

/**
 * The body of `wipsy.products.update`.
 *
 * Evidence: inferred.
 */
export interface ProductChanges extends Loose<NonNullable<operations["updateProduct"]["requestBody"]>["content"]["application/json"]> {}

/**
 * The body of `wipsy.pipelineStages.create`.
 *
 * Evidence: inferred.
 */
export interface NewPipelineStage extends Loose<NonNullable<operations["createPipelineStage"]["requestBody"]>["content"]["application/json"]> {}

/**
 * The body of `wipsy.pipelineStages.update`.
 *
 * Evidence: inferred.
 */
export interface PipelineStageChanges extends Loose<NonNullable<operations["updatePipelineStage"]["requestBody"]>["content"]["application/json"]> {}

/**
 * The body of `wipsy.tags.create`.
 *
 * Evidence: inferred.
 */
export interface NewTag extends Loose<NonNullable<operations["createTag"]["requestBody"]>["content"]["application/json"]> {}

/**
 * The body of `wipsy.tags.update`.
 *
 * Evidence: inferred.
 */
export interface TagChanges extends Loose<NonNullable<operations["updateTag"]["requestBody"]>["content"]["application/json"]> {}

/**
 * The body of `wipsy.customFields.create`.
 *
 * Evidence: inferred.
 */
export interface NewCustomField extends Loose<NonNullable<operations["createCustomField"]["requestBody"]>["content"]["application/json"]> {}

/**
 * The body of `wipsy.customFields.update`.
 *
 * Evidence: inferred.
 */
export interface CustomFieldChanges extends Loose<NonNullable<operations["updateCustomField"]["requestBody"]>["content"]["application/json"]> {}

/** The namespaces of a client, by name. */
export interface Namespaces {
  /** Send and manage messages across channels. */
  readonly messages: {
    /**
     * Get the messages of a chat.
     *
     * Answers the messages of one chat. The agents have a documented operation for this; that one exists for API keys is inferred.
     *
     * `getMessages` (`GET /api-get-messages`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.messages.list({ chatId: "2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d" }));
     * ```
     */
    list(query: MessagesQuery, options?: CallOptions): Call<Page<Message>>;

    /**
     * The same list, item by item. In pages that double in size, as far as the server goes.
     *
     * `getMessages` (`GET /api-get-messages`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * for await (const one of wipsy.messages.iterate({ chatId: "2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d" })) console.log(one);
     * ```
     */
    iterate(query: Omit<MessagesQuery, "limit">, options?: IterateOptions): Iteration<Message>;
  };

  /** Retrieve and manage conversations. */
  readonly chats: {
    /**
     * The chats of the account. Without a `limit`: at most 50.
     *
     * `getChats` (`GET /api-get-chats`) · read · partial. Documented by the vendor in part: there may be more to it.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy();
     * console.log(await wipsy.chats.list());
     * ```
     */
    list(query?: ChatsQuery, options?: CallOptions): Call<Page<Chat>>;

    /**
     * The same list, item by item. At most 100 (the largest page): throws an `IncompleteListError` when there may be more.
     *
     * `getChats` (`GET /api-get-chats`) · read · partial. Documented by the vendor in part: there may be more to it.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy();
     * for await (const one of wipsy.chats.iterate()) console.log(one);
     * ```
     */
    iterate(query?: Record<string, never>, options?: IterateOptions): Iteration<Chat>;

    /**
     * One item by id. Rejects with a `NotFoundError` if it does not exist.
     *
     * `getChats` (`GET /api-get-chats`) · read · partial. Documented by the vendor in part: there may be more to it.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy();
     * console.log(await wipsy.chats.get("2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d"));
     * ```
     */
    get(id: string, options?: CallOptions): Call<Chat>;
  };

  /** The chat buttons. */
  readonly chatButtons: {
    /**
     * Change a chat button.
     *
     * Changes the definition of a chat button for the whole account. It does not change the button's state in one chat.
     * Every field of the body is optional.
     *
     * `updateChatButton` (`PUT /api-update-chat-button`) · idempotent · documented. Documented by the vendor.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy();
     * console.log(await wipsy.chatButtons.update("b1f0c2d3-0a1b-4c2d-8e3f-4a5b6c7d8e9f", { name: "Agente", color: "#3B82F6" }));
     * ```
     */
    update(id: string, body: ChatButtonChanges, options?: CallOptions): Call<ChatButton>;

    /**
     * Set a button's state in one chat.
     *
     * Switches a chat button on or off in one chat. The definition of the button stays as it is.
     *
     * `updateChatButtonState` (`PUT /api-update-chat-button-state`) · idempotent · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.chatButtons.updateState({
     *   query: { chatId: "2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d", buttonId: "b1f0c2d3-0a1b-4c2d-8e3f-4a5b6c7d8e9f" },
     *   body: { is_active: true },
     * }));
     * ```
     */
    updateState(input: UpdateChatButtonStateInput, options?: CallOptions): Call<Item<Operations["updateChatButtonState"]["answer"]["data"]>>;
  };

  /** Manage customer contacts. */
  readonly contacts: {
    /**
     * The contacts of the account. Without a `limit`: at most 100.
     *
     * `getContacts` (`GET /api-get-contacts`) · read · partial. Documented by the vendor in part: there may be more to it.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy();
     * console.log(await wipsy.contacts.list());
     * ```
     */
    list(query?: ContactsQuery, options?: CallOptions): Call<Page<Contact>>;

    /**
     * The same list, item by item. At most 500 (the largest page): throws an `IncompleteListError` when there may be more.
     *
     * `getContacts` (`GET /api-get-contacts`) · read · partial. Documented by the vendor in part: there may be more to it.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy();
     * for await (const one of wipsy.contacts.iterate()) console.log(one);
     * ```
     */
    iterate(query?: Record<string, never>, options?: IterateOptions): Iteration<Contact>;

    /**
     * One item by id. Rejects with a `NotFoundError` if it does not exist.
     *
     * `getContacts` (`GET /api-get-contacts`) · read · partial. Documented by the vendor in part: there may be more to it.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy();
     * console.log(await wipsy.contacts.get("4f6d2a10-93c7-4b58-8e21-5a0b7c9d1e32"));
     * ```
     */
    get(id: string, options?: CallOptions): Call<Contact>;

    /**
     * Create a contact.
     *
     * Adds a contact to the account. The Free plan allows 100 new contacts a month.
     *
     * `createContact` (`POST /api-create-contact`) · write · documented. Documented by the vendor. Its answer: partial.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy();
     * console.log(await wipsy.contacts.create({ name: "Ana" }));
     * ```
     */
    create(body: NewContact, options?: WriteOptions): Call<Contact>;

    /**
     * Change a contact.
     *
     * Changes a contact. Only the fields that are sent change.
     *
     * `updateContact` (`PUT /api-update-contact`) · idempotent · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.contacts.update("4f6d2a10-93c7-4b58-8e21-5a0b7c9d1e32", { notes: "Prefers to be written to in the morning." }));
     * ```
     */
    update(id: string, body: ContactChanges, options?: CallOptions): Call<Contact>;

    /**
     * Delete a contact.
     *
     * Deletes a contact.
     *
     * `deleteContact` (`DELETE /api-delete-contact`) · idempotent · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.contacts.delete("4f6d2a10-93c7-4b58-8e21-5a0b7c9d1e32"));
     * ```
     */
    delete(id: string, options?: CallOptions): Call<Operations["deleteContact"]["answer"]>;
  };

  /** Product inventory. The purpose is documented, the name of the tag is inferred. */
  readonly products: {
    /**
     * The products of the account.
     *
     * `getProducts` (`GET /api-get-products`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.products.list());
     * ```
     */
    list(query?: Record<string, never>, options?: CallOptions): Call<Page<Product>>;

    /**
     * The same list, item by item. The API sets no page size: throws an `IncompleteListError` at 1,000 items, where there may be more.
     *
     * `getProducts` (`GET /api-get-products`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * for await (const one of wipsy.products.iterate()) console.log(one);
     * ```
     */
    iterate(query?: Record<string, never>, options?: IterateOptions): Iteration<Product>;

    /**
     * One item by id. Rejects with a `NotFoundError` if it does not exist.
     *
     * `getProducts` (`GET /api-get-products`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.products.get("d9b8e0f1-8c9d-4e0f-8a1b-2c3d4e5f6071"));
     * ```
     */
    get(id: string, options?: CallOptions): Call<Product>;

    /**
     * Create a product.
     *
     * Adds a product to the account.
     *
     * `createProduct` (`POST /api-create-product`) · write · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.products.create({ name: "Blue mug" }));
     * ```
     */
    create(body: NewProduct, options?: WriteOptions): Call<Product>;

    /**
     * Change a product.
     *
     * Changes a product. Only the fields that are sent change.
     *
     * `updateProduct` (`PUT /api-update-product`) · idempotent · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.products.update("d9b8e0f1-8c9d-4e0f-8a1b-2c3d4e5f6071", { stock: 3 }));
     * ```
     */
    update(id: string, body: ProductChanges, options?: CallOptions): Call<Product>;

    /**
     * Delete a product.
     *
     * Deletes a product.
     *
     * `deleteProduct` (`DELETE /api-delete-product`) · idempotent · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.products.delete("d9b8e0f1-8c9d-4e0f-8a1b-2c3d4e5f6071"));
     * ```
     */
    delete(id: string, options?: CallOptions): Call<Operations["deleteProduct"]["answer"]>;
  };

  /** Pipeline stages for contacts. The purpose is documented, the name of the tag is inferred. */
  readonly pipelineStages: {
    /**
     * The pipeline stages of the account.
     *
     * `getPipelineStages` (`GET /api-get-pipeline-stages`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.pipelineStages.list());
     * ```
     */
    list(query?: Record<string, never>, options?: CallOptions): Call<Page<PipelineStage>>;

    /**
     * The same list, item by item. The API sets no page size: throws an `IncompleteListError` at 1,000 items, where there may be more.
     *
     * `getPipelineStages` (`GET /api-get-pipeline-stages`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * for await (const one of wipsy.pipelineStages.iterate()) console.log(one);
     * ```
     */
    iterate(query?: Record<string, never>, options?: IterateOptions): Iteration<PipelineStage>;

    /**
     * One item by id. Rejects with a `NotFoundError` if it does not exist.
     *
     * `getPipelineStages` (`GET /api-get-pipeline-stages`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.pipelineStages.get("d3b2e4f5-2c3d-4e4f-8a5b-6c7d8e9f0a1b"));
     * ```
     */
    get(id: string, options?: CallOptions): Call<PipelineStage>;

    /**
     * Create a pipeline stage.
     *
     * Adds a pipeline stage to the account.
     *
     * `createPipelineStage` (`POST /api-create-pipeline-stage`) · write · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.pipelineStages.create({ name: "Interested" }));
     * ```
     */
    create(body: NewPipelineStage, options?: WriteOptions): Call<PipelineStage>;

    /**
     * Change a pipeline stage.
     *
     * Changes a pipeline stage. Only the fields that are sent change.
     *
     * `updatePipelineStage` (`PUT /api-update-pipeline-stage`) · idempotent · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.pipelineStages.update("d3b2e4f5-2c3d-4e4f-8a5b-6c7d8e9f0a1b", { stage_order: 1 }));
     * ```
     */
    update(id: string, body: PipelineStageChanges, options?: CallOptions): Call<PipelineStage>;

    /**
     * Delete a pipeline stage.
     *
     * Deletes a pipeline stage.
     *
     * `deletePipelineStage` (`DELETE /api-delete-pipeline-stage`) · idempotent · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.pipelineStages.delete("d3b2e4f5-2c3d-4e4f-8a5b-6c7d8e9f0a1b"));
     * ```
     */
    delete(id: string, options?: CallOptions): Call<Operations["deletePipelineStage"]["answer"]>;
  };

  /** Tags for contacts and chats. The purpose is documented, the name of the tag is inferred. */
  readonly tags: {
    /**
     * The tags of the account.
     *
     * `getTags` (`GET /api-get-tags`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.tags.list());
     * ```
     */
    list(query?: Record<string, never>, options?: CallOptions): Call<Page<Tag>>;

    /**
     * The same list, item by item. The API sets no page size: throws an `IncompleteListError` at 1,000 items, where there may be more.
     *
     * `getTags` (`GET /api-get-tags`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * for await (const one of wipsy.tags.iterate()) console.log(one);
     * ```
     */
    iterate(query?: Record<string, never>, options?: IterateOptions): Iteration<Tag>;

    /**
     * One item by id. Rejects with a `NotFoundError` if it does not exist.
     *
     * `getTags` (`GET /api-get-tags`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.tags.get("f5d4a6b7-4e5f-4a6b-8c7d-8e9f0a1b2c3d"));
     * ```
     */
    get(id: string, options?: CallOptions): Call<Tag>;

    /**
     * Create a tag.
     *
     * Adds a tag to the account.
     *
     * `createTag` (`POST /api-create-tag`) · write · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.tags.create({ name: "VIP" }));
     * ```
     */
    create(body: NewTag, options?: WriteOptions): Call<Tag>;

    /**
     * Change a tag.
     *
     * Changes a tag. Only the fields that are sent change.
     *
     * `updateTag` (`PUT /api-update-tag`) · idempotent · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.tags.update("f5d4a6b7-4e5f-4a6b-8c7d-8e9f0a1b2c3d", { color: "#F59E0B" }));
     * ```
     */
    update(id: string, body: TagChanges, options?: CallOptions): Call<Tag>;

    /**
     * Delete a tag.
     *
     * Deletes a tag.
     *
     * `deleteTag` (`DELETE /api-delete-tag`) · idempotent · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.tags.delete("f5d4a6b7-4e5f-4a6b-8c7d-8e9f0a1b2c3d"));
     * ```
     */
    delete(id: string, options?: CallOptions): Call<Operations["deleteTag"]["answer"]>;
  };

  /** Custom fields for contacts. The purpose is documented, the name of the tag is inferred. */
  readonly customFields: {
    /**
     * The custom fields of the account.
     *
     * `getCustomFields` (`GET /api-get-custom-fields`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.customFields.list());
     * ```
     */
    list(query?: Record<string, never>, options?: CallOptions): Call<Page<CustomField>>;

    /**
     * The same list, item by item. The API sets no page size: throws an `IncompleteListError` at 1,000 items, where there may be more.
     *
     * `getCustomFields` (`GET /api-get-custom-fields`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * for await (const one of wipsy.customFields.iterate()) console.log(one);
     * ```
     */
    iterate(query?: Record<string, never>, options?: IterateOptions): Iteration<CustomField>;

    /**
     * One item by id. Rejects with a `NotFoundError` if it does not exist.
     *
     * `getCustomFields` (`GET /api-get-custom-fields`) · read · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.customFields.get("b7f6c8d9-6a7b-4c8d-8e9f-0a1b2c3d4e5f"));
     * ```
     */
    get(id: string, options?: CallOptions): Call<CustomField>;

    /**
     * Create a custom field.
     *
     * Adds a custom field to the account.
     *
     * `createCustomField` (`POST /api-create-custom-field`) · write · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.customFields.create({ name: "Birthday" }));
     * ```
     */
    create(body: NewCustomField, options?: WriteOptions): Call<CustomField>;

    /**
     * Change a custom field.
     *
     * Changes a custom field. Only the fields that are sent change.
     *
     * `updateCustomField` (`PUT /api-update-custom-field`) · idempotent · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.customFields.update("b7f6c8d9-6a7b-4c8d-8e9f-0a1b2c3d4e5f", { name: "Birthday" }));
     * ```
     */
    update(id: string, body: CustomFieldChanges, options?: CallOptions): Call<CustomField>;

    /**
     * Delete a custom field.
     *
     * Deletes a custom field.
     *
     * `deleteCustomField` (`DELETE /api-delete-custom-field`) · idempotent · inferred. The vendor does not document it: it may not exist. Throws unless `allowInferred: true` is set.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     * @experimental
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const wipsy = new Wipsy({ allowInferred: true });
     * console.log(await wipsy.customFields.delete("b7f6c8d9-6a7b-4c8d-8e9f-0a1b2c3d4e5f"));
     * ```
     */
    delete(id: string, options?: CallOptions): Call<Operations["deleteCustomField"]["answer"]>;
  };
}

/** The namespaces of an agent's handle, by name. The agent's session is added to every body. */
export interface AgentNamespaces {
  /** Retrieve and manage conversations. */
  readonly chats: {
    /**
     * Get the chats of an agent.
     *
     * Answers chats, for the agent whose session is given. The answer has no `success` and no `data`.
     *
     * `agentGetChats` (`POST /agent-get-chats`) · read · documented. Documented by the vendor. Its answer: partial.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const agent = new Wipsy().agent({ session: {
     *   agent: {
     *     id: "agent-1",
     *     name: "Marta Example",
     *     email: "marta@example.com",
     *     role: "agent",
     *     owner_user_id: "0b8c5f0e-6d1a-4c3e-9a52-1f7d3c2b4a10",
     *     organization_id: null,
     *   },
     *   permissions: {},
     *   session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
     * } });
     * console.log(await agent.chats.list());
     * ```
     */
    list(query?: AgentChatsQuery, options?: CallOptions): Call<Page<Chat>>;

    /**
     * The same list, item by item. The API sets no page size: throws an `IncompleteListError` at 1,000 items, where there may be more.
     *
     * `agentGetChats` (`POST /agent-get-chats`) · read · documented. Documented by the vendor. Its answer: partial.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const agent = new Wipsy().agent({ session: {
     *   agent: {
     *     id: "agent-1",
     *     name: "Marta Example",
     *     email: "marta@example.com",
     *     role: "agent",
     *     owner_user_id: "0b8c5f0e-6d1a-4c3e-9a52-1f7d3c2b4a10",
     *     organization_id: null,
     *   },
     *   permissions: {},
     *   session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
     * } });
     * for await (const one of agent.chats.iterate()) console.log(one);
     * ```
     */
    iterate(query?: AgentChatsQuery, options?: IterateOptions): Iteration<Chat>;
  };

  /** Send and manage messages across channels. */
  readonly messages: {
    /**
     * Get the messages of a chat as an agent.
     *
     * Answers the messages of one chat, for the agent whose session is given. The order of the messages is not
     * documented. The answer has no `success` and no `data`.
     *
     * `agentGetMessages` (`POST /agent-get-messages`) · read · documented. Documented by the vendor.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const agent = new Wipsy().agent({ session: {
     *   agent: {
     *     id: "agent-1",
     *     name: "Marta Example",
     *     email: "marta@example.com",
     *     role: "agent",
     *     owner_user_id: "0b8c5f0e-6d1a-4c3e-9a52-1f7d3c2b4a10",
     *     organization_id: null,
     *   },
     *   permissions: {},
     *   session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
     * } });
     * console.log(await agent.messages.list({ chatId: "2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d" }));
     * ```
     */
    list(query: AgentMessagesQuery, options?: CallOptions): Call<Page<Message>>;

    /**
     * The same list, item by item. In pages that double in size, as far as the server goes.
     *
     * `agentGetMessages` (`POST /agent-get-messages`) · read · documented. Documented by the vendor.
     *
     * @throws InputError when the input does not fit the description: nothing is sent. ApiError, ConnectionError and
     *   others when the call fails: docs/errors.md lists them, docs/retries.md says what is retried.
     *
     * @example
     * ```ts
     * import { Wipsy } from "wipsy-client";
     * const agent = new Wipsy().agent({ session: {
     *   agent: {
     *     id: "agent-1",
     *     name: "Marta Example",
     *     email: "marta@example.com",
     *     role: "agent",
     *     owner_user_id: "0b8c5f0e-6d1a-4c3e-9a52-1f7d3c2b4a10",
     *     organization_id: null,
     *   },
     *   permissions: {},
     *   session: { token: "agent-session-token", expires_at: "2030-01-01T00:00:00Z" },
     * } });
     * for await (const one of agent.messages.iterate({ chatId: "2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d" })) console.log(one);
     * ```
     */
    iterate(query: Omit<AgentMessagesQuery, "limit">, options?: IterateOptions): Iteration<Message>;
  };
}

/** All of this, for the client. */
export interface Types {
  /** What `wipsy` has. */
  namespaces: Namespaces;
  /** What `wipsy.agent(…)` has. */
  agentNamespaces: AgentNamespaces;
  /** What `wipsy.call` takes and gives, by operationId. */
  operations: Operations;
  /** What an agent's `call` takes and gives, by operationId. */
  agentOperations: AgentOperations;
  /** The methods written by hand that the description has the operations for. */
  byHand: "messages.send" | "chatButtons.list";
  /** What `rawClient(wipsy)` takes and gives, by path. */
  paths: paths;
}
