import { readFile } from "node:fs/promises";
import { type Agent, Wipsy, type WipsyOptions } from "../index.ts";
import type { Texts } from "./texts/language.ts";

/** Options that every command of the API has. */
export interface Common {
  readonly baseUrl?: string;
  readonly json?: boolean;
}

/**
 * The agent whose session, the answer of the login, is in a file.
 *
 * @throws Error if the file cannot be read, and InputError if it is not a session
 */
export async function agentFrom(file: string, options: WipsyOptions, t: Texts): Promise<Agent> {
  const text = readFile(file, "utf8");
  const session: unknown = await text.then(JSON.parse).catch(({ code }: NodeJS.ErrnoException) => {
    // Not the parser's own message: it quotes the file, and so perhaps a part of the token.
    throw new Error(code ? t("unreadable", { file: `--session ${file}`, code }) : t("sessionNotJson", { file }));
  });
  // The cast: the client checks what it needs of it.
  return new Wipsy(options).agent({ session } as never);
}
