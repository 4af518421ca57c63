import example, { Keys } from "../../examples/cloudflare-worker.ts";
import { storeChecks } from "../stores/checks.ts";

// For workerd: the example, and at /checks what every store must do, with a new Durable Object for each check.

export { Keys };

export default {
  async fetch(request: Request, env: Parameters<typeof example.fetch>[1]): Promise<Response> {
    if (new URL(request.url).pathname !== "/checks") return example.fetch(request, env);
    const held: string[] = [];
    for (const [name, check] of Object.entries(storeChecks)) {
      await check([env.KEYS.getByName(name), env.KEYS.getByName(name)]);
      held.push(name);
    }
    return Response.json(held);
  },
};
