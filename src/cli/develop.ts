import type { Command } from "commander";
import type { Run } from "./program.ts";
import commands from "./texts/develop.json" with { type: "json" };

/** What the commands for developers do. The code of `generate` and `diff` is not a part of the client. */
export type Actions = Readonly<Record<keyof typeof commands, Parameters<Run>[0]>>;

/** Adds the commands for developers, whose help and reports are in English. */
export function addDeveloperCommands(program: Command, run: Run, actions: Actions): void {
  for (const [name, { summary, description, options }] of Object.entries(commands)) {
    const command = program.command(name).summary(summary).description(description);
    for (const [flags, help] of Object.entries(options)) command.option(flags, help);
    // The cast: a name of these commands.
    command.action(run(actions[name as keyof typeof commands]));
  }
}
