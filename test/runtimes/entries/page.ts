import { smoke } from "../smoke.ts";

// For a browser: told by the page's address, answers by posting.
const { searchParams } = new URL(location.href);
const results = await smoke(JSON.parse(searchParams.get("places") ?? ""), searchParams.get("runtime") ?? "");
await fetch("/results", { method: "POST", body: JSON.stringify(results) });
