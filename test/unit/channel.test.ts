import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detectChannel, InputError } from "wipsy-client";
import { thrownBy } from "../support/failure.ts";
import { propertyRuns, propertySeed } from "../support/seed.ts";

const seed = propertySeed();
const separators = [..." \u00a0\u202f.()[]-\u2010\u2011\u2012\u2013\u2014\u2212"];

describe("phone numbers take WhatsApp, without separators", () => {
  test.each([
    ["with a country code", "+573188779043", "+573188779043"],
    ["bare", "573188779043", "573188779043"],
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
    ["the shortest, bare", "12345678901", "12345678901"],
    ["the shortest, with +", "+1234567", "+1234567"],
    ["the longest, bare", "12345678901234", "12345678901234"],
    ["the longest, with +", "+123456789012345", "+123456789012345"],
    ["zeros further on", "+57 300 000 0000", "+573000000000"],
    ["the longest, with + and separators", "+123 456-789.012 345", "+123456789012345"],
  ])("%s", (_what, given, to) => {
    expect(detectChannel(given)).toEqual({ to, channel: "whatsapp" });
  });
});

describe("prefixed user ids stay unchanged", () => {
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

const ambiguous = /prefix ig_ or fb_, or set channel/;
const neither = /neither a phone number with its country code nor a user id|invisible character/;
const oddCharacter = /in(visible|valid) character/;
const zero = /starts with 0.*country code/;

describe("rejects a recipient without a channel", () => {
  test.each<[string, unknown, RegExp]>([
    ["empty", "", /empty/],
    ["blanks alone", "   ", neither],
    ["separators alone", "(-.-)", neither],
    ["a + alone", "+", neither],
    ["6 digits", "123456", /6 digits.*\+.*country code/],
    ["6 digits with +", "+123456", /6 digits.*country code/],
    ["6 digits spread wide", "1 2-3.4(5)6", /6 digits.*country code/],
    ["a national number", "318 877 9043", /10 digits.*\+.*country code/],
    ["15 bare digits", "828925823321473", ambiguous],
    ["16 bare digits", "8289258233214731", ambiguous],
    ["40 bare digits", "1".repeat(40), ambiguous],
    ["15 bare digits with separators", "828-925-823-321-473", ambiguous],
    ["16 digits with +", "+1234567890123456", /16 digits.*country code/],
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
    ["prefix ig_ alone", "ig_", /prefix without a user id/],
    ["prefix fb_ alone", "fb_", /prefix without a user id/],
    ["a prefix in capitals", "IG_828925823321473", neither],
    ["a blank before the prefix", " ig_1", neither],
    ["another prefix", "wa_573188779043", neither],
    ["a blank in an id", "ig_1 2", oddCharacter],
    ["a blank after an id", "ig_1 ", oddCharacter],
    ["a tab in an id", "fb_1\t2", oddCharacter],
    ["a line break in an id", "fb_1\n2", oddCharacter],
    ["a carriage return after an id", "fb_1\r", oddCharacter],
    ["a number", 573188779043, /must be a string/],
    ["undefined", undefined, /empty/],
    ["null", null, /empty/],
    ["a list", ["+573188779043"], /must be a string/],
    ["a String object", Object("+573188779043"), /must be a string/],
    ["a no-break space in an id", "ig_1\u00a02", oddCharacter],
    ["an ideographic space in an id", "ig_1\u30002", oddCharacter],
    ["a vertical tab in an id", "ig_1\v2", oddCharacter],
    ["a zero-width space after an id", "ig_828925823321473\u200b", oddCharacter],
    ["a zero-width space as an id", "ig_\u200b", oddCharacter],
    ["a line separator after an id", "ig_8289\u2028", oddCharacter],
    ["a byte order mark after an id", "fb_123\ufeff", oddCharacter],
    ["a mark of direction around an id", "fb_\u202a123\u202c", oddCharacter],
    ["a soft hyphen in an id", "fb_1\u00ad23", oddCharacter],
    ["a control character in an id", "fb_1\u00002", oddCharacter],
    ["half a character in an id", "ig_1\ud800", oddCharacter],
    ["an invisible tag in an id", "ig_1\u{e0001}", oddCharacter],
    ["full-width digits in an id", "fb_１２３", oddCharacter],
    ["a national zero", "+44 (0)20 7946 0958", zero],
    ["a national zero in other brackets", "+44 [0]20 7946 0958", zero],
    ["a national zero with blanks", "+44 ( 0 )20 7946 0958", zero],
    ["a national zero within the area code's brackets", "+44 (0 20) 7946 0958", zero],
    ["a national zero without +", "(57)(0)3001234567", zero],
    ["the prefix of calls abroad", "0057 300 123 4567", zero],
    ["the same without separators", "00573001234567", zero],
    ["the same after +", "+00573001234567", zero],
    ["+ and 0", "+0573001234567", zero],
    ["a bracket before + and 0", "(+0) 573001234567", zero],
    ["a national number with its 0", "03001234567", zero],
    ["zeros alone", "0000000", zero],
  ])("%s", (_what, to, problem) => {
    const error = thrownBy(() => detectChannel(to as string));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toMatch(problem);
    expect(error).toMatchObject({ field: "to", outcome: "not-sent", attempts: 0, operation: undefined });
  });
});

/** A string with separators between its characters. */
const strewn = (text: string) =>
  fc
    .array(fc.array(fc.constantFrom(...separators), { maxLength: 2 }), {
      minLength: text.length + 1,
      maxLength: text.length + 1,
    })
    .map((gaps) => gaps.map((gap, index) => gap.join("") + (text[index] ?? "")).join(""));

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength, maxLength });

const phone = fc
  .oneof(
    digits(11, 14),
    digits(7, 15).map((number) => `+${number}`),
  )
  .filter((number) => !/^\+?0/.test(number));

describe("detects a channel for any recipient", () => {
  test("a phone number keeps its digits and loses everything else", () => {
    const strewnPhone = phone
      .chain((number) => fc.tuple(fc.constant(number), strewn(number)))
      .filter(([, given]) => !/[([][^\d)\]]*0/.test(given));
    fc.assert(
      fc.property(strewnPhone, ([number, given]) => {
        expect(detectChannel(given)).toEqual({ to: number, channel: "whatsapp" });
      }),
      { seed, numRuns: propertyRuns(1000) },
    );
  });

  test("detection of its own result changes nothing", () => {
    const id = fc.stringMatching(/^(ig|fb)_[!-~]{1,30}$/);
    fc.assert(
      fc.property(fc.oneof(phone, id), (given) => {
        const once = detectChannel(given);
        expect(detectChannel(once.to)).toEqual(once);
      }),
      { seed, numRuns: propertyRuns(1000) },
    );
  });

  test("the error never contains it", () => {
    const bad = fc.oneof(
      digits(4, 10),
      digits(15, 40),
      digits(16, 40).map((number) => `+${number}`),
      fc.stringMatching(/^(ig|fb)_\w{4,20} \w{4,20}$/),
      fc.string({ unit: "binary", minLength: 8 }).filter((text) => !/^(ig|fb)_/.test(text) && /[^\d+]/.test(text)),
      fc.emailAddress(),
    );
    let refused = 0;
    const numRuns = propertyRuns(2000);
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
      { seed, numRuns },
    );
    expect(refused).toBeGreaterThan(numRuns * 0.75);
  });
});
