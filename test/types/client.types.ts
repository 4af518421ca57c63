import { type AbortError, isWipsyError, Wipsy, type WipsyError, type WipsyOptions } from "wipsy-client";
import { type RawClient, rawClient } from "wipsy-client/raw";

// The client and its errors, as programs pass them around. Only compiled.

declare const given: Wipsy | string;
if (typeof given !== "string" && given instanceof Wipsy) {
  given.contacts.list();
  // @ts-expect-error: there is no such namespace
  given.nothing;
}

const made = (options: ConstructorParameters<typeof Wipsy>[0]): InstanceType<typeof Wipsy> => new Wipsy(options);
made({ apiKey: "key" }).contacts.list();
const options: WipsyOptions = { apiKey: "key" };
new Wipsy(options).chats.list();

export class Audited extends Wipsy {
  // @ts-expect-error: a client has its own, which would hide this one
  override agent() {
    return super.agent({ session: { agent: { id: "a1" }, session: { token: "t" } } });
  }
}

// What one class is not, the others may be.
export function wordsFor(error: WipsyError): string {
  if (isWipsyError(error, "AbortError")) return error.name satisfies AbortError["name"];
  if (isWipsyError(error, "ApiError")) {
    if (isWipsyError(error, "AuthenticationError")) return error.message;
    return String(error.status);
  }
  return error.message;
}

// Its type can be written in a declaration.
export const raw: RawClient = rawClient(new Wipsy());
export const inferred = rawClient(new Wipsy());
