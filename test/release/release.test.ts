import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { root } from "../support/run.ts";
import { missesOfChangelog, releasesIn } from "./changelog.ts";
import { missesOfFiles } from "./contents.ts";
import { type Manifest, missesOfManifest } from "./manifest.ts";
import { mayBreak, missesOfTags, previousTag } from "./versions.ts";

// The parts of `npm run release:check`, and what each refuses.

const files = [
  ...["package.json", "LICENSE", "CHANGELOG.md", "README.md", "README.es.md", "API.md", "openapi/wipsy.yaml"],
  ...["dist/index.js", "dist/index.cjs", "dist/index.d.ts", "dist/index.d.cts"],
  ...["dist/feed.js", "dist/feed.cjs", "dist/feed.d.ts", "dist/feed.d.cts"],
  ...["dist/campaign.js", "dist/campaign.cjs", "dist/campaign.d.ts", "dist/campaign.d.cts"],
  ...["dist/raw.js", "dist/raw.cjs", "dist/raw.d.ts", "dist/raw.d.cts"],
  ...["dist/testing.js", "dist/testing.cjs", "dist/testing.d.ts", "dist/testing.d.cts"],
  ...["memory", "sqlite", "postgres", "redis"].flatMap((name) =>
    [".js", ".cjs", ".d.ts", ".d.cts"].map((end) => `dist/stores/${name}${end}`),
  ),
  ...["bullmq", "pg-boss"].flatMap((name) => [".js", ".cjs", ".d.ts", ".d.cts"].map((end) => `dist/${name}${end}`)),
  "sql/postgres.sql",
  ...["dist/cli.js", "dist/project-D_9f-a.js", "dist/page/index.html", "dist/page/page.css", "dist/page/page.js"],
];
const own = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as Manifest;
const good: Manifest = {
  ...own,
  repository: { type: "git", url: "git+https://example.com/somebody/wipsy-client.git" },
};

describe("package.json", () => {
  test("is ready except for the repository's address", () => {
    expect(missesOfManifest(good)).toEqual([]);
    const wanted = own.repository === undefined ? [expect.stringMatching(/^repository: set it to/)] : [];
    expect(missesOfManifest(own)).toEqual(wanted);
  });

  test.each<[string, Manifest, RegExp]>([
    ["no license", { ...good, license: "" }, /^license/],
    ["no description", { ...good, description: "" }, /^description/],
    ["side effects", { ...good, sideEffects: ["./dist/index.js"] }, /^sideEffects/],
    ["no engines", { ...good, engines: {} }, /^engines\.node/],
    ["no public access", { ...good, publishConfig: { provenance: true } }, /^publishConfig\.access/],
    ["no provenance", { ...good, publishConfig: { access: "public" } }, /^publishConfig\.provenance/],
    ["a repository without an address", { ...good, repository: "somebody/wipsy-client" }, /^repository/],
    ["a script on installing", { ...good, scripts: { postinstall: "node ." } }, /^scripts/],
  ])("%s is refused", (_, manifest, miss) => {
    expect(missesOfManifest(manifest)).toContainEqual(expect.stringMatching(miss));
  });
});

const log =
  "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2030-02-28\n\n### Added\n\n- More.\n\n## [1.0.0] - 2030-01-31\n";

describe("CHANGELOG.md", () => {
  test("of a publishable version", () => {
    expect(missesOfChangelog(log, "1.1.0")).toEqual([]);
  });

  test("ours lacks at most the unpublished version", () => {
    const misses = missesOfChangelog(readFileSync(`${root}CHANGELOG.md`, "utf8"), String(own.version));
    expect(misses.filter((miss) => !miss.includes(`no section [${own.version}]`))).toEqual([]);
  });

  test.each<[string, string, string, RegExp]>([
    ["no title", log.replace("# Changelog", "# History"), "1.1.0", /must begin/],
    ["no Unreleased", log.replace("## [Unreleased]\n", ""), "1.1.0", /first section must be \[Unreleased\]/],
    ["no section of the version", log, "1.2.0", /no section \[1\.2\.0\]/],
    ["a version that is not the newest", log, "1.0.0", /\[1\.0\.0\] must be the newest/],
    ["a section without a word", log.replace("- More.\n", ""), "1.1.0", /\[1\.1\.0\] has no entries/],
    ["no date", log.replace(" - 2030-02-28", ""), "1.1.0", /"## \[1\.1\.0\]" is neither/],
    ["a date that does not exist", log.replace("02-28", "02-30"), "1.1.0", /1\.1\.0 needs a date/],
    ["another kind", log.replace("### Added", "### New"), "1.1.0", /"### New" is not a section/],
    ["what was not moved", log.replace("[Unreleased]\n", "[Unreleased]\n\n- Late.\n"), "1.1.0", /still has/],
    ["versions in disorder", log.replace("[1.0.0]", "[9.0.0]"), "1.1.0", /newest first/],
    ["a version twice", log.replace("[1.0.0] - 2030-01-31", "[1.1.0] - 2030-02-28"), "1.1.0", /version once/],
  ])("%s is refused", (_, text, version, miss) => {
    expect(missesOfChangelog(text, version)).toContainEqual(expect.stringMatching(miss));
  });
});

describe("what is packed", () => {
  test("all files that a user needs, with and without the inferred description", () => {
    expect(missesOfFiles(files)).toEqual([]);
    expect(missesOfFiles([...files, "openapi/inferred.yaml"])).toEqual([]);
    expect(missesOfFiles([...files, "dist/limits-B6_WZguS.cjs", "dist/types-B78D8gdv.d.cts"])).toEqual([]);
  });

  test.each([
    "dist/index.js.map",
    "src/index.ts",
    "test/unit/send.test.ts",
    ".env",
    "dist/index.d.ts.map",
    "README.md.bak",
    "x/LICENSE",
  ])("%s is refused", (file) => {
    expect(missesOfFiles([...files, file])).toEqual([expect.stringMatching(/is packed by mistake/)]);
  });

  test.each(files)("are refused without %s", (file) => {
    const missing = expect.stringMatching(/is missing from the package$/);
    expect(missesOfFiles(files.filter((one) => one !== file))).toEqual([missing]);
  });
});

test.each([
  [["v0.9.0", "v0.10.0", "v0.2.0"], "1.0.0", "v0.10.0"],
  [["v1.0.0", "v1.1.0"], "1.1.0", "v1.0.0"],
  [["v1.1.0", "v1.2.0"], "1.1.0", undefined],
  [["nightly", "v2", "1.0.0", "v1.0.0-rc.1", ""], "3.0.0", undefined],
  [[], "0.1.0", undefined],
])("of %j, the version before %s is %s", (tags, version, tag) => {
  expect(previousTag(tags, version)).toBe(tag);
});

test.each([
  [["v1.0.0", "v1.1.0"], "1.1.0", ["v1.1.0"]],
  [["v1.0.0", "v2.0.0"], "1.1.0", ["v2.0.0"]],
  [["v1.0.0", "nightly"], "1.1.0", []],
])("of %j, publishing %s is blocked by %j", (tags, version, late) => {
  expect(missesOfTags(tags, version)).toEqual(late.map((tag) => expect.stringContaining(tag)));
});

test("reads a changelog's versions from its sections", () => {
  expect(releasesIn(log)).toEqual(["1.1.0", "1.0.0"]);
});

test.each([
  ["1.2.3", "2.0.0", true],
  ["1.2.3", "1.3.0", false],
  ["1.2.3", "1.2.4", false],
  ["0.1.0", "0.2.0", true],
  ["0.1.0", "0.1.1", false],
  ["0.9.0", "1.0.0", true],
])("%s may be broken by %s: %s", (previous, version, may) => {
  expect(mayBreak(previous, version)).toBe(may);
});
