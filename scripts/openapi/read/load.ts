import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { DescriptionError, fail, isUrl, shown } from "./error.ts";

/** Limits for loading one file. */
export interface Limits {
  readonly bytes: number;
  /** For the whole download. */
  readonly milliseconds: number;
}

const usual: Limits = { bytes: 50_000_000, milliseconds: 30_000 };

const byHand = "Download the file in a browser, with the link “Download OpenAPI description”, and give its path.";

function codeOf(error: unknown): string {
  const { code, cause, message } = Object(error) as { code?: unknown; cause?: unknown; message?: unknown };
  if (typeof code === "string") return code;
  return cause === undefined ? String(message) : codeOf(cause);
}

async function loadFile(file: string, limits: Limits): Promise<Buffer> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file)) {
    fail({ file, what: "It is neither a path nor an http or https URL.", remedy: "Name one of these." });
  }
  try {
    const found = await stat(file);
    // Opening a pipe would wait for its other end.
    if (!found.isFile()) {
      const what = found.isDirectory() ? "It is a folder." : "It is a device or a pipe.";
      fail({ file, what, remedy: "Name a file; save what a pipe gives as one." });
    }
    // Count the bytes while reading, because the size that a file system reports can be wrong.
    return await bytesOf(file, createReadStream(file), limits);
  } catch (error) {
    if (error instanceof DescriptionError) throw error;
    const code = codeOf(error);
    const what = /^(ENOENT|ENOTDIR)$/.test(code) ? "There is no such file." : `It cannot be read (${code}).`;
    return fail({ file, what, remedy: "Check the path, which starts at the current folder, and your permissions." });
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
    if (length > limits.bytes) {
      const what = `It is larger than ${limits.bytes / 1_000_000} MB.`;
      fail({ file, what, remedy: "Check that it is the description, and not an archive or a database." });
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Returns a redirect's target for a message. Following it could reach hosts that only this machine can. */
function redirectOf(file: string, location: string): string {
  const url = URL.canParse(location, file) ? new URL(location, file).href : "";
  return isUrl(url) ? shown(url) : "something other than an http or https URL";
}

async function download(file: string, limits: Limits): Promise<Buffer> {
  checkUrl(file);
  const signal = AbortSignal.timeout(limits.milliseconds);
  const headers = { accept: "application/yaml, application/json, text/yaml, */*;q=0.5" };
  const response = await fetch(file, { headers, signal, redirect: "manual" });
  const { status, statusText } = response;
  if (status === 200) return await bytesOf(file, response.body ?? [], limits);
  await response.body?.cancel();
  const location = response.headers.get("location");
  if (location !== null && status > 300 && status < 400) {
    const what = `It redirects to ${redirectOf(file, location)}.`;
    fail({ file, what, remedy: `Name that URL, if you trust it. ${byHand}` });
  }
  return fail({
    file,
    what: `The server answered ${`${status} ${statusText}`.trim()}.`,
    remedy: `Check the URL. ${byHand}`,
  });
}

/** @throws DescriptionError when the URL is invalid, or contains a user name or password */
function checkUrl(file: string): void {
  if (!URL.canParse(file)) fail({ file, what: "It is not a valid URL.", remedy: "Correct it." });
  const { username, password } = new URL(file);
  if (username !== "" || password !== "") {
    fail({ file, what: "The URL holds a user name or a password, which is not sent.", remedy: byHand });
  }
}

async function loadUrl(file: string, limits: Limits): Promise<Buffer> {
  try {
    return await download(file, limits);
  } catch (error) {
    if (error instanceof DescriptionError) throw error;
    const isLate = Object(error).name === "TimeoutError";
    const why = isLate
      ? `did not arrive within ${limits.milliseconds / 1000} s`
      : `is not available (${codeOf(error)})`;
    return fail({ file, what: `It ${why}.`, remedy: `Try again later. ${byHand}` });
  }
}

/**
 * Reads a regular file or downloads a URL, without following redirects.
 *
 * @param limits default: 50 MB, and 30 s for a download
 * @throws DescriptionError when it cannot be read or exceeds the limits
 */
export function load(file: string, limits: Limits = usual): Promise<Buffer> {
  return isUrl(file) ? loadUrl(file, limits) : loadFile(file, limits);
}
