import type { Contender } from "../contender.ts";
import { general } from "./general.ts";
import { generated } from "./generated.ts";
import { platform } from "./platform.ts";

/** Everything that is measured, in the order of the tables. */
export const contenders: readonly Contender[] = [...platform, ...generated, ...general];
