import { Command, type CommanderError, Option } from "commander";
import { paint } from "./colors.ts";
import type { Texts } from "./texts/en.ts";
import { languageNames } from "./texts/language.ts";

type Action = Parameters<Command["action"]>[0];
/** Runs a command's action and keeps its exit code. */
export type Run = (action: (...given: Parameters<Action>) => Promise<number>) => Action;

/** An option's name, or a command's, as an error may print it: other text may be a phone or a message. */
const nameIn = (message: string) => /'(-{0,2}[a-z][a-z-]{0,30})[' =]/.exec(message)?.[1] ?? "…";

/** Why the arguments are refused. Commander's own messages quote values. */
function usageProblem({ code, message }: CommanderError, command: Command, { usage }: Texts): string | undefined {
  const optionNames = () => command.options.map(({ long }) => long ?? "");
  const problems: Readonly<Record<string, () => string>> = {
    "commander.unknownOption": () => usage.unknownOption(nameIn(message), optionNames()),
    "commander.unknownCommand": () =>
      usage.unknownCommand(
        nameIn(message),
        command.commands.map((one) => one.name()),
      ),
    "commander.missingArgument": () => usage.missing(`<${nameIn(message)}>`),
    "commander.missingMandatoryOptionValue": () => usage.missing(nameIn(message)),
    "commander.optionMissingArgument": () => usage.needsValue(nameIn(message)),
    "commander.invalidArgument": () => usage.invalid(nameIn(message)),
    "commander.excessArguments": () => usage.tooMany,
  };
  return problems[code]?.();
}

/** Makes a command and its subcommands throw what is wrong with the arguments, instead of ending the process. */
export function throwProblems(command: Command, t: Texts): void {
  command.exitOverride((error) => {
    const problem = usageProblem(error, command, t);
    throw problem === undefined ? error : new Error(problem);
  });
  command.helpOption("-h, --help", t.options.help).helpCommand(false);
  command.configureOutput({ outputError: () => {} });
  command.configureHelp({ styleTitle: (title) => paint("bold", t.titles[title] ?? title) });
  for (const one of command.commands) throwProblems(one, t);
}

/** Adds the options that every command of the API has. */
function withCommon(command: Command, t: Texts, json = t.options.json): Command {
  return command
    .option("--json", json)
    .option("--base-url <url>", t.options.baseUrl)
    .addOption(new Option("--lang <language>", t.options.lang).choices(languageNames));
}

/** The commands of the API. Each loads its code when it runs. */
export function clientProgram(t: Texts, run: Run): Command {
  const { about, options } = t;
  const program = new Command("wipsy-client").description(about.program);

  const send = program.command("send").description(about.send);
  send.requiredOption("--to <recipient>", options.to).requiredOption("--message <text>", options.message);
  withCommon(send, t).action(run(async (given) => (await import("./send.ts")).send(given, t)));

  /** `contacts export`, and its like. */
  const exporting = (noun: "contacts" | "chats" | "messages") =>
    program.command(noun).description(about[noun]).command("export [file]").description(about[`${noun}Export`]);
  const contacts = withCommon(exporting("contacts"), t, options.jsonLines);
  contacts.action(run(async (file, given) => (await import("./export/list.ts")).exportContacts(file, given, t)));
  const chats = withCommon(exporting("chats"), t, options.jsonLines);
  chats.action(run(async (file, given) => (await import("./export/list.ts")).exportChats(file, given, t)));
  const messages = exporting("messages");
  messages.requiredOption("--session <file>", options.session).option("--resume", options.resume);
  withCommon(messages, t, options.jsonLines).action(
    run(async (file, given) => (await import("./export/messages.ts")).exportAllMessages(file, given, t)),
  );

  const watch = program.command("watch").description(about.watch).option("--session <file>", options.session);
  watch.option("--mock", options.mock).option("--rate <number>", options.rate).option("--for <seconds>", options.for);
  withCommon(watch, t).action(run(async (given) => (await import("./watch/command.ts")).watch(given, t)));
  return program;
}
