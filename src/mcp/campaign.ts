import { setTimeout } from "node:timers/promises";
import { type CampaignReport, sendMany } from "../campaign/index.ts";
import { canonical } from "../operation/canonical.ts";
import type { Account } from "./account.ts";
import { most } from "./lists.ts";
import { onlyReads, sends } from "./permissions.ts";
import { reading, sending } from "./results.ts";
import { closed, type Tool, type ToolCall, text } from "./tool.ts";

/** The arguments of both tools. */
interface Planned {
  readonly name: string;
  readonly message: string;
  readonly recipients: readonly { readonly to: string }[];
  readonly exclude?: readonly string[];
}

// The cast: the schema of the input has these types.
const plannedOf = (args: Parameters<Tool["run"]>[0]) => args as unknown as Planned;

/** A campaign of this process. */
interface Run {
  readonly report: () => CampaignReport;
  /** Settles with the campaign. */
  readonly end: Promise<void>;
  isOver: boolean;
  /** Whether a call has returned how it ended. */
  isTold: boolean;
}

/** How long a call waits for a campaign, in milliseconds: shorter than the minute for which clients usually wait. */
const patience = 20_000;

const campaignOf = (account: Account, { recipients, ...options }: Planned) =>
  sendMany(account.sender, recipients, {
    ...options,
    perSecond: account.maxSends / 60,
    // A number that is blocked, or a wrong key, must not burn the list.
    stopAfter: { failures: 10, rate: 0.5 },
    signal: account.ending,
  });

async function plan(account: Account, planned: Planned) {
  const { rows, channels, invalid, problems } = await campaignOf(account, planned).check();
  const shown = problems.slice(0, most).map(({ row, error }) => ({ row, problem: error.message }));
  return { rows, channels, invalid, problems: shown, minutes: Math.ceil((rows - invalid) / account.maxSends) };
}

function begin(account: Account, planned: Planned): Run {
  const campaign = campaignOf(account, planned);
  const all = async () => {
    for await (const _ of campaign);
  };
  const end = all().finally(() => {
    run.isOver = true;
  });
  // A later call reports it.
  end.catch(() => {});
  const run: Run = { report: () => campaign.report, end, isOver: false, isTold: false };
  return run;
}

async function progressOf(run: Run, signal: AbortSignal): Promise<object> {
  try {
    await Promise.race([run.end, setTimeout(patience, undefined, { signal, ref: false })]);
  } finally {
    run.isTold = run.isOver;
  }
  const { unknown, ...report } = run.report();
  const note = run.isOver
    ? "It is over. Calling again sends only to those who have not got it. Rows that are unknown are never sent again."
    : "It is under way. Call again with the same arguments for its progress: nobody gets it twice.";
  return { started: true, ...report, unknown: unknown.slice(0, most).map(({ row }) => row), note };
}

function createStart(account: Account) {
  const runs = new Map<string, Run>();
  return async (planned: Planned, { confirm, signal }: ToolCall): Promise<object> => {
    const id = canonical(planned);
    const { rows, invalid, minutes } = await plan(account, planned);
    let run = runs.get(id);
    if (!run || run.isTold) {
      const { name, message } = planned;
      const question = `Send "${message}" to ${rows - invalid} recipients, as campaign "${name}"? It takes about ${minutes} minutes.`;
      if (confirm && !confirm(question))
        return { started: false, note: "The user declined. Do not start it again unless the user asks for it." };
      run = begin(account, planned);
      runs.set(id, run);
    }
    return progressOf(run, signal);
  };
}

const input = closed(
  {
    name: text("The campaign's name, without a colon and personal data. The same name never reaches anybody twice.", {
      minLength: 1,
      maxLength: 190,
    }),
    message: text("The text for everybody; {field} stands for that field of the recipient.", { minLength: 1 }),
    recipients: {
      type: "array",
      minItems: 1,
      maxItems: 1000,
      description: "The recipients, each with `to` and the fields of the text.",
      items: {
        type: "object",
        properties: { to: text("A phone number with +, or a user id with ig_ or fb_.") },
        required: ["to"],
      },
    },
    exclude: {
      type: "array",
      items: { type: "string" },
      description: "Recipients who have opted out. They are left out.",
    },
  },
  ["name", "message", "recipients"],
);

const counts = (description: string) => ({ type: "object", description });

const planTool = (account: Account): Tool => ({
  name: "campaign_plan",
  description: "Checks a message to many recipients, and says what campaign_start would do. Never sends.",
  annotations: onlyReads("Plan a campaign"),
  input,
  output: closed(
    {
      rows: { type: "integer", description: "How many recipients there are." },
      channels: counts("How many on each channel."),
      invalid: { type: "integer", description: "How many cannot be sent." },
      problems: { type: "array", items: { type: "object" }, description: "The first of those: row and problem." },
      minutes: { type: "integer", description: "How long it takes." },
    },
    ["rows", "channels", "invalid", "problems", "minutes"],
  ),
  doing: reading,
  run: (args) => plan(account, plannedOf(args)),
});

function startTool(account: Account): Tool {
  const start = createStart(account);
  return {
    name: "campaign_start",
    description:
      "Sends a message to many recipients, once to each, in the background. Show the user campaign_plan before. Call it again with the same arguments for its progress, or to resume it.",
    annotations: sends("Start a campaign"),
    input,
    output: closed(
      {
        started: { type: "boolean", description: "Whether it was started." },
        isComplete: { type: "boolean", description: "Whether every recipient was handled." },
        rows: { type: "integer", description: "How many were handled." },
        states: counts("How many reached each state."),
        channels: counts("The same by channel."),
        unknown: {
          type: "array",
          items: { type: "integer" },
          description: "The first rows that may have been sent: look in their chats.",
        },
        note: text("What to do next."),
      },
      ["started", "note"],
    ),
    doing: sending,
    run: (args, call) => start(plannedOf(args), call),
  };
}

/** The tools for campaigns. Planning needs only the API key, starting `--allow campaign`. */
export function campaignTools(account: Account): Tool[] {
  if (!account.maySend) return [];
  return [planTool(account), ...(account.allow.has("campaign") ? [startTool(account)] : [])];
}
