import { readFile } from "node:fs/promises";
import type { AgentSession } from "wipsy-client";

/** An agent's session from a file, as the login gives it: { "agent": {…}, "session": { "token": … } }. */
export async function readSession(file: string): Promise<AgentSession> {
  const text = await readFile(file, "utf8");
  try {
    // wipsy.agent() looks whether it is one.
    return JSON.parse(text) as AgentSession;
  } catch {
    // The parser's own message would show a part of the file, and with it perhaps of the token.
    throw new Error("The session file is not JSON.");
  }
}
