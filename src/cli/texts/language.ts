import { en, type Texts } from "./en.ts";
import { es } from "./es.ts";

const languages = { en, es };

/** The values of `--lang`. */
export const languageNames = Object.keys(languages);

/** The value of `--lang`, before the other arguments are read: their errors are in that language, too. */
function givenIn(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === "--lang" || arg.startsWith("--lang="));
  return args[at]?.split("=")[1] ?? args[at + 1];
}

/** The texts for `--lang`, or else for the environment's locale: Spanish if it begins with `es`, otherwise English. */
export function textsFor(args: readonly string[], env: NodeJS.ProcessEnv): Texts {
  const isGiven = args.some((arg) => arg.startsWith("--lang"));
  const locale = (isGiven ? givenIn(args) : env.LC_ALL || env.LC_MESSAGES || env.LANG) ?? "";
  return locale.startsWith("es") ? languages.es : languages.en;
}
