import { type ParseArgsConfig, parseArgs } from "node:util";

function plainMessage({ code, message }: NodeJS.ErrnoException, valid: readonly string[]): string {
  const [, option] = /'(-[^']*)'/.exec(message) ?? [];
  if (code !== "ERR_PARSE_ARGS_UNKNOWN_OPTION") return message;
  return `unknown option "${option}"; valid options: ${valid.map((name) => `--${name}`).join(", ")}`;
}

/**
 * Parses a program's arguments.
 *
 * @throws Error naming an unknown option and the valid ones
 */
export function parsed<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new Error(plainMessage(error as NodeJS.ErrnoException, Object.keys(config.options ?? {})));
  }
}
