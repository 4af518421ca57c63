import type { Fault, oddHooks } from "./faults.ts";

/** Sends the hook's request, which then gets a fault. */
type Send = (fault: Fault) => Promise<Response>;

/** What a hook does with its request. */
export type Misbehavior = (send: Send) => Promise<Response>;

const wait = (status: number) => Response.json({ error: "wait" }, { status, headers: { "retry-after": "0" } });

/** Hooks that misbehave. Rejections that they leave behind are ignored. */
export const misbehaviors: Readonly<Record<(typeof oddHooks)[number], Misbehavior>> = {
  "hook throws": () => Promise.reject(new Error("mine")),
  async "hook throws afterwards"(send) {
    await send({ name: "good" });
    throw new Error("mine");
  },
  async "hook sends twice"(send) {
    await send({ name: "good" });
    return send({ name: "good" });
  },
  async "hook answers for a lost request"(send) {
    await send({ name: "reads and closes", acts: true }).catch(() => {});
    return wait(503);
  },
  async "hook answers, and sends later"(send) {
    setTimeout(() => send({ name: "good" }).catch(() => {}), 5);
    return wait(429);
  },
};
