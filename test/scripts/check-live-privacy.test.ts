import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { operations } from "../../generated/operations.ts";
import { checkLive } from "../../scripts/check-live/command.ts";
import { maskFor } from "../../scripts/check-live/mask.ts";
import { runInProcess } from "../support/in-process.ts";
import { differing, faithful, personal, session } from "../support/live-account.ts";
import { root } from "../support/run.ts";
import { propertySeed } from "../support/seed.ts";
import { type Reply, type Seen, serve } from "../support/server.ts";
import { tempDir } from "../support/temp-dir.ts";

const refusal = { status: 400, body: { error: "Zoraida no existe", details: { "+573009998877": "Calle Canario 45" } } };
/** Keys that somebody wrote. */
const written = ["anselmo", "ludovica", "tia_rosalba"];
const [anselmo = "", ludovica = "", rosalba = ""] = written;
const byName = { [anselmo]: "x", [ludovica]: { [rosalba]: "y" } };

/** Items that are keyed so where the description does not know what an item holds. */
function swapped({ body, ...rest }: Reply): Reply {
  const items = `"custom_fields":${JSON.stringify([byName, byName])}`;
  return { ...rest, body: JSON.parse(JSON.stringify(body).replaceAll('"custom_fields":[]', items)) };
}

/** Answers in which what somebody wrote is keyed by, wherever an object is or could be. */
function keyed(seen: Seen): Reply {
  const reply = faithful(seen);
  const text = JSON.stringify(reply.body)
    .replaceAll('"custom_fields":[]', `"custom_fields":${JSON.stringify(byName)},"tags_by":${JSON.stringify([byName])}`)
    .replaceAll('"metadata":{}', `"metadata":${JSON.stringify({ template: byName })}`)
    .replaceAll('"tags":[]', `"tags":${JSON.stringify(byName)}`);
  return { ...reply, body: JSON.parse(text) };
}

const kinds: [string, (seen: Seen) => Reply][] = [
  ["as described", faithful],
  ["different", differing],
  ["keyed by what somebody wrote", keyed],
  ["as a list of what is not known", (seen) => swapped(faithful(seen))],
  ["refused", (seen) => (seen.url.includes("/api-get-chats") ? refusal : differing(seen))],
  [
    "no JSON",
    (seen) => (seen.method === "POST" ? { body: "<p>Zoraida +573009998877 Calle Canario 45" } : faithful(seen)),
  ],
];

test.each(kinds)("answers %s: nothing of a person is printed, patched or recorded", async (_, answer) => {
  await using server = await serve(answer);
  await using dir = await tempDir();
  const [file, patch, folder] = ["session.json", "patch", "record"].map((name) => join(dir.path, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(file, JSON.stringify(session));
  const env = { WIPSY_API_KEY: "key-canary", WIPSY_BASE_URL: server.url };
  const args = ["--session", file, "--record", folder, "--patch", patch];
  const means = { root, operations, env, pause: 0 };
  const { out } = await runInProcess(root, (terminal) => checkLive(args, means, terminal));
  const names = readdirSync(folder).sort();
  expect(names).toContain("getContacts.json");
  if (answer === keyed) expect(readFileSync(patch, "utf8")).toContain("tags_by:");
  const recorded = names.map((name) => readFileSync(join(folder, name), "utf8"));
  for (const text of [out, readFileSync(patch, "utf8"), ...recorded]) {
    for (const secret of [...personal, ...written, "key-canary"]) expect(text).not.toContain(secret);
  }
});

test("a mask keeps what links and orders, and the form", () => {
  const id = "3F6C1A52-7788-4f00-8a11-aabbccddee01";
  const answer = {
    chats: [
      { id, at: "2019-07-23T17:42:31.123456-05:00", on: true, status: "Closed", of: 12.5, n: -30, none: null },
      { id: id.toLowerCase(), at: "2018-01-01", status: "new", tags: { ana: "Año nuevo, ¿vienes?" } },
    ],
    "+57300": 3001234567,
    link: "https://example.org/ana?x=1",
  };
  const mask = maskFor([answer]);
  const fields = new Map(["chats", "id", "at"].map((name) => [name, {}]));
  const masked = mask(answer, (path) => {
    if (path.at(-1) === "status") return { enum: ["open"] };
    // One object is described with all its fields, the items with some, and of the tags nothing is.
    return path.at(-1) === "tags" ? {} : { fields, gainsFields: path.length > 0 };
  });
  expect(masked).toEqual({
    chats: [
      {
        id: "00000000-0000-4000-8000-000000000001",
        at: "2001-01-02T00:00:00.000000+00:00",
        on: true,
        status: "Xxxxxx",
        of: 11.1,
        n: -11,
        none: null,
      },
      {
        id: "00000000-0000-4000-8000-000000000001",
        at: "2001-01-01",
        status: "new",
        tags: { key_1: "Xxx xxxxx, xxxxxxx?" },
      },
    ],
    key_2: 1111111111,
    key_3: "https://xxxxxxx.xxx/xxx?x=1",
  });
});

test("whatever an answer holds, a mask leaves no letter and no digit of it", () => {
  const seed = propertySeed();
  fc.assert(
    fc.property(fc.jsonValue(), (answer) => {
      // `jsonValue` is of unknown type, and JSON.
      const value = JSON.parse(JSON.stringify(answer));
      const masked = JSON.stringify(
        maskFor([value])(value, () => ({})),
        (_, inner) =>
          typeof inner === "string" || typeof inner === "number"
            ? inner
            : Array.isArray(inner)
              ? inner
              : inner && typeof inner === "object"
                ? Object.values(inner)
                : null,
      );
      expect(masked.replace(/\\n|null|https?:|00000000-0000-4000-8000-\d{12}|20\d\d-\d\d-\d\d/g, "")).not.toMatch(
        /[^Xx1 .,:;@+\-_/#=?&()!\\[\]"0-9]/,
      );
    }),
    { seed },
  );
});
