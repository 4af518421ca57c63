// Written by `npm run generate`. Not to be edited.

import type { ApiTexts } from "../src/mcp/texts.ts";

/** What the description says of each operation in words and schemas, for the tools of `npx wipsy-client mcp`. */
export const texts: ApiTexts = {
  operations: {
    sendMessage: {
      title: "Send a message",
      description: "Sends one message over WhatsApp, Instagram or Facebook Messenger, with or without a media file.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          messageId: { type: "string", description: "The provider's id of the message." },
          recipientId: { type: "string", description: "The provider's id of the recipient. Instagram and Messenger only." },
          provider: {
            type: "string",
            enum: ["evolution", "meta", "instagram", "messenger"],
            description: "The provider that the message went through.",
          },
          data: { type: "object", additionalProperties: true, description: "The provider's answer, as it came." },
        },
      },
      input: {
        body: {
          type: "object",
          required: ["to", "message"],
          properties: {
            to: {
              type: "string",
              description: "Who receives the message. The form depends on the channel:\nWhatsApp takes a phone number (`+573188779043` or `573188779043`);\nInstagram a user id (`828925823321473` or `ig_828925823321473`);\nMessenger a user id (`123456789` or `fb_123456789`).",
            },
            message: {
              type: "string",
              description: "The text of the message. Required even when a media file is sent.",
            },
            channel: {
              type: "string",
              enum: ["whatsapp", "instagram", "facebook", "messenger"],
              description: "The channel to send through; `facebook` and `messenger` mean the same.\nPhone numbers default to WhatsApp, the prefix `ig_` in `to` means Instagram and `fb_` means Messenger.\nOnly one of the two published builds of the reference says that a missing channel is detected from\n`to`, so it is safer to send it always.",
            },
            mediaUrl: {
              type: "string",
              format: "uri",
              description: "Address of the image, video, audio or document to send along.",
            },
            mediaType: {
              type: "string",
              enum: ["image", "video", "audio", "document"],
              description: "What kind of file `mediaUrl` points to.",
            },
            from: {
              type: "string",
              description: "Phone number to send from. WhatsApp only; without it the account's default line is used.",
            },
            quotedMessageId: {
              description: "Id (`wamid.…`) of the WhatsApp message that this one answers. WhatsApp only.",
              anyOf: [{ type: "string" }, { type: "null" }],
            },
            quotedMessageMetadata: {
              description: "What the quoted message holds, so that it can be displayed. Optional.",
              anyOf: [
                {
                  type: "object",
                  properties: {
                    type: {
                      type: "string",
                      enum: ["text", "image", "video", "audio", "document"],
                      description: "What kind of message is quoted.",
                    },
                    content: { type: "string", description: "Text of the quoted message." },
                    caption: {
                      description: "Caption of the quoted media file, if it has one.",
                      anyOf: [{ type: "string" }, { type: "null" }],
                    },
                    url: {
                      description: "Address of the quoted media file, if there is one.",
                      anyOf: [{ type: "string" }, { type: "null" }],
                    },
                  },
                },
                { type: "null" },
              ],
            },
          },
        },
      },
    },
    getChats: {
      title: "Get chats, or one chat",
      description: "Answers the account's chats, or a single one when `chatId` is given, together with the account's chat buttons.\nThe reference says that the state of the buttons in each chat comes with this call; in which field is not known.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: {
            description: "One chat when `chatId` was given, otherwise a list.",
            oneOf: [{ $ref: "#/$defs/Chat" }, { type: "array", items: { $ref: "#/$defs/Chat" } }],
          },
          chat_buttons: {
            type: "array",
            description: "All chat buttons of the account.",
            items: { $ref: "#/$defs/ChatButton" },
          },
        },
      },
      input: {
        query: {
          type: "object",
          properties: {
            chatId: {
              type: "string",
              format: "uuid",
              description: "Id of the one chat to get. Leave it out for a list.",
            },
            limit: {
              type: "integer",
              minimum: 1,
              maximum: 100,
              default: 50,
              description: "How many chats to answer at most, from 1 to 100.",
            },
          },
          required: [],
        },
      },
    },
    updateChatButton: {
      title: "Change a chat button",
      description: "Changes the definition of a chat button for the whole account. It does not change the button's state in one chat.\nEvery field of the body is optional.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: { $ref: "#/$defs/ChatButton" },
        },
      },
      input: {
        query: {
          type: "object",
          properties: { buttonId: { type: "string", description: "Id of the button to change." } },
          required: ["buttonId"],
        },
        body: {
          type: "object",
          properties: {
            is_enabled: { type: "boolean", description: "Whether the button is enabled." },
            name: { type: "string", description: "The label on the button." },
            icon: { type: "string", description: "Name of the icon on the button." },
            color: { type: "string", description: "Color of the button, in hexadecimal." },
            is_toggle: { type: "boolean", description: "Whether the button is a switch that can be on or off." },
            position: { type: "integer", description: "Place of the button among the others." },
          },
        },
      },
    },
    getContacts: {
      title: "Get contacts, or one contact",
      description: "Answers the account's contacts, or a single one when `contactId` is given.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: {
            description: "One contact when `contactId` was given, otherwise a list.",
            oneOf: [{ $ref: "#/$defs/Contact" }, { type: "array", items: { $ref: "#/$defs/Contact" } }],
          },
        },
      },
      input: {
        query: {
          type: "object",
          properties: {
            contactId: {
              type: "string",
              format: "uuid",
              description: "Id of the one contact to get. Leave it out for a list.",
            },
            limit: {
              type: "integer",
              minimum: 1,
              maximum: 500,
              default: 100,
              description: "How many contacts to answer at most, from 1 to 500.",
            },
          },
          required: [],
        },
      },
    },
    createContact: {
      title: "Create a contact",
      description: "Adds a contact to the account. The Free plan allows 100 new contacts a month.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: { $ref: "#/$defs/Contact" },
        },
      },
      input: {
        body: {
          type: "object",
          required: ["name"],
          properties: {
            name: { type: "string", description: "First name." },
            last_name: { description: "Last name.", anyOf: [{ type: "string" }, { type: "null" }] },
            phone: {
              description: "Phone number. The server normalizes it. That no two contacts can have exactly the same one is inferred.",
              anyOf: [{ type: "string" }, { type: "null" }],
            },
            email: { description: "E-mail address.", anyOf: [{ type: "string" }, { type: "null" }] },
            whatsapp_id: {
              description: "WhatsApp id. The phone number is used when it is left out.",
              anyOf: [{ type: "string" }, { type: "null" }],
            },
            pipeline_stage_id: {
              description: "Id of the pipeline stage that the contact starts in.",
              anyOf: [{ type: "string" }, { type: "null" }],
            },
            profile_picture_url: { description: "Address of a profile picture.", anyOf: [{ type: "string" }, { type: "null" }] },
            address: { description: "Street address.", anyOf: [{ type: "string" }, { type: "null" }] },
            city: { description: "City.", anyOf: [{ type: "string" }, { type: "null" }] },
            province: { description: "Province, state or department.", anyOf: [{ type: "string" }, { type: "null" }] },
            company: {
              description: "Company that the contact belongs to.",
              anyOf: [{ type: "string" }, { type: "null" }],
            },
            notes: { description: "Free notes about the contact.", anyOf: [{ type: "string" }, { type: "null" }] },
            tags: {
              type: "array",
              description: "Ids of the tags to put on the contact.",
              items: { type: "string" },
            },
            custom_fields: {
              type: "object",
              additionalProperties: true,
              description: "Values of custom fields. Each key is the id of a field, each value goes into that field.",
            },
          },
        },
      },
    },
    agentGetChats: {
      title: "Get the chats of an agent",
      description: "Answers chats, for the agent whose session is given. The answer has no `success` and no `data`.",
      answer: {
        type: "object",
        properties: { chats: { type: "array", description: "The chats.", items: { $ref: "#/$defs/Chat" } } },
      },
      input: {
        body: {
          type: "object",
          properties: {
            status: {
              type: "string",
              enum: ["all", "active", "pending", "completed"],
              default: "all",
              description: "Answer only chats with this status; `all` sets no condition.",
            },
          },
          required: [],
        },
      },
    },
    agentGetMessages: {
      title: "Get the messages of a chat as an agent",
      description: "Answers the messages of one chat, for the agent whose session is given. The order of the messages is not\ndocumented. The answer has no `success` and no `data`.",
      answer: {
        type: "object",
        properties: { messages: { type: "array", description: "The messages.", items: { $ref: "#/$defs/Message" } } },
      },
      input: {
        body: {
          type: "object",
          properties: {
            chatId: { type: "string", description: "Id of the chat whose messages to get." },
            limit: {
              type: "integer",
              description: "How many messages to answer at most. Its bounds and its default are not known.",
            },
          },
          required: ["chatId"],
        },
      },
    },
    getMessages: {
      title: "Get the messages of a chat",
      description: "Answers the messages of one chat. The agents have a documented operation for this; that one exists for API keys is inferred.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: { type: "array", description: "The messages.", items: { $ref: "#/$defs/Message" } },
        },
      },
      input: {
        query: {
          type: "object",
          properties: {
            chatId: { type: "string", format: "uuid", description: "Id of the chat whose messages to get." },
            limit: {
              type: "integer",
              minimum: 1,
              description: "How many messages to answer at most. An upper bound and a default are not known.",
            },
          },
          required: ["chatId"],
        },
      },
    },
    updateChatButtonState: {
      title: "Set a button's state in one chat",
      description: "Switches a chat button on or off in one chat. The definition of the button stays as it is.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: {
            type: "object",
            description: "The state of the button in the chat.",
            properties: {
              chat_id: { type: "string", description: "Id of the chat." },
              button_id: { type: "string", description: "Id of the button." },
              is_active: { type: "boolean", description: "Whether the button is on in this chat." },
            },
          },
        },
      },
      input: {
        query: {
          type: "object",
          properties: {
            chatId: { type: "string", format: "uuid", description: "Id of the chat." },
            buttonId: { type: "string", description: "Id of the button." },
          },
          required: ["chatId", "buttonId"],
        },
        body: {
          type: "object",
          required: ["is_active"],
          properties: { is_active: { type: "boolean", description: "Whether the button is on in this chat." } },
        },
      },
    },
    updateContact: {
      title: "Change a contact",
      description: "Changes a contact. Only the fields that are sent change.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: { $ref: "#/$defs/Contact" },
        },
      },
      input: {
        query: {
          type: "object",
          properties: { contactId: { type: "string", format: "uuid", description: "Id of the contact to change." } },
          required: ["contactId"],
        },
        body: {
          type: "object",
          properties: {
            name: { type: "string", description: "First name." },
            last_name: { description: "Last name.", anyOf: [{ type: "string" }, { type: "null" }] },
            phone: {
              description: "Phone number. No two contacts can have exactly the same one.",
              anyOf: [{ type: "string" }, { type: "null" }],
            },
            email: { description: "E-mail address.", anyOf: [{ type: "string" }, { type: "null" }] },
            whatsapp_id: { description: "WhatsApp id.", anyOf: [{ type: "string" }, { type: "null" }] },
            pipeline_stage_id: {
              description: "Id of the pipeline stage to move the contact to.",
              anyOf: [{ type: "string" }, { type: "null" }],
            },
            profile_picture_url: { description: "Address of a profile picture.", anyOf: [{ type: "string" }, { type: "null" }] },
            address: { description: "Street address.", anyOf: [{ type: "string" }, { type: "null" }] },
            city: { description: "City.", anyOf: [{ type: "string" }, { type: "null" }] },
            province: { description: "Province, state or department.", anyOf: [{ type: "string" }, { type: "null" }] },
            company: {
              description: "Company that the contact belongs to.",
              anyOf: [{ type: "string" }, { type: "null" }],
            },
            notes: { description: "Free notes about the contact.", anyOf: [{ type: "string" }, { type: "null" }] },
            tags: {
              type: "array",
              description: "Ids of the tags that the contact is to have.",
              items: { type: "string" },
            },
            custom_fields: {
              type: "object",
              additionalProperties: true,
              description: "Values of custom fields. Each key is the id of a field, each value goes into that field.",
            },
          },
        },
      },
    },
    deleteContact: {
      title: "Delete a contact",
      description: "Deletes a contact.",
      answer: {
        type: "object",
        properties: { success: { type: "boolean", description: "Whether the call succeeded." } },
      },
      input: {
        query: {
          type: "object",
          properties: { contactId: { type: "string", format: "uuid", description: "Id of the contact to delete." } },
          required: ["contactId"],
        },
      },
    },
    getProducts: {
      title: "Get products, or one product",
      description: "Answers the account's products, or a single one when `productId` is given.\nA weak guess: an older public snapshot of the product answers an inventory with `products`, `summary` and `meta`,\nand without `data`.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: {
            description: "One product when `productId` was given, otherwise a list.",
            oneOf: [{ $ref: "#/$defs/Product" }, { type: "array", items: { $ref: "#/$defs/Product" } }],
          },
        },
      },
      input: {
        query: {
          type: "object",
          properties: {
            productId: {
              type: "string",
              format: "uuid",
              description: "Id of the one product to get. Leave it out for a list.",
            },
          },
          required: [],
        },
      },
    },
    createProduct: {
      title: "Create a product",
      description: "Adds a product to the account.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: { $ref: "#/$defs/Product" },
        },
      },
      input: {
        body: {
          type: "object",
          required: ["name"],
          properties: {
            name: { type: "string", description: "Name of the product." },
            description: { description: "What the product is.", anyOf: [{ type: "string" }, { type: "null" }] },
            price: { type: "number", description: "Price of one piece, with two decimals." },
            stock: { type: "integer", description: "How many pieces are in stock." },
            category: {
              description: "Category that the product belongs to.",
              anyOf: [{ type: "string" }, { type: "null" }],
            },
            images: { type: "array", description: "Addresses of pictures.", items: { type: "string" } },
            is_active: { type: "boolean", description: "Whether the product is on sale." },
          },
        },
      },
    },
    updateProduct: {
      title: "Change a product",
      description: "Changes a product. Only the fields that are sent change.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: { $ref: "#/$defs/Product" },
        },
      },
      input: {
        query: {
          type: "object",
          properties: { productId: { type: "string", format: "uuid", description: "Id of the product to change." } },
          required: ["productId"],
        },
        body: {
          type: "object",
          properties: {
            name: { type: "string", description: "Name of the product." },
            description: { description: "What the product is.", anyOf: [{ type: "string" }, { type: "null" }] },
            price: { type: "number", description: "Price of one piece, with two decimals." },
            stock: { type: "integer", description: "How many pieces are in stock." },
            category: {
              description: "Category that the product belongs to.",
              anyOf: [{ type: "string" }, { type: "null" }],
            },
            images: { type: "array", description: "Addresses of pictures.", items: { type: "string" } },
            is_active: { type: "boolean", description: "Whether the product is on sale." },
          },
        },
      },
    },
    deleteProduct: {
      title: "Delete a product",
      description: "Deletes a product.",
      answer: {
        type: "object",
        properties: { success: { type: "boolean", description: "Whether the call succeeded." } },
      },
      input: {
        query: {
          type: "object",
          properties: { productId: { type: "string", format: "uuid", description: "Id of the product to delete." } },
          required: ["productId"],
        },
      },
    },
    getPipelineStages: {
      title: "Get pipeline stages, or one pipeline stage",
      description: "Answers the account's pipeline stages, or a single one when `pipelineStageId` is given.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: {
            description: "One pipeline stage when `pipelineStageId` was given, otherwise a list.",
            oneOf: [{ $ref: "#/$defs/PipelineStage" }, { type: "array", items: { $ref: "#/$defs/PipelineStage" } }],
          },
        },
      },
      input: {
        query: {
          type: "object",
          properties: {
            pipelineStageId: {
              type: "string",
              format: "uuid",
              description: "Id of the one pipeline stage to get. Leave it out for a list.",
            },
          },
          required: [],
        },
      },
    },
    createPipelineStage: {
      title: "Create a pipeline stage",
      description: "Adds a pipeline stage to the account.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: { $ref: "#/$defs/PipelineStage" },
        },
      },
      input: {
        body: {
          type: "object",
          required: ["name"],
          properties: {
            name: { type: "string", description: "Name of the stage." },
            color: { type: "string", description: "Color of the stage, in hexadecimal." },
            stage_order: { type: "integer", description: "Place of the stage in the pipeline." },
          },
        },
      },
    },
    updatePipelineStage: {
      title: "Change a pipeline stage",
      description: "Changes a pipeline stage. Only the fields that are sent change.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: { $ref: "#/$defs/PipelineStage" },
        },
      },
      input: {
        query: {
          type: "object",
          properties: {
            pipelineStageId: { type: "string", format: "uuid", description: "Id of the pipeline stage to change." },
          },
          required: ["pipelineStageId"],
        },
        body: {
          type: "object",
          properties: {
            name: { type: "string", description: "Name of the stage." },
            color: { type: "string", description: "Color of the stage, in hexadecimal." },
            stage_order: { type: "integer", description: "Place of the stage in the pipeline." },
          },
        },
      },
    },
    deletePipelineStage: {
      title: "Delete a pipeline stage",
      description: "Deletes a pipeline stage.",
      answer: {
        type: "object",
        properties: { success: { type: "boolean", description: "Whether the call succeeded." } },
      },
      input: {
        query: {
          type: "object",
          properties: {
            pipelineStageId: { type: "string", format: "uuid", description: "Id of the pipeline stage to delete." },
          },
          required: ["pipelineStageId"],
        },
      },
    },
    getTags: {
      title: "Get tags, or one tag",
      description: "Answers the account's tags, or a single one when `tagId` is given.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: {
            description: "One tag when `tagId` was given, otherwise a list.",
            oneOf: [{ $ref: "#/$defs/Tag" }, { type: "array", items: { $ref: "#/$defs/Tag" } }],
          },
        },
      },
      input: {
        query: {
          type: "object",
          properties: {
            tagId: {
              type: "string",
              format: "uuid",
              description: "Id of the one tag to get. Leave it out for a list.",
            },
          },
          required: [],
        },
      },
    },
    createTag: {
      title: "Create a tag",
      description: "Adds a tag to the account.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: { $ref: "#/$defs/Tag" },
        },
      },
      input: {
        body: {
          type: "object",
          required: ["name"],
          properties: {
            name: { type: "string", description: "The text of the tag." },
            color: { type: "string", description: "Color of the tag, in hexadecimal." },
          },
        },
      },
    },
    updateTag: {
      title: "Change a tag",
      description: "Changes a tag. Only the fields that are sent change.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: { $ref: "#/$defs/Tag" },
        },
      },
      input: {
        query: {
          type: "object",
          properties: { tagId: { type: "string", format: "uuid", description: "Id of the tag to change." } },
          required: ["tagId"],
        },
        body: {
          type: "object",
          properties: {
            name: { type: "string", description: "The text of the tag." },
            color: { type: "string", description: "Color of the tag, in hexadecimal." },
          },
        },
      },
    },
    deleteTag: {
      title: "Delete a tag",
      description: "Deletes a tag.",
      answer: {
        type: "object",
        properties: { success: { type: "boolean", description: "Whether the call succeeded." } },
      },
      input: {
        query: {
          type: "object",
          properties: { tagId: { type: "string", format: "uuid", description: "Id of the tag to delete." } },
          required: ["tagId"],
        },
      },
    },
    getCustomFields: {
      title: "Get custom fields, or one custom field",
      description: "Answers the account's custom fields, or a single one when `customFieldId` is given.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: {
            description: "One custom field when `customFieldId` was given, otherwise a list.",
            oneOf: [{ $ref: "#/$defs/CustomField" }, { type: "array", items: { $ref: "#/$defs/CustomField" } }],
          },
        },
      },
      input: {
        query: {
          type: "object",
          properties: {
            customFieldId: {
              type: "string",
              format: "uuid",
              description: "Id of the one custom field to get. Leave it out for a list.",
            },
          },
          required: [],
        },
      },
    },
    createCustomField: {
      title: "Create a custom field",
      description: "Adds a custom field to the account.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: { $ref: "#/$defs/CustomField" },
        },
      },
      input: {
        body: {
          type: "object",
          required: ["name"],
          properties: {
            name: { type: "string", description: "Name of the field." },
            field_type: { type: "string", description: "What kind of value the field takes. The kinds are not known." },
            options: {
              type: "array",
              description: "The values to choose from, for a field with a choice.",
              items: { type: "string" },
            },
          },
        },
      },
    },
    updateCustomField: {
      title: "Change a custom field",
      description: "Changes a custom field. Only the fields that are sent change.",
      answer: {
        type: "object",
        properties: {
          success: { type: "boolean", description: "Whether the call succeeded." },
          data: { $ref: "#/$defs/CustomField" },
        },
      },
      input: {
        query: {
          type: "object",
          properties: {
            customFieldId: { type: "string", format: "uuid", description: "Id of the custom field to change." },
          },
          required: ["customFieldId"],
        },
        body: {
          type: "object",
          properties: {
            name: { type: "string", description: "Name of the field." },
            field_type: { type: "string", description: "What kind of value the field takes. The kinds are not known." },
            options: {
              type: "array",
              description: "The values to choose from, for a field with a choice.",
              items: { type: "string" },
            },
          },
        },
      },
    },
    deleteCustomField: {
      title: "Delete a custom field",
      description: "Deletes a custom field.",
      answer: {
        type: "object",
        properties: { success: { type: "boolean", description: "Whether the call succeeded." } },
      },
      input: {
        query: {
          type: "object",
          properties: {
            customFieldId: { type: "string", format: "uuid", description: "Id of the custom field to delete." },
          },
          required: ["customFieldId"],
        },
      },
    },
  },
  schemas: {
    Product: {
      type: "object",
      description: "A product of the account's inventory. A weak guess, from an older public snapshot of the product.",
      properties: {
        id: { type: "string", description: "Id of the product." },
        name: { type: "string", description: "Name of the product." },
        description: { description: "What the product is.", anyOf: [{ type: "string" }, { type: "null" }] },
        price: { type: "number", description: "Price of one piece, with two decimals." },
        stock: { type: "integer", description: "How many pieces are in stock." },
        category: {
          description: "Category that the product belongs to.",
          anyOf: [{ type: "string" }, { type: "null" }],
        },
        images: { type: "array", description: "Addresses of pictures.", items: { type: "string" } },
        is_active: { type: "boolean", description: "Whether the product is on sale." },
        created_at: { type: "string", description: "When the product was created." },
        updated_at: { type: "string", description: "When the product was last changed." },
      },
    },
    CustomField: {
      type: "object",
      description: "The definition of a custom field for contacts. A working guess.",
      properties: {
        id: { type: "string", description: "Id of the field." },
        name: { type: "string", description: "Name of the field." },
        field_type: { type: "string", description: "What kind of value the field takes. The kinds are not known." },
        options: {
          type: "array",
          description: "The values to choose from, for a field with a choice.",
          items: { type: "string" },
        },
        created_at: { type: "string", description: "When the field was created." },
      },
    },
    Error: {
      type: "object",
      description: "What an operation answers when it fails.",
      required: ["error"],
      properties: { error: { type: "string", description: "What went wrong, in words." } },
    },
    AgentSession: {
      type: "object",
      description: "The session of a signed-in agent. The agent operations expect it in their body.",
      required: ["agent", "session"],
      properties: {
        agent: {
          type: "object",
          description: "The agent.",
          properties: {
            id: { type: "string", description: "Id of the agent." },
            name: { type: "string", description: "Name of the agent." },
            email: { type: "string", description: "E-mail address of the agent." },
            role: { type: "string", description: "Role of the agent." },
            owner_user_id: { type: "string", description: "Id of the user who owns the account that the agent works for." },
            organization_id: {
              description: "Id of the agent's organization, if there is one.",
              anyOf: [{ type: "string" }, { type: "null" }],
            },
          },
        },
        permissions: { type: "object", additionalProperties: true, description: "What the agent may do. Free-form." },
        session: {
          type: "object",
          description: "The session itself.",
          properties: {
            token: { type: "string", description: "Token of the session." },
            expires_at: { type: "string", format: "date-time", description: "When the session ends." },
          },
        },
      },
    },
    ChatButton: {
      type: "object",
      description: "A button that the account shows in its chats.",
      properties: {
        id: { type: "string", description: "Id of the button." },
        user_id: { type: "string", description: "Id of the user who owns the button." },
        name: { type: "string", description: "The label on the button." },
        icon: { type: "string", description: "Name of the icon on the button. Any name can occur." },
        color: { type: "string", description: "Color of the button." },
        is_toggle: { type: "boolean", description: "Whether the button is a switch that can be on or off." },
        is_enabled: { type: "boolean", description: "Whether the button is enabled." },
        position: { type: "integer", description: "Place of the button among the others." },
        created_at: { type: "string", description: "When the button was created." },
        updated_at: {
          description: "When the button was last changed, if known.",
          anyOf: [{ type: "string" }, { type: "null" }],
        },
      },
    },
    Chat: {
      type: "object",
      description: "A conversation with one customer on one channel. More fields may follow.",
      properties: {
        id: { type: "string", format: "uuid", description: "Id of the chat." },
        user_id: { type: "string", format: "uuid", description: "Id of the user who owns the chat." },
        customer_id: { type: "string", format: "uuid", description: "Id of the contact on the other side." },
        channel_type: {
          type: "string",
          enum: ["whatsapp", "instagram", "messenger"],
          description: "The channel that the chat runs on.",
        },
        status: {
          type: "string",
          enum: ["active", "pending", "completed", "archived"],
          description: "Where the chat stands.",
        },
        last_message_at: {
          description: "When the last message was sent or received. The field is documented; its date-time format and that it can be\nnull are inferred.",
          anyOf: [{ type: "string", format: "date-time" }, { type: "null" }],
        },
        created_at: {
          type: "string",
          format: "date-time",
          description: "When the chat was created. The field is documented; its date-time format is inferred.",
        },
        customer: { $ref: "#/$defs/Contact", description: "The contact on the other side." },
      },
    },
    Contact: {
      type: "object",
      description: "A customer. More fields may follow.",
      properties: {
        id: { type: "string", format: "uuid", description: "Id of the contact." },
        user_id: { type: "string", format: "uuid", description: "Id of the user who owns the contact." },
        name: { type: "string", description: "First name." },
        last_name: { description: "Last name.", anyOf: [{ type: "string" }, { type: "null" }] },
        phone: {
          description: "Phone number. The field is documented; that it can be null is inferred from createContact, which takes null.",
          anyOf: [{ type: "string" }, { type: "null" }],
        },
        whatsapp_id: { description: "WhatsApp id.", anyOf: [{ type: "string" }, { type: "null" }] },
        email: { description: "E-mail address.", anyOf: [{ type: "string" }, { type: "null" }] },
        profile_picture_url: {
          description: "Address of the profile picture.",
          anyOf: [{ type: "string", format: "uri" }, { type: "null" }],
        },
        pipeline_stage_id: {
          description: "Id of the pipeline stage that the contact is in.",
          anyOf: [{ type: "string" }, { type: "null" }],
        },
        pipeline_stage: { $ref: "#/$defs/PipelineStage", description: "The pipeline stage that the contact is in." },
        tags: { type: "array", description: "The tags on the contact.", items: { $ref: "#/$defs/Tag" } },
        custom_fields: {
          type: "array",
          description: "The values of the custom fields for this contact.",
          items: {
            type: "object",
            additionalProperties: true,
            description: "The value of one custom field. At least one of its fields has a name that begins with `custom`; the rest is\nnot known.",
          },
        },
      },
    },
    PipelineStage: {
      type: "object",
      description: "A stage of the sales pipeline that contacts move through. More fields may follow.",
      properties: {
        id: { type: "string", description: "Id of the stage." },
        user_id: { type: "string", description: "Id of the user who owns the stage." },
        name: { type: "string", description: "Name of the stage." },
        color: { type: "string", description: "Color of the stage, in hexadecimal." },
        stage_order: { type: "integer", description: "Place of the stage in the pipeline." },
        is_system: { type: "boolean", description: "Whether the system made the stage, rather than a user." },
        created_at: { type: "string", description: "When the stage was created." },
        updated_at: { type: "string", description: "When the stage was last changed." },
      },
    },
    Tag: {
      type: "object",
      description: "A label for contacts and chats.",
      properties: {
        id: { type: "string", description: "Id of the tag." },
        user_id: { type: "string", description: "Id of the user who owns the tag." },
        name: { type: "string", description: "The text of the tag. No two tags of an account have the same one." },
        color: { type: "string", description: "Color of the tag." },
        created_at: { type: "string", description: "When the tag was created." },
        updated_at: { type: "string", description: "When the tag was last changed." },
      },
    },
    Message: {
      type: "object",
      description: "A message in a chat.",
      properties: {
        id: { type: "string", description: "Id of the message." },
        chat_id: { type: "string", description: "Id of the chat that the message belongs to." },
        content: { type: "string", description: "The text." },
        sender_type: { type: "string", enum: ["customer", "business", "agent", "system"], description: "Who wrote it." },
        message_type: {
          type: "string",
          enum: ["text", "image", "video", "audio", "document", "location"],
          description: "What kind of message it is.",
        },
        created_at: { type: "string", description: "When the message was created." },
        is_read: { type: "boolean", description: "Whether the message has been read." },
        status: {
          description: "How far the delivery has come. Only for messages of a business or an agent.",
          anyOf: [{ type: "string", enum: ["sent", "delivered", "read"] }, { type: "null" }],
        },
        whatsapp_message_id: {
          description: "WhatsApp's id of the message; `wamid.…` when it went through Meta.",
          anyOf: [{ type: "string" }, { type: "null" }],
        },
        metadata: {
          description: "What comes with the text. The field is documented; that it can be null is inferred.",
          anyOf: [
            {
              type: "object",
              properties: {
                quotedMessage: { $ref: "#/$defs/QuotedMessage" },
                imageUrl: {
                  description: "Address of the image, if there is one.",
                  anyOf: [{ type: "string" }, { type: "null" }],
                },
                videoUrl: {
                  description: "Address of the video, if there is one.",
                  anyOf: [{ type: "string" }, { type: "null" }],
                },
                audioUrl: {
                  description: "Address of the audio, if there is one.",
                  anyOf: [{ type: "string" }, { type: "null" }],
                },
                documentUrl: {
                  description: "Address of the document, if there is one.",
                  anyOf: [{ type: "string" }, { type: "null" }],
                },
              },
            },
            { type: "null" },
          ],
        },
      },
    },
    QuotedMessage: {
      type: "object",
      description: "The earlier message that a message answers.",
      properties: {
        type: {
          type: "string",
          enum: ["text", "image", "video", "audio", "document"],
          description: "What kind of message is quoted.",
        },
        content: { type: "string", description: "Text of the quoted message." },
        caption: {
          description: "Caption of the quoted media file, if it has one.",
          anyOf: [{ type: "string" }, { type: "null" }],
        },
        url: {
          description: "Address of the quoted media file, if there is one.",
          anyOf: [{ type: "string" }, { type: "null" }],
        },
      },
    },
  },
};
