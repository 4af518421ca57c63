import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detectChannel, InputError } from "wipsy-client";
import { thrownBy } from "../support/failure.ts";
import { propertySeed } from "../support/seed.ts";

const seed = propertySeed();
const separators = [..." \u00a0\u202f.()[]-\u2010\u2011\u2012\u2013\u2014\u2212"];

describe("phones go over WhatsApp, without their separators", () => {
  test.each([
    ["with a country code", "+573188779043", "+573188779043"],
    ["bare", "573188779043", "573188779043"],
    ["a bare national number: no country is guessed", "3188779043", "3188779043"],
    ["spaces", "+57 318 877 9043", "+573188779043"],
    ["spaces around", " +573188779043 ", "+573188779043"],
    ["dots", "57.318.877.9043", "573188779043"],
    ["dashes", "+57-318-877-9043", "+573188779043"],
    ["brackets", "+57 (318) 877-9043", "+573188779043"],
    ["square brackets", "[57] 3188779043", "573188779043"],
    ["a bracket before the +", "(+57) 3188779043", "+573188779043"],
    ["a no-break space", "+57\u00a03188779043", "+573188779043"],
    ["a narrow no-break space", "+57\u202f3188779043", "+573188779043"],
    ["a hyphen", "+57\u20103188779043", "+573188779043"],
    ["a no-break hyphen", "+57\u20113188779043", "+573188779043"],
    ["a figure dash", "+57\u20123188779043", "+573188779043"],
    ["an en dash", "+57\u20133188779043", "+573188779043"],
    ["an em dash", "+57\u20143188779043", "+573188779043"],
    ["a minus sign", "+57\u22123188779043", "+573188779043"],
    ["the shortest, bare", "1234567", "1234567"],
    ["the shortest, with +", "+1234567", "+1234567"],
    ["the longest, bare", "12345678901234", "12345678901234"],
    ["the longest, with +", "+123456789012345", "+123456789012345"],
    ["the longest, with + and separators", "+123 456-789.012 345", "+123456789012345"],
  ])("%s", (_what, given, to) => {
    expect(detectChannel(given)).toEqual({ to, channel: "whatsapp" });
  });
});

describe("prefixed user ids go as they are", () => {
  test.each([
    ["ig_828925823321473", "instagram"],
    ["ig_1", "instagram"],
    ["ig_name.of-a_user", "instagram"],
    ["ig_+573188779043", "instagram"],
    ["ig_fb_1", "instagram"],
    ["fb_123456789", "messenger"],
    ["fb_12345678901234567890", "messenger"],
    ["fb_(1)", "messenger"],
    ["fb_ig_1", "messenger"],
  ])("%s → %s", (to, channel) => {
    expect(detectChannel(to)).toEqual({ to, channel });
  });
});

const ambiguous = /add the prefix ig_ .* or fb_ .*, or set channel/;
const neither = /neither a phone number nor a user id with the prefix ig_ or fb_/;
const whiteSpace = /has white space in it: remove it/;

describe("what no channel follows from is refused", () => {
  test.each<[string, unknown, RegExp]>([
    ["empty", "", /empty/],
    ["blanks alone", "   ", neither],
    ["separators alone", "(-.-)", neither],
    ["a + alone", "+", neither],
    ["6 digits", "123456", /6 digits, too few/],
    ["6 digits with +", "+123456", /6 digits, too few/],
    ["6 digits spread wide", "1 2-3.4(5)6", /6 digits, too few/],
    ["15 bare digits", "828925823321473", ambiguous],
    ["16 bare digits", "8289258233214731", ambiguous],
    ["40 bare digits", "1".repeat(40), ambiguous],
    ["15 bare digits with separators", "828-925-823-321-473", ambiguous],
    ["16 digits with +", "+1234567890123456", /16 digits, but a phone number has at most 15/],
    ["two +", "++573188779043", neither],
    ["a + inside", "57+3188779043", neither],
    ["a + at the end", "573188779043+", neither],
    ["letters", "Marta Example", neither],
    ["letters in a phone", "+57318CALLNOW", neither],
    ["an e-mail address", "marta@example.com", neither],
    ["a tab in a phone", "+57\t3188779043", neither],
    ["a line break after a phone", "+573188779043\n", neither],
    ["a slash in a phone", "+57/3188779043", neither],
    ["digits of another script", "+٥٧٣١٨٨٧٧٩٠٤٣", neither],
    ["full-width digits", "５７３１８８７７９０４３", neither],
    ["a zero-width space", "+57\u200b3188779043", neither],
    ["a surrogate alone", "+57318\ud8008779043", neither],
    ["prefix ig_ alone", "ig_", /only the prefix ig_/],
    ["prefix fb_ alone", "fb_", /only the prefix fb_/],
    ["a prefix in capitals", "IG_828925823321473", neither],
    ["a blank before the prefix", " ig_1", neither],
    ["another prefix", "wa_573188779043", neither],
    ["a blank in an id", "ig_1 2", whiteSpace],
    ["a blank after an id", "ig_1 ", whiteSpace],
    ["a tab in an id", "fb_1\t2", whiteSpace],
    ["a line break in an id", "fb_1\n2", whiteSpace],
    ["a carriage return after an id", "fb_1\r", whiteSpace],
    ["a number", 573188779043, /must be text/],
    ["undefined", undefined, /empty/],
    ["null", null, /empty/],
    ["a list", ["+573188779043"], /must be text/],
    ["a String object", Object("+573188779043"), /must be text/],
    ["a national zero", "+44 (0)20 7946 0958", /\(0\) in it/],
  ])("%s", (_what, to, problem) => {
    const error = thrownBy(() => detectChannel(to as string));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toMatch(problem);
    expect(error).toMatchObject({ field: "to", outcome: "not-sent", attempts: 0, operation: undefined });
  });
});

/** A text whose characters are strewn with separators. */
const strewn = (text: string) =>
  fc
    .array(fc.array(fc.constantFrom(...separators), { maxLength: 2 }), {
      minLength: text.length + 1,
      maxLength: text.length + 1,
    })
    .map((gaps) => gaps.map((gap, index) => gap.join("") + (text[index] ?? "")).join(""));

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength, maxLength });

const phone = fc.oneof(
  digits(7, 14),
  digits(7, 15).map((number) => `+${number}`),
);

describe("for any recipient", () => {
  test("a phone comes out with the digits that went in, and nothing else", () => {
    const strewnPhone = phone
      .chain((number) => fc.tuple(fc.constant(number), strewn(number)))
      .filter(([, given]) => !given.includes("(0)"));
    fc.assert(
      fc.property(strewnPhone, ([number, given]) => {
        expect(detectChannel(given)).toEqual({ to: number, channel: "whatsapp" });
      }),
      { seed, numRuns: 1000 },
    );
  });

  test("what comes out goes in again, and comes out the same", () => {
    const id = fc.stringMatching(/^(ig|fb)_[^ \t\n\r]{1,30}$/);
    fc.assert(
      fc.property(fc.oneof(phone, id), (given) => {
        const once = detectChannel(given);
        expect(detectChannel(once.to)).toEqual(once);
      }),
      { seed, numRuns: 1000 },
    );
  });

  test("the error never shows it", () => {
    const bad = fc.oneof(
      digits(4, 6),
      digits(15, 40),
      digits(16, 40).map((number) => `+${number}`),
      fc.stringMatching(/^(ig|fb)_\w{4,20} \w{4,20}$/),
      fc.string({ unit: "binary", minLength: 8 }).filter((text) => !/^(ig|fb)_/.test(text) && /[^\d+]/.test(text)),
      fc.emailAddress(),
    );
    let refused = 0;
    fc.assert(
      fc.property(bad, (to) => {
        try {
          detectChannel(to);
        } catch (error) {
          refused++;
          expect(error).toBeInstanceOf(InputError);
          expect((error as Error).message).not.toContain(to);
          expect(JSON.stringify(error)).not.toContain(to);
        }
      }),
      { seed, numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(1500);
  });
});
