import type { FileHandle } from "node:fs/promises";

/** Where the last line ends that ends within the first `end` bytes of a file. */
async function lastLineEnd(file: FileHandle, end: number): Promise<number> {
  const piece = Buffer.alloc(65_536);
  for (let to = end; to > 0; to -= piece.length) {
    const from = Math.max(0, to - piece.length);
    const { bytesRead } = await file.read(piece, 0, to - from, from);
    const at = piece.subarray(0, bytesRead).lastIndexOf("\n");
    if (at >= 0) return from + at + 1;
  }
  return 0;
}

/**
 * Cuts a file off behind the last whole line of its first `bytes`, by default of all, and gives how many bytes are left. A
 * full disk or a machine that stops leaves half a line, and the next one would be written right behind it.
 */
export async function cutToLines(file: FileHandle, bytes = Number.POSITIVE_INFINITY): Promise<number> {
  const { size } = await file.stat();
  const end = await lastLineEnd(file, Math.min(size, bytes));
  await file.truncate(end);
  return end;
}
