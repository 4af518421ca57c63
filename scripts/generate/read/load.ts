import { readFile, stat } from "node:fs/promises";
import { fail, isUrl } from "./error.ts";

/** What a file may cost. */
export interface Limits {
  readonly bytes: number;
  /** For the whole download. */
  readonly milliseconds: number;
}

/** What a file holds. */
export interface Loaded {
  /** Where it came from: what was asked for, or where its redirects led. */
  readonly file: string;
  readonly bytes: Buffer;
}

const usual: Limits = { bytes: 50_000_000, milliseconds: 30_000 };

const download = "Download the file in a browser, with the link “Download OpenAPI description”, and give its path.";

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}

function tooLarge(file: string, limits: Limits): never {
  return fail({
    file,
    what: `It is larger than ${megabytes(limits.bytes)}.`,
    remedy: "Check that it is the description, and not an archive or a database.",
  });
}

function codeOf(error: unknown): string {
  const { code, cause, message } = Object(error) as { code?: unknown; cause?: unknown; message?: unknown };
  if (typeof code === "string") return code;
  return cause === undefined ? String(message) : codeOf(cause);
}

const fileFaults: Record<string, readonly [what: string, remedy: string]> = {
  ENOENT: ["There is no such file.", "Check the path; it is taken from the current folder."],
  ENOTDIR: ["There is no such file.", "Check the path; it is taken from the current folder."],
  EISDIR: ["It is a folder.", "Name the file in it."],
  EACCES: ["It may not be read.", "Give yourself the right to read it."],
  EPERM: ["It may not be read.", "Give yourself the right to read it."],
};

async function loadFile(file: string, limits: Limits): Promise<Loaded> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file)) {
    fail({ file, what: "It is neither a path nor an http or https URL.", remedy: "Name one of these." });
  }
  try {
    if ((await stat(file)).size > limits.bytes) tooLarge(file, limits);
    return { file, bytes: await readFile(file) };
  } catch (error) {
    const fault = fileFaults[codeOf(error)];
    if (!fault) throw error;
    const [what, remedy] = fault;
    return fail({ file, what, remedy });
  }
}

async function bytesOf(file: string, response: Response, limits: Limits): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  // The length that the server states may be wrong, or missing: what counts is what arrives.
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > limits.bytes) tooLarge(file, limits);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function answered(file: string, limits: Limits): Promise<Loaded> {
  const response = await fetch(file, {
    headers: { accept: "application/yaml, application/json, text/yaml, */*;q=0.5" },
    signal: AbortSignal.timeout(limits.milliseconds),
  });
  if (response.status !== 200) {
    fail({
      file,
      what: `The server answered ${`${response.status} ${response.statusText}`.trim()}.`,
      remedy: `Check the URL. ${download}`,
    });
  }
  if (/\bhtml\b/i.test(response.headers.get("content-type") ?? "")) {
    fail({
      file,
      what: "The server answered an HTML page, such as a reference or a login, not a description.",
      remedy: download,
    });
  }
  const bytes = await bytesOf(file, response, limits);
  return { file: response.redirected ? response.url : file, bytes };
}

async function loadUrl(file: string, limits: Limits): Promise<Loaded> {
  if (!URL.canParse(file)) fail({ file, what: "It is no URL.", remedy: "Correct it." });
  const { username, password } = new URL(file);
  if (username !== "" || password !== "") {
    fail({ file, what: "The URL holds a user name or a password, which is not sent.", remedy: download });
  }
  try {
    return await answered(file, limits);
  } catch (error) {
    const { name } = Object(error) as { name?: unknown };
    if (name === "DescriptionError") throw error;
    if (name === "TimeoutError") {
      const seconds = limits.milliseconds / 1000;
      return fail({ file, what: `It was not there after ${seconds} s.`, remedy: `Try again later. ${download}` });
    }
    return fail({ file, what: `It could not be downloaded (${codeOf(error)}).`, remedy: `Try again. ${download}` });
  }
}

/**
 * A file that is named by a path or a URL. Redirects are followed: nothing secret is sent.
 *
 * @throws DescriptionError when it cannot be read, or is more than the limits allow: 50 MB, 30 s
 */
export function load(file: string, limits: Limits = usual): Promise<Loaded> {
  return isUrl(file) ? loadUrl(file, limits) : loadFile(file, limits);
}
