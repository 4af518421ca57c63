import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { fail, isUrl, shown } from "./error.ts";

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
    const found = await stat(file);
    // To open a pipe would wait for its other end.
    if (!found.isFile() && !found.isDirectory()) {
      fail({ file, what: "It is a device or a pipe.", remedy: "Save what it gives as a file, and name that." });
    }
    // What a file system says of a size need not be so: what counts is what is read.
    return { file, bytes: await bytesOf(file, createReadStream(file), limits) };
  } catch (error) {
    const fault = fileFaults[codeOf(error)];
    if (!fault) throw error;
    const [what, remedy] = fault;
    return fail({ file, what, remedy });
  }
}

async function bytesOf(
  file: string,
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limits: Limits,
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > limits.bytes) tooLarge(file, limits);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const mostRedirects = 10;

/** Where a redirect leads. Another origin may be one that only this machine can reach. */
function redirected(file: string, location: string): string {
  const url = URL.canParse(location, file) ? new URL(location, file) : undefined;
  if (url && url.origin === new URL(file).origin) return url.href;
  const to = url && isUrl(url.href) ? shown(url.href) : "something other than an http or https URL";
  return fail({
    file,
    what: `It redirects to another origin: ${to}.`,
    remedy: `Name that URL, if you trust it. ${download}`,
  });
}

/** The answer at the end of redirects, and where that is. */
async function fetched(file: string, limits: Limits): Promise<{ readonly file: string; readonly response: Response }> {
  const signal = AbortSignal.timeout(limits.milliseconds);
  const headers = { accept: "application/yaml, application/json, text/yaml, */*;q=0.5" };
  let url = file;
  for (let count = 0; count <= mostRedirects; count += 1) {
    const response = await fetch(url, { headers, signal, redirect: "manual" });
    const location = response.headers.get("location");
    if (location === null || ![301, 302, 303, 307, 308].includes(response.status)) return { file: url, response };
    await response.body?.cancel();
    url = redirected(url, location);
    checkUrl(url);
  }
  return fail({ file, what: "It redirects again and again.", remedy: `Check the URL. ${download}` });
}

async function answered(asked: string, limits: Limits): Promise<Loaded> {
  const { file, response } = await fetched(asked, limits);
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
  return { file, bytes: await bytesOf(file, response.body ?? [], limits) };
}

/** @throws DescriptionError for a URL that is not valid, or that holds a password */
function checkUrl(file: string): void {
  if (!URL.canParse(file)) fail({ file, what: "It is no URL.", remedy: "Correct it." });
  const { username, password } = new URL(file);
  if (username !== "" || password !== "") {
    fail({ file, what: "The URL holds a user name or a password, which is not sent.", remedy: download });
  }
}

async function loadUrl(file: string, limits: Limits): Promise<Loaded> {
  checkUrl(file);
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
 * A regular file that is named by a path, or what a URL gives. Redirects are followed within the same origin.
 *
 * @throws DescriptionError when it cannot be read, or is more than the limits allow: 50 MB, 30 s
 */
export function load(file: string, limits: Limits = usual): Promise<Loaded> {
  return isUrl(file) ? loadUrl(file, limits) : loadFile(file, limits);
}
