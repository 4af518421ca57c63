import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

/** The name of a text. */
export type Key = keyof typeof en;

/** The texts in one language. `{name}` stands for a value, `{count|one|several}` for a word that depends on it. */
export type Texts = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

const languages: Readonly<Record<"en" | "es", Readonly<Record<Key, string>>>> = { en, es };

/** The values of `--lang`. */
export const languageNames = Object.keys(languages);

/** The texts in a language. */
export function textsIn(language: keyof typeof languages): Texts {
  const shown = (value: string | number = "") => (typeof value === "number" ? value.toLocaleString(language) : value);
  return (key, values = {}) =>
    languages[language][key].replace(
      /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g,
      (whole, name: string, one?: string, several?: string) => {
        // A column's name in the help.
        if (!(name in values)) return whole;
        if (one === undefined || several === undefined) return shown(values[name]);
        return values[name] === 1 ? one : several;
      },
    );
}

/** The value of `--lang`, read before the other arguments: their errors are in that language, too. */
function givenIn(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === "--lang" || arg.startsWith("--lang="));
  return at < 0 ? undefined : (args[at]?.split("=")[1] ?? args[at + 1]);
}

/** The texts for `--lang`, or else for the environment's locale: Spanish if it begins with `es`, otherwise English. */
export function textsFor(args: readonly string[], env: NodeJS.ProcessEnv): Texts {
  const locale = givenIn(args) ?? (env.LC_ALL || env.LC_MESSAGES || env.LANG || "");
  return textsIn(locale.startsWith("es") ? "es" : "en");
}
