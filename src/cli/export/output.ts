import { open, rename } from "node:fs/promises";

/** Where an export goes. */
export interface Output {
  write(text: string): Promise<void>;
  /** Its length in bytes, including what an earlier run wrote. */
  readonly bytes: number;
  /** Waits until all is on disk. */
  sync(): Promise<void>;
  /** Closes it. A complete file gets its name. */
  close(isComplete: boolean): Promise<void>;
}

/** Standard output. */
export const standardOutput: Output = {
  bytes: 0,
  write: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    }),
  async sync() {},
  async close() {},
};

/**
 * Opens a file that only its owner can read: it holds personal data. Its name ends in `.part` until it is complete, so that
 * half an export is not taken for a whole one. Appends after the first `from` bytes of an earlier `.part`, or starts over if
 * that is shorter.
 */
export async function openOutput(file: string, from = 0): Promise<Output> {
  const part = `${file}.part`;
  const handle = await open(part, "a", 0o600);
  const { size } = await handle.stat();
  let end = size < from ? 0 : from;
  await handle.truncate(end);
  return {
    async write(text) {
      const bytes = Buffer.from(text);
      await handle.appendFile(bytes);
      end += bytes.length;
    },
    get bytes() {
      return end;
    },
    sync: () => handle.sync(),
    async close(isComplete) {
      // Before the rename: after a power cut, the name must not lead to an empty file.
      if (isComplete) await handle.sync();
      await handle.close();
      if (isComplete) await rename(part, file);
    },
  };
}
