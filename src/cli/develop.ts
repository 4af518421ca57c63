import type { Command } from "commander";
import type { Run } from "./program.ts";

/** What the commands for developers do. The code of `generate` and `diff` is not a part of the client. */
export type Actions = Readonly<Record<"mock" | "generate" | "diff", Parameters<Run>[0]>>;

const exitCodes = `
Exit codes: 0 nothing breaks, or with --project your code still compiles
            3 something breaks, or with --project your code no longer compiles
            1 the command failed and wrote nothing`;

/** Adds the commands for developers, whose help and reports are in English. */
export function addDeveloperCommands(program: Command, run: Run, actions: Actions): void {
  program
    .command("mock")
    .summary("Serve a stateful mock of the API, with a web page.")
    .description(
      "Serve a stateful Wipsy API on this machine, with a page that shows the chats, replies as a customer, and plans faults. " +
        "It sends nothing to anybody.",
    )
    .option("-p, --port <number>", "the port to listen on; default: 4010; 0 takes a free one")
    .option("--host <address>", "listen on an address other than 127.0.0.1: everybody who reaches it can use the mock")
    .option("--seed <number>", "seed of the ids and the simulated traffic; default: 1")
    .option("--traffic <n>/min", "simulated customers write, n times a minute")
    .option("--inferred", "also serve operations that the vendor does not document")
    .option("--openapi <file>", "serve your own OpenAPI description, with its examples for what the mock does not know")
    .action(run(actions.mock));
  program
    .command("generate <source>")
    .summary("Write the operations of your OpenAPI description into your project.")
    .description(
      "Write the operations of your OpenAPI description, a file or a URL, into your project, for new Wipsy({ operations }). " +
        "Later runs report what changed since the last one.",
    )
    .option("--out <folder>", "where to write; default: src/wipsy")
    .option("--project <tsconfig.json>", "list the places in that project that no longer compile")
    .option("--dry-run", "report, but write nothing")
    .option("--json", "write the report as JSON")
    .addHelpText("after", exitCodes)
    .action(run(actions.generate));
  program
    .command("diff <old> <new>")
    .summary("Report what changed between two OpenAPI descriptions.")
    .description("Report what changed between two OpenAPI descriptions, each a file or a URL. Writes no files.")
    .option("--project <tsconfig.json>", "list the places in that project that no longer compile")
    .option("--out <folder>", "the generated files of that project; default: src/wipsy")
    .option("--json", "write the report as JSON")
    .addHelpText("after", exitCodes)
    .action(run(actions.diff));
}
