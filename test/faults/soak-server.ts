import { closed, type FaultName } from "./faults.ts";
import { serveFaults } from "./server.ts";

/** What this process reports to its parent. */
export interface SoakServer {
  readonly url: string;
  readonly port: number;
  readonly ports: Readonly<Partial<Record<FaultName, number>>>;
}

/** The answer to a message. */
export interface SoakState {
  /** Open sockets. */
  readonly open: number;
}

const server = await serveFaults();
const ports = Object.fromEntries(closed.map((name) => [name, server.portOf(name)]));
process.send?.({ url: server.url, port: server.portOf("good"), ports } satisfies SoakServer);
process.on("message", () => {
  process.send?.({ open: server.open() } satisfies SoakState);
});
process.on("disconnect", () => process.exit());
