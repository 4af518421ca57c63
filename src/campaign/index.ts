export type { Address } from "./address.ts";
export type { StopAfter } from "./brake.ts";
export { type Campaign, type Keyed, sendMany, type TemplateRow } from "./campaign.ts";
export type { CampaignCheck } from "./check.ts";
export type { CampaignOptions, Exclude } from "./options.ts";
export type { CampaignResult, CampaignState } from "./result.ts";
export type { InvalidRow } from "./rows.ts";
export type { Recipients } from "./source.ts";
export type { CampaignProgress, CampaignReport, Counts } from "./tally.ts";
