import { smoke } from "../smoke.ts";

// For workerd: told by the request, answers with the answer.
export default {
  async fetch(request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url);
    return Response.json(await smoke(JSON.parse(searchParams.get("places") ?? ""), searchParams.get("runtime") ?? ""));
  },
};
