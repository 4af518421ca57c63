import { testStore } from "wipsy-client/testing";
import example, { Keys } from "../../examples/cloudflare-worker.ts";

// For workerd: the example, and at /checks the rules for stores, on a Durable Object.

export { Keys };

export default {
  async fetch(request: Request, env: Parameters<typeof example.fetch>[1]): Promise<Response> {
    if (new URL(request.url).pathname !== "/checks") return example.fetch(request, env);
    await testStore(env.KEYS.getByName("checked"), env.KEYS.getByName("checked"));
    return new Response("passed");
  },
};
