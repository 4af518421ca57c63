import { resolve } from "node:path";
import type { Description } from "./document.ts";
import { bundle } from "./read/bundle.ts";
import type { Fields } from "./read/check.ts";
import { cutOff, hasEnd } from "./read/cut-off.ts";
import { decode } from "./read/decode.ts";
import { isUrl, type Problem, throwIfAny } from "./read/error.ts";
import { load } from "./read/load.ts";
import { checkOperations } from "./read/operations.ts";
import type { Parsed } from "./read/parse.ts";
import { checkKind, parseMain } from "./read/recognise.ts";
import { checkWithFiles } from "./read/references.ts";
import { yamlText } from "./read/text.ts";

export { DescriptionError, type Problem } from "./read/error.ts";

/** A description, and how it is kept. */
export interface ReadDescription {
  /** Without references to other files. */
  readonly description: Description;
  /** The same as YAML: read again, it gives an equal description. Made when it is asked for: of JSON, that takes long. */
  readonly text: string;
}

/** A file that was cut off may still be YAML, with something missing: its last line then has no end. */
function whole({ text }: Parsed, [first, ...others]: readonly Problem[]): Problem[] {
  if (!first) return [];
  if (hasEnd(text)) return [first, ...others];
  const hint = "The last line has no end: if the file is cut off, download it again.";
  return [{ ...first, remedy: `${first.remedy} ${hint}` }, ...others];
}

/**
 * Reads an OpenAPI description of version 3.0 or 3.1, YAML or JSON, and the files that its references name.
 *
 * What OpenAPI forbids is an error where it would make what is generated wrong. Unknown fields are let be, and so is what
 * OpenAPI requires but nothing is generated from, such as the description of a response.
 *
 * A YAML file that was cut off between two operations, with nothing missing that is referred to, cannot be told from a whole
 * one, nor can one that was cut off within the texts of its last definition.
 *
 * @param source a path, or an http or https URL
 * @throws DescriptionError naming file, line and remedy
 */
export async function readDescription(source: string): Promise<ReadDescription> {
  const { file, bytes } = await load(isUrl(source) || source.includes("://") ? source : resolve(source));
  const main = parseMain(file, decode(file, bytes));
  checkKind(main);
  const { problems, targets } = await checkWithFiles(main);
  throwIfAny(whole(main, problems));
  throwIfAny(cutOff(main));
  const bundled = bundle(main, targets);
  throwIfAny(whole(main, checkOperations(main, bundled.value as Fields)));
  let text: string | undefined;
  return {
    // The cast: it is what the checks above have just made sure of.
    description: bundled.value as Description,
    get text() {
      text ??= yamlText(main, bundled);
      return text;
    },
  };
}
