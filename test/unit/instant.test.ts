import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byInstant, instantOf } from "../../src/lists/instant.ts";
import { propertySeed } from "../support/seed.ts";

const seed = propertySeed();
const noon = Date.UTC(2025, 10, 2, 12) * 1000;

describe("parses a timestamp into microseconds", () => {
  test.each<[unknown, number]>([
    ["2025-11-02T12:00:00Z", noon],
    ["2025-11-02T12:00:00z", noon],
    ["2025-11-02t12:00:00Z", noon],
    ["2025-11-02 12:00:00Z", noon],
    ["2025-11-02T12:00Z", noon],
    ["2025-11-02T12:00:00+00:00", noon],
    ["2025-11-02T12:00:00+00", noon],
    ["2025-11-02T12:00:00+0000", noon],
    ["2025-11-02T07:00:00-05:00", noon],
    ["2025-11-02T17:30:00+0530", noon],
    ["2025-11-03T02:00:00+14", noon],
    // Without a zone: UTC, wherever the machine is.
    ["2025-11-02T12:00:00", noon],
    ["2025-11-02 12:00:00.5", noon + 500_000],
    ["2025-11-02T12:00:00.123Z", noon + 123_000],
    ["2025-11-02T12:00:00.123456+00:00", noon + 123_456],
    ["2025-11-02T12:00:00.000001Z", noon + 1],
    ["2025-11-02T12:00:00.1234569Z", noon + 123_456],
    ["1969-12-31T23:59:59.999999Z", -1],
  ])("%s", (text, instant) => expect(instantOf(text)).toBe(instant));

  test.each<[unknown]>([
    ...["", "yesterday", "2025-11-02", "2025-13-02T12:00:00Z", "2025-11-02T25:00:00Z", "12:00:00"].map(
      (one): [unknown] => [one],
    ),
    ...["2025-11-02T12:00:00ZZ", "x2025-11-02T12:00:00Z", "2025-11-02T12:00:00.Z"].map((one): [unknown] => [one]),
    [undefined],
    [null],
    [0],
    [1_762_084_800_000],
    [{}],
    [[]],
  ])("%j is not a timestamp", (value) => expect(instantOf(value)).toBeNaN());

  test("both formats of any instant give the same number", () => {
    const date = fc.date({ min: new Date(0), max: new Date("2099-12-31"), noInvalidDate: true });
    const zones = fc.integer({ min: -12 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(date, zones, fc.integer({ min: 0, max: 999 }), (instant, zone, micros) => {
        const local = new Date(instant.getTime() + zone * 60_000).toISOString().slice(0, -1);
        const two = (part: number) => String(Math.trunc(part)).padStart(2, "0");
        const offset = `${zone < 0 ? "-" : "+"}${two(Math.abs(zone) / 60)}:${two(Math.abs(zone) % 60)}`;
        const rest = String(micros).padStart(3, "0");
        expect(instantOf(instant.toISOString())).toBe(instant.getTime() * 1000);
        expect(instantOf(`${local}${rest}${offset}`)).toBe(instant.getTime() * 1000 + micros);
      }),
      { seed },
    );
  });
});

describe("the order of instants", () => {
  test("items without a timestamp come last, and equal ones keep their order", () => {
    const given = [Number.NaN, 3, 1, Number.NaN, 1, 2].map((instant, place) => ({ instant, place }));
    const places = given.toSorted(byInstant((one) => one.instant)).map(({ place }) => place);
    expect(places).toEqual([2, 4, 5, 1, 0, 3]);
  });

  test("is a total order of any values", () => {
    const instant = fc.oneof(fc.integer(), fc.constant(Number.NaN));
    const compare = byInstant<number>((one) => one);
    fc.assert(
      fc.property(instant, instant, instant, (a, b, c) => {
        expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0);
        if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
      }),
      { seed },
    );
  });
});
