/** A method that is written by hand in `src/resources`. */
export interface Handwritten {
  /** How it is called, for API.md. */
  readonly call: string;
  readonly does: string;
  /** The operation behind it. */
  readonly operation: string;
  /** Whether it takes the place of the operation's own method, which is then not generated. */
  readonly replaces: boolean;
}

export const handwritten: readonly Handwritten[] = [
  {
    call: "wipsy.messages.send(message)",
    does: "Sends a message. The channel follows from the recipient.",
    operation: "sendMessage",
    replaces: true,
  },
  {
    call: "wipsy.chats.watch(options?)",
    does: "The chats as things happen in them: new, changed, or a gap.",
    operation: "getChats",
    replaces: false,
  },
  { call: "wipsy.chats.buttons()", does: "The account's chat buttons.", operation: "getChats", replaces: false },
];

/** The names of the methods that are written by hand in a namespace: no generated one has the same. */
export function handwrittenNames(namespace: string, agent: boolean): string[] {
  return handwritten.flatMap(({ call }) => {
    const [handle, itsNamespace, name = ""] = call.replace(/\(.*/, "").split(".");
    return itsNamespace === namespace && (handle === "agent") === agent ? [name] : [];
  });
}

/** Whether an operation's method is written by hand in place of a generated one. */
export function isReplaced(operationId: string, namespace: string): boolean {
  return handwritten.some(
    ({ operation, replaces, call }) => replaces && operation === operationId && call.split(".")[1] === namespace,
  );
}
