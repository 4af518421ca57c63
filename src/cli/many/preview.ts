import type { CampaignCheck } from "../../campaign/index.ts";
import { type Frame, planOf } from "../../campaign/plan.ts";
import { isWipsyError } from "../../errors/guard.ts";
import { paint } from "../colors.ts";
import type { Texts } from "../texts/language.ts";
import { type List, mostNamed } from "./list.ts";

/** A message as a recipient would get it. */
export type Previewed = Readonly<{ to: string; message: unknown }>;

/** The first messages of a campaign. */
export async function firstMessages(frame: Frame, list: List, most: number): Promise<Previewed[]> {
  const found: Previewed[] = [];
  for await (const row of list.rows()) {
    try {
      const { address, message } = await planOf(frame, row);
      found.push({ to: address.to, message: Reflect.get(message, "message") });
    } catch (error) {
      // `check` reports it.
      if (!isWipsyError(error, "InputError")) throw error;
    }
    if (found.length === most) break;
  }
  return found;
}

/** What a person sees before a campaign: its first messages, its counts, and the rows that are invalid. */
export function previewText(first: readonly Previewed[], check: CampaignCheck, list: List, t: Texts): string {
  const problems = check.problems.slice(0, mostNamed);
  const channels = Object.entries(check.channels).map(([name, count]) => `${count} ${name}`);
  const lines = [
    ...first.flatMap(({ to, message }) => [paint("cyan", to), `  ${String(message).replaceAll("\n", "\n  ")}`, ""]),
    ...(list.encoding === "windows-1252" ? [t("many.windows1252")] : []),
    [...channels, t("many.invalid", { count: check.invalid })].join(" · "),
    ...problems.map(({ row, error }) =>
      paint("yellow", t("many.inRow", { row: list.rowOf(row), problem: error.message })),
    ),
    ...(check.invalid > problems.length ? [t("many.moreInvalid", { count: check.invalid - problems.length })] : []),
  ];
  return `${lines.join("\n")}\n`;
}
