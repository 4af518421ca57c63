import { describeTools } from "./behavior.ts";

describeTools("stdio 2025");
describeTools("stdio 2026");
describeTools("http 2025");
describeTools("http 2026");
