import { once } from "node:events";
import { open, rename } from "node:fs/promises";

/** Where an export goes. */
export interface Output {
  write(text: string): Promise<void>;
  /** How many bytes there are: at first, those that it goes on behind. */
  readonly bytes: number;
  /** Waits until they are on the disk. */
  sync(): Promise<void>;
  /** Closes it; `whole` gives it its name. */
  close(whole: boolean): Promise<void>;
}

/** Standard output. */
export const standardOutput: Output = {
  bytes: 0,
  async write(text) {
    if (!process.stdout.write(text)) await once(process.stdout, "drain");
  },
  async sync() {},
  async close() {},
};

/**
 * A file, for its owner's eyes only: these are people. Until it is whole its name ends in `.part`, so that nobody takes the
 * half of an export for all. Goes on behind the first `from` bytes of an earlier `.part`; begins anew where it has fewer.
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
    async close(whole) {
      // On the disk first: a machine that stops would leave the name with nothing behind it.
      if (whole) await handle.sync();
      await handle.close();
      if (whole) await rename(part, file);
    },
  };
}
