/** Splits a name into words, at camelCase boundaries and at anything other than letters and digits. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `Pipeline Stages` → `PipelineStages` */
export function pascalCase(name: string): string {
  return wordsOf(name).map(capital).join("");
}

/** `Pipeline Stages` → `pipelineStages`, `SMS` → `sms` */
export function camelCase(name: string): string {
  const [first = "", ...others] = wordsOf(name);
  const [start = first.charAt(0)] = /^\p{Lu}+(?=\p{Lu}\p{Ll}|\P{L}|$)/u.exec(first) ?? [];
  return start.toLowerCase() + first.slice(start.length) + others.map(capital).join("");
}

/** `Categories` → `Category`, `Boxes` → `Box`, `Tags` → `Tag` */
export function singular(noun: string): string {
  if (noun.endsWith("ies")) return `${noun.slice(0, -3)}y`;
  if (/(s|x|z|ch|sh)es$/.test(noun)) return noun.slice(0, -2);
  return noun.endsWith("s") ? noun.slice(0, -1) : noun;
}
