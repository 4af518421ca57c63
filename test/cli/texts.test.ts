import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { textsFor, textsIn } from "../../src/cli/texts/language.ts";
import { root } from "../support/run.ts";

const read = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(`${root}src/cli/texts/${name}.json`, "utf8"));
const [en, es] = [read("en"), read("es")];
const valuesIn = (text = "") => [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort();

test("English and Spanish have the same texts with the same values", () => {
  expect(Object.keys(es)).toEqual(Object.keys(en));
  const isHelp = (key: string) => key === "option.template";
  for (const key of Object.keys(en)) if (!isHelp(key)) expect(valuesIn(es[key]), key).toEqual(valuesIn(en[key]));
});

test.each([
  [{ LANG: "es_CO.UTF-8" }, [], "Detenido."],
  [{ LANG: "es" }, ["--lang", "en"], "Stopped."],
  [{ LANG: "en_US.UTF-8" }, ["--lang=es"], "Detenido."],
  [{ LANG: "en_US.UTF-8", LC_ALL: "es_ES.UTF-8" }, [], "Detenido."],
  [{ LANG: "de_DE.UTF-8" }, [], "Stopped."],
  [{}, [], "Stopped."],
])("the language of %j with %j", (env, args, said) => expect(textsFor(args, env)("stopped")).toBe(said));

test.each([
  [1, "1 contact written.", "Exportación: 1 contacto."],
  [12_345, "12,345 contacts written.", "Exportación: 12.345 contactos."],
])("counts %i", (count, english, spanish) => {
  expect(textsIn("en")("written.contacts", { count })).toBe(english);
  expect(textsIn("es")("written.contacts", { count })).toBe(spanish);
});
