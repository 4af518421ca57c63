import type { Api } from "./table.ts";

// How handwritten methods find their types among those of a description, whatever it holds.

/** A property's type; nothing special where there is no such property. */
export type Part<Whole, Name extends PropertyKey> = Name extends keyof Whole ? Whole[Name] : unknown;

/** What an operation is called with. */
export type InputOf<Operations, Id extends PropertyKey> =
  Part<Operations, Id> extends { input: infer Input } ? Input : never;

/** The body that an operation is called with. */
export type BodyOf<Operations, Id extends PropertyKey> =
  InputOf<Operations, Id> extends { body: infer Body } ? Body : never;

/** An operation's whole answer. */
export type AnswerOf<Operations, Id extends PropertyKey> =
  Part<Operations, Id> extends { answer: infer Answer } ? Answer : never;

/** What the list of a namespace holds. */
export type Listed<Namespaces, Name extends PropertyKey> =
  Part<Namespaces, Name> extends { iterate(...input: never[]): AsyncIterable<infer Item> } ? Item : never;

/** The session that an agent's operations carry. */
export type SessionOf<A extends Api> = {
  [Id in keyof A["agentOperations"]]: BodyOf<A["agentOperations"], Id> extends { agentSession: infer Session }
    ? Session
    : never;
}[keyof A["agentOperations"]];
