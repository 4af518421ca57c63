import { mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { replaceFiles, undoInterrupted } from "../../scripts/replace-files.ts";
import { tempDir } from "../support/temp-dir.ts";

// Files are replaced together or not at all, even if the process dies at any step or any step fails.

/** How many steps are left. Then the process dies in the middle of a step. Or, with `failing`, that many steps fail. */
const life = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY, failing: 0, die: () => {} }));

vi.mock("node:fs/promises", async (importActual) => {
  const actual = await importActual<typeof import("node:fs/promises")>();
  const dead = () => {
    life.die();
    return new Promise<never>(() => {});
  };
  const mortal =
    <Args extends unknown[], Result>(
      step: (...args: Args) => Promise<Result>,
      half?: (...args: Args) => Promise<unknown>,
    ) =>
    async (...args: Args): Promise<Result> => {
      life.left -= 1;
      if (life.left > 0) return step(...args);
      if (life.failing > 0) {
        if (life.left + life.failing <= 0) return step(...args);
        throw Object.assign(new Error("EBUSY: resource busy"), { code: "EBUSY" });
      }
      if (life.left === 0) await half?.(...args);
      return dead();
    };
  const { copyFile, mkdir, rename, rm, rmdir, writeFile } = actual;
  return {
    ...actual,
    copyFile: mortal(copyFile, (_from, to) => writeFile(to, "half")),
    mkdir: mortal(mkdir),
    rmdir: mortal(rmdir as (path: string) => Promise<void>),
    rename: mortal(rename),
    rm: mortal(rm as (path: string, options?: object) => Promise<void>, async (path: string) => {
      // A folder goes file by file.
      const [first] = await actual.readdir(path).catch(() => []);
      if (first) await rm(join(path, first));
    }),
    writeFile: mortal(writeFile as (path: string, text: string) => Promise<void>, (path: string, text: string) =>
      writeFile(path, text.slice(0, text.length / 2)),
    ),
  };
});

/** Runs `work` until it dies after this many steps. Returns whether it died. */
async function dyingAfter(steps: number, work: () => Promise<void>): Promise<boolean> {
  const died = new Promise<true>((resolve) => {
    life.die = () => resolve(true);
  });
  life.left = steps;
  const isDead = await Promise.race([died, work().then(() => false)]);
  life.left = Number.POSITIVE_INFINITY;
  return isDead;
}

beforeEach(() => {
  life.left = Number.POSITIVE_INFINITY;
  life.failing = 0;
});

/** Runs `work` with this many failing steps after some good ones. `unharmed` if it takes fewer steps. */
async function failingAfter(
  steps: number,
  failing: number,
  work: () => Promise<void>,
): Promise<"failed" | "done" | "unharmed"> {
  Object.assign(life, { left: steps, failing });
  const outcome = await work().then(
    () => "done" as const,
    () => "failed" as const,
  );
  const isUnharmed = life.left > 0;
  Object.assign(life, { left: Number.POSITIVE_INFINITY, failing: 0 });
  return isUnharmed ? "unharmed" : outcome;
}

const old = { "a.txt": "old a", "deep/b.txt": "old b", "gone.txt": "old and gone" };
const replacement = { "a.txt": "new a", "deep/b.txt": "new b", "other/c.txt": "new c", "gone.txt": undefined };

async function start(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(old)) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

async function contents(folder: string): Promise<Record<string, string>> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  const texts = files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, "utf8")] as const);
  return Object.fromEntries(await Promise.all(texts));
}

const isOld = (found: object) => JSON.stringify(found) === JSON.stringify(old);
const { "gone.txt": _, ...after } = replacement;

test("a crash at any step leaves the old files or the new ones", async () => {
  await using dir = await tempDir();
  const folder = join(dir.path, "folder");
  const outcomes: string[] = [];
  for (let steps = 1; ; steps += 1) {
    await start(folder);
    if (!(await dyingAfter(steps, () => replaceFiles(folder, replacement)))) break;
    await undoInterrupted(folder);
    const found = await contents(folder);
    if (!isOld(found)) expect(found, `after ${steps} steps`).toEqual(after);
    outcomes.push(isOld(found) ? "old" : "new");
  }
  // Once it is done, it stays so.
  expect(outcomes.join(" ")).toMatch(/^(old ){15,}(new ?)+$/);
  expect(await contents(folder)).toEqual(after);
});

test("a second crash during recovery changes nothing", async () => {
  await using dir = await tempDir();
  const folder = join(dir.path, "folder");
  for (let first = 1; ; first += 1) {
    await start(folder);
    if (!(await dyingAfter(first, () => replaceFiles(folder, replacement)))) break;
    for (let second = 1; second < 9; second += 1) await dyingAfter(second, () => undoInterrupted(folder));
    await undoInterrupted(folder);
    const found = await contents(folder);
    if (!isOld(found)) expect(found, `after ${first} steps`).toEqual(after);
  }
});

test.each([1, Number.POSITIVE_INFINITY])(
  "throws and changes nothing when steps fail (%s), from any step on",
  async (failing) => {
    await using dir = await tempDir();
    const folder = join(dir.path, "folder");
    const outcomes: string[] = [];
    for (let steps = 1; outcomes.at(-1) !== "unharmed"; steps += 1) {
      await start(folder);
      const outcome = await failingAfter(steps, failing, () => replaceFiles(folder, replacement));
      // Files that could not be restored either are restored by the next run.
      await undoInterrupted(folder);
      const found = await contents(folder);
      if (outcome === "failed") expect(found, `after ${steps} steps`).toEqual(old);
      await replaceFiles(folder, replacement);
      expect(await contents(folder), `after ${steps} steps`).toEqual(after);
      outcomes.push(outcome);
    }
    expect(outcomes.filter((one) => one === "failed").length).toBeGreaterThan(15);
  },
);

test("changes nothing if a folder has a file's name, and can be run again", async () => {
  await using dir = await tempDir();
  const folder = join(dir.path, "folder");
  await start(folder);
  await mkdir(join(folder, "other/c.txt/full"), { recursive: true });
  await expect(replaceFiles(folder, replacement)).rejects.toThrow();
  expect(await contents(folder)).toEqual(old);
  expect(await readdir(folder)).toEqual(["a.txt", "deep", "gone.txt", "other"]);
  await rm(join(folder, "other"), { recursive: true });
  await replaceFiles(folder, replacement);
  expect(await contents(folder)).toEqual(after);
});

test("a replacement that fails before it has begun leaves no file behind", async () => {
  await using dir = await tempDir();
  const folder = join(dir.path, "folder");
  await start(folder);
  // Only texts and buffers can be written.
  const wrong = { "a.txt": "new a", "b.txt": 5 as unknown as string };
  await expect(replaceFiles(folder, wrong)).rejects.toThrow("must be of type string");
  expect(await readdir(folder)).toEqual(["a.txt", "deep", "gone.txt"]);
  expect(await contents(folder)).toEqual(old);
  await expect(replaceFiles(join(dir.path, "made/for/it"), wrong)).rejects.toThrow("must be of type string");
  expect(await contents(join(dir.path, "made"))).toEqual({});
});

test.each(["../out.txt", "/out.txt", "deep/../../out.txt", "link/out.txt", ".git/hooks/x", "C:\\out.txt", ""])(
  "%s leads out of the folder: it is not written, and a journal that names it is ignored",
  async (name) => {
    await using dir = await tempDir();
    const folder = join(dir.path, "folder");
    await start(folder);
    await symlink(dir.path, join(folder, "link"));
    await writeFile(join(dir.path, "out.txt"), "outside");
    await expect(replaceFiles(folder, { "a.txt": "new a", [name]: "new" })).rejects.toThrow(
      "is not a plain path within",
    );
    expect(await contents(folder)).toEqual(old);
    expect(await warningsOf(folder, `= ${name}`)).toMatch(/ignored/);
    expect(await warningsOf(folder, `+ ${name}`)).toMatch(/ignored/);
    expect(await readFile(join(dir.path, "out.txt"), "utf8")).toBe("outside");
    expect(await readdir(dir.path)).toEqual(["folder", "out.txt"]);
  },
);

test.each(["", "a.txt", "= ", "=a.txt", "= a.txt\n", "= a.txt\nb.txt", '[{"name":"a.txt"}]'])(
  "a journal that says %s is ignored",
  async (journal) => {
    await using dir = await tempDir();
    await start(dir.path);
    expect(await warningsOf(dir.path, journal)).toMatch(/^\S*pending\/journal was not written by wipsy-client/);
    const { "a.txt": text } = await contents(dir.path);
    expect(text).toBe("old a");
    await replaceFiles(dir.path, { "a.txt": "new a" });
    expect(await readFile(join(dir.path, "a.txt"), "utf8")).toBe("new a");
  },
);

/** The message about a stage with this journal and an old file, in an impossible state. */
async function warningsOf(folder: string, journal: string): Promise<string> {
  const stage = join(folder, ".wipsy-client-pending");
  await mkdir(stage, { recursive: true });
  await writeFile(join(stage, "journal"), journal);
  await writeFile(join(stage, "old-0"), "planted");
  const spy = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    await undoInterrupted(folder);
    return spy.mock.calls.join("");
  } finally {
    spy.mockRestore();
  }
}

test("undoes the leftovers of a process whose id was reused, after a minute", async () => {
  await using dir = await tempDir();
  await start(dir.path);
  const stage = join(dir.path, `.wipsy-client-pending-${process.ppid}`);
  await mkdir(stage);
  await writeFile(join(stage, "old-0"), "older a");
  await writeFile(join(stage, "journal"), "= a.txt");
  const past = new Date(Date.now() - 120_000);
  await utimes(stage, past, past);
  await undoInterrupted(dir.path);
  expect(await contents(dir.path)).toEqual({ ...old, "a.txt": "older a" });
});
