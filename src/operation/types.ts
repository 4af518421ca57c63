import type { Api } from "./table.ts";

// Type look-ups for handwritten methods. They must compile for any description, so nothing can be taken as present.

/** A property's type; `unknown` if there is no such property. */
export type Part<Whole, Name extends PropertyKey> = Name extends keyof Whole ? Whole[Name] : unknown;

/** An operation's input. */
export type InputOf<Operations, Id extends PropertyKey> =
  Part<Operations, Id> extends { input: infer Input } ? Input : never;

/** An operation's body. */
export type BodyOf<Operations, Id extends PropertyKey> =
  InputOf<Operations, Id> extends { body: infer Body } ? Body : never;

/** An operation's whole answer. */
export type AnswerOf<Operations, Id extends PropertyKey> =
  Part<Operations, Id> extends { answer: infer Answer } ? Answer : never;

/** The item type of a namespace's list. */
export type Listed<Namespaces, Name extends PropertyKey> =
  Part<Namespaces, Name> extends { iterate(...input: never[]): AsyncIterable<infer Item> } ? Item : never;

/** The session that agent operations send. */
export type SessionOf<A extends Api> = {
  [Id in keyof A["agentOperations"]]: BodyOf<A["agentOperations"], Id> extends { agentSession: infer Session }
    ? Session
    : never;
}[keyof A["agentOperations"]];
