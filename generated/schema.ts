// Written by `npm run generate`. Not to be edited.
// The types are openapi-typescript's.

export interface paths {
    "/api-send-message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message
         * @description Sends one message over WhatsApp, Instagram or Facebook Messenger, with or without a media file.
         */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-get-chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get chats, or one chat
         * @description Answers the account's chats, or a single one when `chatId` is given, together with the account's chat buttons.
         *     The reference says that the state of the buttons in each chat comes with this call; in which field is not known.
         *
         *     Evidence: partial.
         */
        get: operations["getChats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-update-chat-button": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a chat button
         * @description Changes the definition of a chat button for the whole account. It does not change the button's state in one chat.
         *     Every field of the body is optional.
         */
        put: operations["updateChatButton"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-get-contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get contacts, or one contact
         * @description Answers the account's contacts, or a single one when `contactId` is given.
         *
         *     Evidence: partial.
         */
        get: operations["getContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-create-contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a contact
         * @description Adds a contact to the account. The Free plan allows 100 new contacts a month.
         */
        post: operations["createContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent-get-chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the chats of an agent
         * @description Answers chats, for the agent whose session is given. The answer has no `success` and no `data`.
         */
        post: operations["agentGetChats"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent-get-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the messages of a chat as an agent
         * @description Answers the messages of one chat, for the agent whose session is given. The order of the messages is not
         *     documented. The answer has no `success` and no `data`.
         */
        post: operations["agentGetMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-get-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the messages of a chat
         * @description Answers the messages of one chat. The agents have a documented operation for this; that one exists for API keys is inferred.
         *
         *     Evidence: inferred.
         */
        get: operations["getMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-update-chat-button-state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set a button's state in one chat
         * @description Switches a chat button on or off in one chat. The definition of the button stays as it is.
         *
         *     Evidence: inferred.
         */
        put: operations["updateChatButtonState"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-update-contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a contact
         * @description Changes a contact. Only the fields that are sent change.
         *
         *     Evidence: inferred.
         */
        put: operations["updateContact"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-delete-contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a contact
         * @description Deletes a contact.
         *
         *     Evidence: inferred.
         */
        delete: operations["deleteContact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-get-products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get products, or one product
         * @description Answers the account's products, or a single one when `productId` is given.
         *     A weak guess: an older public snapshot of the product answers an inventory with `products`, `summary` and `meta`,
         *     and without `data`.
         *
         *     Evidence: inferred.
         */
        get: operations["getProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-create-product": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a product
         * @description Adds a product to the account.
         *
         *     Evidence: inferred.
         */
        post: operations["createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-update-product": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a product
         * @description Changes a product. Only the fields that are sent change.
         *
         *     Evidence: inferred.
         */
        put: operations["updateProduct"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-delete-product": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a product
         * @description Deletes a product.
         *
         *     Evidence: inferred.
         */
        delete: operations["deleteProduct"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-get-pipeline-stages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get pipeline stages, or one pipeline stage
         * @description Answers the account's pipeline stages, or a single one when `pipelineStageId` is given.
         *
         *     Evidence: inferred.
         */
        get: operations["getPipelineStages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-create-pipeline-stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a pipeline stage
         * @description Adds a pipeline stage to the account.
         *
         *     Evidence: inferred.
         */
        post: operations["createPipelineStage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-update-pipeline-stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a pipeline stage
         * @description Changes a pipeline stage. Only the fields that are sent change.
         *
         *     Evidence: inferred.
         */
        put: operations["updatePipelineStage"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-delete-pipeline-stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a pipeline stage
         * @description Deletes a pipeline stage.
         *
         *     Evidence: inferred.
         */
        delete: operations["deletePipelineStage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-get-tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get tags, or one tag
         * @description Answers the account's tags, or a single one when `tagId` is given.
         *
         *     Evidence: inferred.
         */
        get: operations["getTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-create-tag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a tag
         * @description Adds a tag to the account.
         *
         *     Evidence: inferred.
         */
        post: operations["createTag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-update-tag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a tag
         * @description Changes a tag. Only the fields that are sent change.
         *
         *     Evidence: inferred.
         */
        put: operations["updateTag"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-delete-tag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a tag
         * @description Deletes a tag.
         *
         *     Evidence: inferred.
         */
        delete: operations["deleteTag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-get-custom-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get custom fields, or one custom field
         * @description Answers the account's custom fields, or a single one when `customFieldId` is given.
         *
         *     Evidence: inferred.
         */
        get: operations["getCustomFields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-create-custom-field": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a custom field
         * @description Adds a custom field to the account.
         *
         *     Evidence: inferred.
         */
        post: operations["createCustomField"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-update-custom-field": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a custom field
         * @description Changes a custom field. Only the fields that are sent change.
         *
         *     Evidence: inferred.
         */
        put: operations["updateCustomField"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-delete-custom-field": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a custom field
         * @description Deletes a custom field.
         *
         *     Evidence: inferred.
         */
        delete: operations["deleteCustomField"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description A product of the account's inventory. A weak guess, from an older public snapshot of the product.
         *
         *     Evidence: inferred.
         */
        Product: {
            /** @description Id of the product. */
            id?: string;
            /** @description Name of the product. */
            name?: string;
            /** @description What the product is. */
            description?: string | null;
            /** @description Price of one piece, with two decimals. */
            price?: number;
            /** @description How many pieces are in stock. */
            stock?: number;
            /** @description Category that the product belongs to. */
            category?: string | null;
            /** @description Addresses of pictures. */
            images?: string[];
            /** @description Whether the product is on sale. */
            is_active?: boolean;
            /** @description When the product was created. */
            created_at?: string;
            /** @description When the product was last changed. */
            updated_at?: string;
        };
        /**
         * @description The definition of a custom field for contacts. A working guess.
         *
         *     Evidence: inferred.
         */
        CustomField: {
            /** @description Id of the field. */
            id?: string;
            /** @description Name of the field. */
            name?: string;
            /** @description What kind of value the field takes. The kinds are not known. */
            field_type?: string;
            /** @description The values to choose from, for a field with a choice. */
            options?: string[];
            /** @description When the field was created. */
            created_at?: string;
        };
        /** @description What an operation answers when it fails. */
        Error: {
            /** @description What went wrong, in words. */
            error: string;
        };
        /** @description The session of a signed-in agent. The agent operations expect it in their body. */
        AgentSession: {
            /** @description The agent. */
            agent: {
                /** @description Id of the agent. */
                id?: string;
                /** @description Name of the agent. */
                name?: string;
                /** @description E-mail address of the agent. */
                email?: string;
                /** @description Role of the agent. */
                role?: string;
                /** @description Id of the user who owns the account that the agent works for. */
                owner_user_id?: string;
                /** @description Id of the agent's organization, if there is one. */
                organization_id?: string | null;
            };
            /** @description What the agent may do. Free-form. */
            permissions?: {
                [key: string]: unknown;
            };
            /** @description The session itself. */
            session: {
                /** @description Token of the session. */
                token?: string;
                /**
                 * Format: date-time
                 * @description When the session ends.
                 */
                expires_at?: string;
            };
        };
        /** @description A button that the account shows in its chats. */
        ChatButton: {
            /** @description Id of the button. */
            id?: string;
            /** @description Id of the user who owns the button. */
            user_id?: string;
            /** @description The label on the button. */
            name?: string;
            /**
             * @description Name of the icon on the button. Any name can occur.
             * @example robot
             */
            icon?: string;
            /** @description Color of the button. */
            color?: string;
            /** @description Whether the button is a switch that can be on or off. */
            is_toggle?: boolean;
            /** @description Whether the button is enabled. */
            is_enabled?: boolean;
            /** @description Place of the button among the others. */
            position?: number;
            /** @description When the button was created. */
            created_at?: string;
            /** @description When the button was last changed, if known. */
            updated_at?: string | null;
        };
        /**
         * @description A conversation with one customer on one channel. More fields may follow.
         *
         *     Evidence: partial.
         */
        Chat: {
            /**
             * Format: uuid
             * @description Id of the chat.
             */
            id?: string;
            /**
             * Format: uuid
             * @description Id of the user who owns the chat.
             */
            user_id?: string;
            /**
             * Format: uuid
             * @description Id of the contact on the other side.
             */
            customer_id?: string;
            /** @description The channel that the chat runs on. */
            channel_type?: ("whatsapp" | "instagram" | "messenger") | (string & {});
            /** @description Where the chat stands. */
            status?: ("active" | "pending" | "completed" | "archived") | (string & {});
            /**
             * Format: date-time
             * @description When the last message was sent or received. The field is documented; its date-time format and that it can be
             *     null are inferred.
             *
             *     Evidence: inferred.
             */
            last_message_at?: string | null;
            /**
             * Format: date-time
             * @description When the chat was created. The field is documented; its date-time format is inferred.
             *
             *     Evidence: inferred.
             */
            created_at?: string;
            /** @description The contact on the other side. */
            customer?: components["schemas"]["Contact"];
        };
        /**
         * @description A customer. More fields may follow.
         *
         *     Evidence: partial.
         */
        Contact: {
            /**
             * Format: uuid
             * @description Id of the contact.
             */
            id?: string;
            /**
             * Format: uuid
             * @description Id of the user who owns the contact.
             */
            user_id?: string;
            /** @description First name. */
            name?: string;
            /** @description Last name. */
            last_name?: string | null;
            /**
             * @description Phone number. The field is documented; that it can be null is inferred from createContact, which takes null.
             *
             *     Evidence: inferred.
             */
            phone?: string | null;
            /** @description WhatsApp id. */
            whatsapp_id?: string | null;
            /** @description E-mail address. */
            email?: string | null;
            /**
             * Format: uri
             * @description Address of the profile picture.
             */
            profile_picture_url?: string | null;
            /** @description Id of the pipeline stage that the contact is in. */
            pipeline_stage_id?: string | null;
            /** @description The pipeline stage that the contact is in. */
            pipeline_stage?: components["schemas"]["PipelineStage"];
            /** @description The tags on the contact. */
            tags?: components["schemas"]["Tag"][];
            /**
             * @description The values of the custom fields for this contact.
             *
             *     Evidence: inferred.
             */
            custom_fields?: {
                [key: string]: unknown;
            }[];
        };
        /**
         * @description A stage of the sales pipeline that contacts move through. More fields may follow.
         *
         *     Evidence: partial.
         */
        PipelineStage: {
            /**
             * @description Id of the stage.
             *
             *     Evidence: inferred.
             */
            id?: string;
            /**
             * @description Id of the user who owns the stage.
             *
             *     Evidence: inferred.
             */
            user_id?: string;
            /**
             * @description Name of the stage.
             *
             *     Evidence: inferred.
             */
            name?: string;
            /**
             * @description Color of the stage, in hexadecimal.
             * @example #3B82F6
             */
            color?: string;
            /** @description Place of the stage in the pipeline. */
            stage_order?: number;
            /** @description Whether the system made the stage, rather than a user. */
            is_system?: boolean;
            /**
             * @description When the stage was created.
             *
             *     Evidence: inferred.
             */
            created_at?: string;
            /** @description When the stage was last changed. */
            updated_at?: string;
        };
        /**
         * @description A label for contacts and chats.
         *
         *     Evidence: inferred.
         */
        Tag: {
            /** @description Id of the tag. */
            id?: string;
            /** @description Id of the user who owns the tag. */
            user_id?: string;
            /** @description The text of the tag. No two tags of an account have the same one. */
            name?: string;
            /** @description Color of the tag. */
            color?: string;
            /** @description When the tag was created. */
            created_at?: string;
            /** @description When the tag was last changed. */
            updated_at?: string;
        };
        /** @description A message in a chat. */
        Message: {
            /** @description Id of the message. */
            id?: string;
            /** @description Id of the chat that the message belongs to. */
            chat_id?: string;
            /** @description The text. */
            content?: string;
            /** @description Who wrote it. */
            sender_type?: ("customer" | "business" | "agent" | "system") | (string & {});
            /** @description What kind of message it is. */
            message_type?: ("text" | "image" | "video" | "audio" | "document" | "location") | (string & {});
            /** @description When the message was created. */
            created_at?: string;
            /** @description Whether the message has been read. */
            is_read?: boolean;
            /** @description How far the delivery has come. Only for messages of a business or an agent. */
            status?: ("sent" | "delivered" | "read" | null) | (string & {});
            /** @description WhatsApp's id of the message; `wamid.…` when it went through Meta. */
            whatsapp_message_id?: string | null;
            /**
             * @description What comes with the text. The field is documented; that it can be null is inferred.
             *
             *     Evidence: inferred.
             */
            metadata?: {
                quotedMessage?: components["schemas"]["QuotedMessage"];
                /** @description Address of the image, if there is one. */
                imageUrl?: string | null;
                /** @description Address of the video, if there is one. */
                videoUrl?: string | null;
                /** @description Address of the audio, if there is one. */
                audioUrl?: string | null;
                /** @description Address of the document, if there is one. */
                documentUrl?: string | null;
            } | null;
        };
        /** @description The earlier message that a message answers. */
        QuotedMessage: {
            /** @description What kind of message is quoted. */
            type?: ("text" | "image" | "video" | "audio" | "document") | (string & {});
            /**
             * @description Text of the quoted message.
             *
             *     Evidence: inferred.
             */
            content?: string;
            /** @description Caption of the quoted media file, if it has one. */
            caption?: string | null;
            /** @description Address of the quoted media file, if there is one. */
            url?: string | null;
        };
    };
    responses: {
        /**
         * @description The request is wrong, for instance a parameter is missing. Inferred, not documented for this operation.
         *
         *     Evidence: inferred.
         */
        BadRequestInferred: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description The credentials are missing or not valid. Inferred, not documented for this operation.
         *
         *     Evidence: inferred.
         */
        UnauthorizedInferred: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description What was asked for does not exist. Inferred, not documented for this operation.
         *
         *     Evidence: inferred.
         */
        NotFoundInferred: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description The server failed. Inferred, not documented for this operation.
         *
         *     Evidence: inferred.
         */
        ServerErrorInferred: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request is wrong, for instance a parameter is missing. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The credentials are missing or not valid. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The agent may not do this. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description What was asked for does not exist. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The server failed. */
        ServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description The Free plan's 100 contacts of this month are used up. The status is documented; that its body is an Error is
         *     inferred.
         */
        QuotaExceeded: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /** @description Evidence: inferred. */
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    sendMessage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Who receives the message. The form depends on the channel:
                     *     WhatsApp takes a phone number (`+573188779043` or `573188779043`);
                     *     Instagram a user id (`828925823321473` or `ig_828925823321473`);
                     *     Messenger a user id (`123456789` or `fb_123456789`).
                     * @example +573188779043
                     */
                    to: string;
                    /**
                     * @description The text of the message. Required even when a media file is sent.
                     * @example Hello, how can I help you?
                     */
                    message: string;
                    /**
                     * @description The channel to send through; `facebook` and `messenger` mean the same.
                     *     Phone numbers default to WhatsApp, the prefix `ig_` in `to` means Instagram and `fb_` means Messenger.
                     *     Only one of the two published builds of the reference says that a missing channel is detected from
                     *     `to`, so it is safer to send it always.
                     * @example whatsapp
                     * @enum {string}
                     */
                    channel?: "whatsapp" | "instagram" | "facebook" | "messenger";
                    /**
                     * Format: uri
                     * @description Address of the image, video, audio or document to send along.
                     */
                    mediaUrl?: string;
                    /**
                     * @description What kind of file `mediaUrl` points to.
                     * @enum {string}
                     */
                    mediaType?: "image" | "video" | "audio" | "document";
                    /** @description Phone number to send from. WhatsApp only; without it the account's default line is used. */
                    from?: string;
                    /**
                     * @description Id (`wamid.…`) of the WhatsApp message that this one answers. WhatsApp only.
                     * @example wamid.HBgMNTczMTg4Nzc5MDQzFQIAERgSOTg5ODFCMTQ5ODMzQTJCOTZGAA==
                     */
                    quotedMessageId?: string | null;
                    /** @description What the quoted message holds, so that it can be displayed. Optional. */
                    quotedMessageMetadata?: {
                        /**
                         * @description What kind of message is quoted.
                         * @enum {string}
                         */
                        type?: "text" | "image" | "video" | "audio" | "document";
                        /** @description Text of the quoted message. */
                        content?: string;
                        /** @description Caption of the quoted media file, if it has one. */
                        caption?: string | null;
                        /** @description Address of the quoted media file, if there is one. */
                        url?: string | null;
                    } | null;
                };
            };
        };
        responses: {
            /** @description The message was sent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        /** @description The provider's id of the message. */
                        messageId?: string;
                        /** @description The provider's id of the recipient. Instagram and Messenger only. */
                        recipientId?: string;
                        /** @description The provider that the message went through. */
                        provider?: ("evolution" | "meta" | "instagram" | "messenger") | (string & {});
                        /** @description The provider's answer, as it came. */
                        data?: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    getChats: {
        parameters: {
            query?: {
                /**
                 * @description Id of the one chat to get. Leave it out for a list.
                 * @example 2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d
                 */
                chatId?: string;
                /** @description How many chats to answer at most, from 1 to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chats, or the chat asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        /** @description One chat when `chatId` was given, otherwise a list. */
                        data?: components["schemas"]["Chat"] | components["schemas"]["Chat"][];
                        /** @description All chat buttons of the account. */
                        chat_buttons?: components["schemas"]["ChatButton"][];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    updateChatButton: {
        parameters: {
            query: {
                /**
                 * @description Id of the button to change.
                 * @example b1f0c2d3-0a1b-4c2d-8e3f-4a5b6c7d8e9f
                 */
                buttonId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether the button is enabled. */
                    is_enabled?: boolean;
                    /**
                     * @description The label on the button.
                     * @example Agente
                     */
                    name?: string;
                    /**
                     * @description Name of the icon on the button.
                     * @example bot
                     */
                    icon?: string;
                    /**
                     * @description Color of the button, in hexadecimal.
                     * @example #3B82F6
                     */
                    color?: string;
                    /** @description Whether the button is a switch that can be on or off. */
                    is_toggle?: boolean;
                    /** @description Place of the button among the others. */
                    position?: number;
                };
            };
        };
        responses: {
            /** @description The button as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        data?: components["schemas"]["ChatButton"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["ServerError"];
        };
    };
    getContacts: {
        parameters: {
            query?: {
                /**
                 * @description Id of the one contact to get. Leave it out for a list.
                 * @example 4f6d2a10-93c7-4b58-8e21-5a0b7c9d1e32
                 */
                contactId?: string;
                /** @description How many contacts to answer at most, from 1 to 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contacts, or the contact asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        /** @description One contact when `contactId` was given, otherwise a list. */
                        data?: components["schemas"]["Contact"] | components["schemas"]["Contact"][];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    createContact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description First name. */
                    name: string;
                    /** @description Last name. */
                    last_name?: string | null;
                    /** @description Phone number. The server normalizes it. That no two contacts can have exactly the same one is inferred. */
                    phone?: string | null;
                    /** @description E-mail address. */
                    email?: string | null;
                    /** @description WhatsApp id. The phone number is used when it is left out. */
                    whatsapp_id?: string | null;
                    /** @description Id of the pipeline stage that the contact starts in. */
                    pipeline_stage_id?: string | null;
                    /** @description Address of a profile picture. */
                    profile_picture_url?: string | null;
                    /** @description Street address. */
                    address?: string | null;
                    /** @description City. */
                    city?: string | null;
                    /** @description Province, state or department. */
                    province?: string | null;
                    /** @description Company that the contact belongs to. */
                    company?: string | null;
                    /** @description Free notes about the contact. */
                    notes?: string | null;
                    /** @description Ids of the tags to put on the contact. */
                    tags?: string[];
                    /** @description Values of custom fields. Each key is the id of a field, each value goes into that field. */
                    custom_fields?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /**
             * @description The new contact.
             *
             *     Evidence: partial.
             */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        data?: components["schemas"]["Contact"];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            429: components["responses"]["QuotaExceeded"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    agentGetChats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    agentSession: components["schemas"]["AgentSession"];
                    /**
                     * @description Answer only chats with this status; `all` sets no condition.
                     * @default all
                     * @enum {string}
                     */
                    status?: "all" | "active" | "pending" | "completed";
                };
            };
        };
        responses: {
            /**
             * @description The agent's chats.
             *
             *     Evidence: partial.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The chats. */
                        chats?: components["schemas"]["Chat"][];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    agentGetMessages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    agentSession: components["schemas"]["AgentSession"];
                    /** @description Id of the chat whose messages to get. */
                    chatId: string;
                    /** @description How many messages to answer at most. Its bounds and its default are not known. */
                    limit?: number;
                };
            };
        };
        responses: {
            /** @description The messages of the chat. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The messages. */
                        messages?: components["schemas"]["Message"][];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    getMessages: {
        parameters: {
            query: {
                /**
                 * @description Id of the chat whose messages to get.
                 * @example 2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d
                 */
                chatId: string;
                /** @description How many messages to answer at most. An upper bound and a default are not known. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description The messages of the chat.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        /** @description The messages. */
                        data?: components["schemas"]["Message"][];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    updateChatButtonState: {
        parameters: {
            query: {
                /**
                 * @description Id of the chat.
                 * @example 2d7e4b90-58a1-4f3c-b6d2-7e8f9a0b1c2d
                 */
                chatId: string;
                /**
                 * @description Id of the button.
                 * @example b1f0c2d3-0a1b-4c2d-8e3f-4a5b6c7d8e9f
                 */
                buttonId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whether the button is on in this chat. */
                    is_active: boolean;
                };
            };
        };
        responses: {
            /**
             * @description The state as it is now.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        /** @description The state of the button in the chat. */
                        data?: {
                            /** @description Id of the chat. */
                            chat_id?: string;
                            /** @description Id of the button. */
                            button_id?: string;
                            /** @description Whether the button is on in this chat. */
                            is_active?: boolean;
                        };
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    updateContact: {
        parameters: {
            query: {
                /**
                 * @description Id of the contact to change.
                 * @example 4f6d2a10-93c7-4b58-8e21-5a0b7c9d1e32
                 */
                contactId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description First name. */
                    name?: string;
                    /** @description Last name. */
                    last_name?: string | null;
                    /** @description Phone number. No two contacts can have exactly the same one. */
                    phone?: string | null;
                    /** @description E-mail address. */
                    email?: string | null;
                    /** @description WhatsApp id. */
                    whatsapp_id?: string | null;
                    /** @description Id of the pipeline stage to move the contact to. */
                    pipeline_stage_id?: string | null;
                    /** @description Address of a profile picture. */
                    profile_picture_url?: string | null;
                    /** @description Street address. */
                    address?: string | null;
                    /** @description City. */
                    city?: string | null;
                    /** @description Province, state or department. */
                    province?: string | null;
                    /** @description Company that the contact belongs to. */
                    company?: string | null;
                    /** @description Free notes about the contact. */
                    notes?: string | null;
                    /** @description Ids of the tags that the contact is to have. */
                    tags?: string[];
                    /** @description Values of custom fields. Each key is the id of a field, each value goes into that field. */
                    custom_fields?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /**
             * @description The contact as it is now.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        data?: components["schemas"]["Contact"];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    deleteContact: {
        parameters: {
            query: {
                /**
                 * @description Id of the contact to delete.
                 * @example 4f6d2a10-93c7-4b58-8e21-5a0b7c9d1e32
                 */
                contactId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description The contact was deleted.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    getProducts: {
        parameters: {
            query?: {
                /**
                 * @description Id of the one product to get. Leave it out for a list.
                 * @example d9b8e0f1-8c9d-4e0f-8a1b-2c3d4e5f6071
                 */
                productId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description The products, or the product asked for.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        /** @description One product when `productId` was given, otherwise a list. */
                        data?: components["schemas"]["Product"] | components["schemas"]["Product"][];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    createProduct: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name of the product. */
                    name: string;
                    /** @description What the product is. */
                    description?: string | null;
                    /** @description Price of one piece, with two decimals. */
                    price?: number;
                    /** @description How many pieces are in stock. */
                    stock?: number;
                    /** @description Category that the product belongs to. */
                    category?: string | null;
                    /** @description Addresses of pictures. */
                    images?: string[];
                    /** @description Whether the product is on sale. */
                    is_active?: boolean;
                };
            };
        };
        responses: {
            /**
             * @description The new product.
             *
             *     Evidence: inferred.
             */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        data?: components["schemas"]["Product"];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    updateProduct: {
        parameters: {
            query: {
                /**
                 * @description Id of the product to change.
                 * @example d9b8e0f1-8c9d-4e0f-8a1b-2c3d4e5f6071
                 */
                productId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name of the product. */
                    name?: string;
                    /** @description What the product is. */
                    description?: string | null;
                    /** @description Price of one piece, with two decimals. */
                    price?: number;
                    /** @description How many pieces are in stock. */
                    stock?: number;
                    /** @description Category that the product belongs to. */
                    category?: string | null;
                    /** @description Addresses of pictures. */
                    images?: string[];
                    /** @description Whether the product is on sale. */
                    is_active?: boolean;
                };
            };
        };
        responses: {
            /**
             * @description The product as it is now.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        data?: components["schemas"]["Product"];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    deleteProduct: {
        parameters: {
            query: {
                /**
                 * @description Id of the product to delete.
                 * @example d9b8e0f1-8c9d-4e0f-8a1b-2c3d4e5f6071
                 */
                productId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description The product was deleted.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    getPipelineStages: {
        parameters: {
            query?: {
                /**
                 * @description Id of the one pipeline stage to get. Leave it out for a list.
                 * @example d3b2e4f5-2c3d-4e4f-8a5b-6c7d8e9f0a1b
                 */
                pipelineStageId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description The pipeline stages, or the pipeline stage asked for.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        /** @description One pipeline stage when `pipelineStageId` was given, otherwise a list. */
                        data?: components["schemas"]["PipelineStage"] | components["schemas"]["PipelineStage"][];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    createPipelineStage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name of the stage. */
                    name: string;
                    /** @description Color of the stage, in hexadecimal. */
                    color?: string;
                    /** @description Place of the stage in the pipeline. */
                    stage_order?: number;
                };
            };
        };
        responses: {
            /**
             * @description The new pipeline stage.
             *
             *     Evidence: inferred.
             */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        data?: components["schemas"]["PipelineStage"];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    updatePipelineStage: {
        parameters: {
            query: {
                /**
                 * @description Id of the pipeline stage to change.
                 * @example d3b2e4f5-2c3d-4e4f-8a5b-6c7d8e9f0a1b
                 */
                pipelineStageId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name of the stage. */
                    name?: string;
                    /** @description Color of the stage, in hexadecimal. */
                    color?: string;
                    /** @description Place of the stage in the pipeline. */
                    stage_order?: number;
                };
            };
        };
        responses: {
            /**
             * @description The pipeline stage as it is now.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        data?: components["schemas"]["PipelineStage"];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    deletePipelineStage: {
        parameters: {
            query: {
                /**
                 * @description Id of the pipeline stage to delete.
                 * @example d3b2e4f5-2c3d-4e4f-8a5b-6c7d8e9f0a1b
                 */
                pipelineStageId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description The pipeline stage was deleted.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    getTags: {
        parameters: {
            query?: {
                /**
                 * @description Id of the one tag to get. Leave it out for a list.
                 * @example f5d4a6b7-4e5f-4a6b-8c7d-8e9f0a1b2c3d
                 */
                tagId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description The tags, or the tag asked for.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        /** @description One tag when `tagId` was given, otherwise a list. */
                        data?: components["schemas"]["Tag"] | components["schemas"]["Tag"][];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    createTag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The text of the tag. */
                    name: string;
                    /** @description Color of the tag, in hexadecimal. */
                    color?: string;
                };
            };
        };
        responses: {
            /**
             * @description The new tag.
             *
             *     Evidence: inferred.
             */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        data?: components["schemas"]["Tag"];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    updateTag: {
        parameters: {
            query: {
                /**
                 * @description Id of the tag to change.
                 * @example f5d4a6b7-4e5f-4a6b-8c7d-8e9f0a1b2c3d
                 */
                tagId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The text of the tag. */
                    name?: string;
                    /** @description Color of the tag, in hexadecimal. */
                    color?: string;
                };
            };
        };
        responses: {
            /**
             * @description The tag as it is now.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        data?: components["schemas"]["Tag"];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    deleteTag: {
        parameters: {
            query: {
                /**
                 * @description Id of the tag to delete.
                 * @example f5d4a6b7-4e5f-4a6b-8c7d-8e9f0a1b2c3d
                 */
                tagId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description The tag was deleted.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    getCustomFields: {
        parameters: {
            query?: {
                /**
                 * @description Id of the one custom field to get. Leave it out for a list.
                 * @example b7f6c8d9-6a7b-4c8d-8e9f-0a1b2c3d4e5f
                 */
                customFieldId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description The custom fields, or the custom field asked for.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        /** @description One custom field when `customFieldId` was given, otherwise a list. */
                        data?: components["schemas"]["CustomField"] | components["schemas"]["CustomField"][];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    createCustomField: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name of the field. */
                    name: string;
                    /** @description What kind of value the field takes. The kinds are not known. */
                    field_type?: string;
                    /** @description The values to choose from, for a field with a choice. */
                    options?: string[];
                };
            };
        };
        responses: {
            /**
             * @description The new custom field.
             *
             *     Evidence: inferred.
             */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        data?: components["schemas"]["CustomField"];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    updateCustomField: {
        parameters: {
            query: {
                /**
                 * @description Id of the custom field to change.
                 * @example b7f6c8d9-6a7b-4c8d-8e9f-0a1b2c3d4e5f
                 */
                customFieldId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name of the field. */
                    name?: string;
                    /** @description What kind of value the field takes. The kinds are not known. */
                    field_type?: string;
                    /** @description The values to choose from, for a field with a choice. */
                    options?: string[];
                };
            };
        };
        responses: {
            /**
             * @description The custom field as it is now.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                        data?: components["schemas"]["CustomField"];
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
    deleteCustomField: {
        parameters: {
            query: {
                /**
                 * @description Id of the custom field to delete.
                 * @example b7f6c8d9-6a7b-4c8d-8e9f-0a1b2c3d4e5f
                 */
                customFieldId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description The custom field was deleted.
             *
             *     Evidence: inferred.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the call succeeded. */
                        success?: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequestInferred"];
            401: components["responses"]["UnauthorizedInferred"];
            404: components["responses"]["NotFoundInferred"];
            500: components["responses"]["ServerErrorInferred"];
        };
    };
}
