import { Command, type CommanderError, Option } from "commander";
import { paint } from "./colors.ts";
import { type Key, languageNames, type Texts } from "./texts/language.ts";

type Action = Parameters<Command["action"]>[0];
/** Runs a command's action and keeps its exit code. */
export type Run = (action: (...given: Parameters<Action>) => Promise<number>) => Action;

/** An option's name, or a command's, as an error may print it: other text may be a phone or a message. */
const nameIn = (message: string) => /'(-{0,2}[a-z][a-z.-]{0,30})[' =]/i.exec(message)?.[1] ?? "…";

const problems: Readonly<Record<string, Key>> = {
  "commander.unknownOption": "usage.unknownOption",
  "commander.unknownCommand": "usage.unknownCommand",
  "commander.missingArgument": "usage.missing",
  "commander.missingMandatoryOptionValue": "usage.missing",
  "commander.optionMissingArgument": "usage.needsValue",
  "commander.invalidArgument": "usage.invalid",
  "commander.excessArguments": "usage.tooMany",
};

/** Why the arguments are refused. Commander's own messages quote values. */
function usageProblem({ code, message }: CommanderError, command: Command, t: Texts): string | undefined {
  const key = problems[code];
  const valid =
    key === "usage.unknownCommand"
      ? command.commands.map((one) => one.name())
      : command.options.map(({ long }) => long);
  return key && t(key, { name: nameIn(message), valid: valid.join(", ") });
}

const titles = ["Usage:", "Arguments:", "Options:", "Commands:"];

/** Makes a command and its subcommands throw what is wrong with the arguments, instead of ending the process. */
export function throwProblems(command: Command, t: Texts): void {
  command.exitOverride((error) => {
    const problem = usageProblem(error, command, t);
    throw problem === undefined ? error : new Error(problem);
  });
  command.helpOption("-h, --help", t("option.help")).helpCommand(false);
  command.configureOutput({ outputError: () => {} });
  command.configureHelp({
    styleTitle: (title) => paint("bold", titles.includes(title) ? t(`title.${title}` as Key) : title),
  });
  for (const one of command.commands) throwProblems(one, t);
}

/** Adds the options that every command of the API has. */
function withCommon(command: Command, t: Texts, json: Key = "option.json"): Command {
  return command
    .option("--json", t(json))
    .option("--base-url <url>", t("option.baseUrl"))
    .addOption(new Option("--lang <language>", t("option.lang")).choices(languageNames));
}

/** The commands of the API. Each loads its code when it runs. */
export function clientProgram(t: Texts, run: Run): Command {
  const program = new Command("wipsy-client").description(t("about.program"));

  const send = program.command("send").description(t("about.send"));
  send.requiredOption("--to <recipient>", t("option.to")).requiredOption("--message <text>", t("option.message"));
  withCommon(send, t).action(run(async (given) => (await import("./send.ts")).send(given, t)));

  const many = program.command("send-many").description(t("about.sendMany")).argument("<list.csv>", t("option.list"));
  many.requiredOption("--message <text>", t("option.template")).requiredOption("--name <name>", t("option.campaign"));
  many.option("--per-second <number>", t("option.perSecond")).option("--dry-run", t("option.dryRun"));
  many.option("--yes", t("option.yes")).option("--exclude <file>", t("option.exclude"));
  many.option("--report <file>", t("option.report"));
  withCommon(many, t).action(run(async (file, given) => (await import("./many/command.ts")).sendMany(file, given, t)));

  /** `contacts export`, and its like. */
  const exporting = (noun: "contacts" | "chats" | "messages") =>
    program
      .command(noun)
      .description(t(`about.${noun}`))
      .command("export")
      .argument("[file]", t("option.file"))
      .description(t(`about.${noun}Export`));
  for (const noun of ["contacts", "chats"] as const)
    withCommon(exporting(noun), t, "option.jsonLines").action(
      run(async (file, given) => (await import("./export/list.ts")).exportList(noun, file, given, t)),
    );
  const messages = exporting("messages");
  messages.requiredOption("--session <file>", t("option.session")).option("--resume", t("option.resume"));
  withCommon(messages, t, "option.jsonLines").action(
    run(async (file, given) => (await import("./export/messages.ts")).exportAllMessages(file, given, t)),
  );

  const watch = program.command("watch").description(t("about.watch")).option("--session <file>", t("option.session"));
  watch
    .option("--mock", t("option.mock"))
    .option("--rate <number>", t("option.rate"))
    .option("--for <seconds>", t("option.for"));
  withCommon(watch, t).action(run(async (given) => (await import("./watch/command.ts")).watch(given, t)));

  const delivery = program
    .command("delivery")
    .description(t("about.delivery"))
    .argument("<messageId...>", t("option.ids"));
  delivery.requiredOption("--session <file>", t("option.session"));
  delivery.addOption(new Option("--until <state>", t("option.until")).choices(["delivered", "read"]));
  withCommon(delivery.option("--timeout <seconds>", t("option.timeout")), t).action(
    run(async (ids, given) => (await import("./delivery.ts")).delivery(ids, given, t)),
  );
  return program;
}
