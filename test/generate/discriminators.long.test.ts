import { describe, expect, test, vi } from "vitest";
import { schemaFile } from "../../scripts/generate/schema.ts";
import { described, faultsOf } from "./both-ways.ts";

// What a field tells apart, by names or by a mapping, is told apart so in what is sent and in what is answered, though it
// may have other schemas there.

test.each([
  ["by their names", "", "Cat", "Dog"],
  ["by a mapping", ', mapping: { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" }', "cat", "dog"],
  ["by a mapping of one", ', mapping: { cat: "#/components/schemas/Cat" }', "cat", "Dog"],
  ["by a mapping that only names them", ", mapping: { cat: Cat, dog: Dog }", "cat", "dog"],
])("one of several by a discriminator, told apart %s", async (_how, mapping, cat, dog) => {
  const of = (field: string) =>
    `{ type: object, required: [kind, id, ${field}], properties: { kind: { type: string }, id: { type: string, readOnly: true }, ${field}: { type: string } } }`;
  const pet = `{ oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }], discriminator: { propertyName: kind${mapping} } }`;
  const reference = '{ $ref: "#/components/schemas/Pet" }';
  const schemas = `Cat: ${of("tail")}, Dog: ${of("bark")}`;
  const program = [
    `export const cat: Sent = { kind: "${cat}", tail: "long" };`,
    `export const dog: Sent = { kind: "${dog}", bark: "loud" };`,
    `export const tail = (one: Answered): string => (one.kind === "${cat}" ? one.tail : one.id);`,
  ].join("\n");
  for (const description of [
    described(reference, reference, `{ schemas: { Pet: ${pet}, ${schemas} } }`),
    described(pet, pet, `{ schemas: { ${schemas} } }`),
  ]) {
    expect(await faultsOf(description, program)).toEqual([]);
    const wrong = `export const other: Sent = { kind: "${dog}", tail: "long" };\nexport type Whole = Answered;`;
    expect(await faultsOf(description, wrong)).toHaveLength(1);
  }
});

const reference = (name: string) => `{ $ref: "#/components/schemas/${name}" }`;
const id = "id: { type: string, readOnly: true }";

/** Pets, and cats and dogs, which are all of a pet. `ofPets` and `ofCats` are more of their properties. */
const family = (mapping: string, ofPets: string[], ofCats: string[]) => {
  const object = (required: string[], properties: string[]) =>
    `type: object, required: [${required.join(", ")}], properties: { ${properties.join(", ")} }`;
  const ids = (properties: string[]) => (properties.includes(id) ? ["id"] : []);
  return [
    `Pet: { ${object(["kind", ...ids(ofPets)], ["kind: { type: string }", ...ofPets])}, discriminator: { propertyName: kind${mapping} } }`,
    `Cat: { allOf: [${reference("Pet")}, { ${object(["tail", ...ids(ofCats)], ["tail: { type: string }", ...ofCats])} }] }`,
    `Dog: { allOf: [${reference("Pet")}, { ${object(["bark"], ["bark: { type: string }"])} }] }`,
  ];
};
const components = (schemas: string[]) => `{ schemas: { ${schemas.join(", ")} } }`;

describe.each([
  ["by their names", "", "Cat", "Dog"],
  ["by a mapping", ', mapping: { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" }', "cat", "dog"],
  ["by a mapping of one", ', mapping: { cat: "#/components/schemas/Cat" }', "cat", "Dog"],
  ["by a mapping that only names them", ", mapping: { cat: Cat, dog: Dog }", "cat", "dog"],
])("those that are all of one with a discriminator, told apart %s", (_how, mapping, cat, dog) => {
  const fields = ["Pet", "Cat", "Dog"].map((name) => `${name.toLowerCase()}: ${reference(name)}`);
  const pets = `{ type: object, required: [pet, cat, dog], properties: { ${fields.join(", ")} } }`;
  test.each([
    ["what all have", family(mapping, [id], [])],
    ["what one has", family(mapping, [], [id])],
  ])("%s is readOnly", async (_what, schemas) => {
    const description = described(pets, pets, components(schemas));
    const program = [
      `export const sent: Sent = { pet: { kind: "fish" }, cat: { kind: "${cat}", tail: "long" }, dog: { kind: "${dog}", bark: "loud" } };`,
      "export const id = (one: Answered): string => one.cat.id;",
      `export const cat = (one: Answered): "${cat}" => one.cat.kind;`,
      `export const dog = (one: Answered): "${dog}" => one.dog.kind;`,
    ];
    const wrong = [
      `export const otherCat: Sent["cat"] = { kind: "${dog}", tail: "long" };`,
      'export const noKind: Sent["cat"] = { tail: "long" };',
      `export const noTail: Sent["cat"] = { kind: "${cat}" };`,
      `export const otherId: Sent["cat"] = { kind: "${cat}", tail: "long", id: 1 };`,
      `export const otherDog: Sent["dog"] = { kind: "${cat}", bark: "loud" };`,
    ];
    const faults = await faultsOf(description, [...program, ...wrong].join("\n"));
    const lines = new Set(faults.map((fault) => fault.split(":", 2).join(":")));
    expect([...lines]).toEqual(["use.ts:8", "use.ts:9", "use.ts:10", "use.ts:11", "use.ts:12"]);
  });
});

test("one that others are all of is known by their values, too", async () => {
  const kitten = `Kitten: { allOf: [${reference("Cat")}, { type: object, properties: { age: { type: integer } } }] }`;
  const schemas = components([...family("", [id], []), kitten]);
  const program = [
    'export const kitten: Sent = { kind: "Kitten", tail: "short", age: 1 };',
    "export const id = (one: Answered): string => one.id;",
    'export const kind = (one: Answered): "Cat" | "Kitten" => one.kind;',
  ];
  expect(await faultsOf(described(reference("Kitten"), reference("Cat"), schemas), program.join("\n"))).toEqual([]);
});

test("one that is all of one of several: nothing is said of it beside the files", async () => {
  const warn = vi.spyOn(console, "warn");
  const pet = `Pet: { oneOf: [${reference("Cat")}], discriminator: { propertyName: kind } }`;
  const cat = "Cat: { type: object, properties: { kind: { type: string } } }";
  const schemas = components([pet, cat, `Chosen: { allOf: [${reference("Pet")}] }`]);
  await schemaFile(described(reference("Chosen"), reference("Chosen"), schemas));
  expect(warn).not.toHaveBeenCalled();
});

describe("one that only the server writes", () => {
  const pets = (kind: string, required: string) => {
    const object = (properties: string, more = "") =>
      `type: object, required: [${[required, more].filter((one) => one !== "").join(", ")}], properties: { ${properties} }`;
    const pair = "{ cat: Cat, dog: Dog }";
    const parts = (field: string) =>
      `{ type: object, required: [${field}], properties: { ${field}: { type: string } } }`;
    const all = (field: string) => `{ allOf: [${reference("Pet")}, ${parts(field)}] }`;
    const one = (field: string) => `{ ${object(`${kind}, ${field}: { type: string }`, field)} }`;
    const discriminator = `discriminator: { propertyName: kind, mapping: ${pair} }`;
    const either = `oneOf: [${reference("Cat")}, ${reference("Dog")}], ${discriminator}`;
    const [cat, dog] = [`Cat: ${one("tail")}`, `Dog: ${one("bark")}`];
    return {
      "of what they are all of": [
        `Pet: { ${object(kind)}, discriminator: { propertyName: kind, mapping: ${pair} } }`,
        `Cat: ${all("tail")}`,
        `Dog: ${all("bark")}`,
        `Chosen: { oneOf: [${reference("Cat")}, ${reference("Dog")}] }`,
      ],
      "of several": [cat, dog, `Chosen: { ${either} }`],
      "of several or null": [
        ...[cat, dog],
        `Chosen: { oneOf: [${reference("Cat")}, ${reference("Dog")}, { type: "null" }], ${discriminator} }`,
      ],
    };
  };

  const marked = "kind: { type: string, readOnly: true }";
  test.each([
    ...Object.entries(pets(marked, "kind")),
    ...Object.entries(pets(marked, "")).map(([how, schemas]) => [`${how}, not required`, schemas] as const),
  ])("%s need not be sent", async (_how, schemas) => {
    const both = `{ type: object, required: [cat, chosen], properties: { cat: ${reference("Cat")}, chosen: ${reference("Chosen")} } }`;
    const program = [
      'export const sent: Sent = { cat: { tail: "long" }, chosen: { bark: "loud" } };',
      'export const named: Sent = { cat: { kind: "cat", tail: "long" }, chosen: { kind: "dog", bark: "loud" } };',
      'export const kind = ({ chosen }: Answered): "cat" | "dog" | undefined => chosen?.kind;',
      'export const tail = ({ chosen }: Answered) => (chosen?.kind === "cat" ? chosen.tail : chosen?.bark);',
      'export const wrong: Sent["cat"] = { kind: "cat" };',
    ];
    const faults = await faultsOf(described(both, both, components(schemas)), program.join("\n"));
    expect(faults.map((fault) => fault.split(":", 2).join(":"))).toEqual(["use.ts:8"]);
  });
});

describe("a schema without a name that is all of one with a discriminator, in place", () => {
  const schemas = family("", [], []);
  const more = "{ type: object, properties: { extra: { type: string } } }";
  test.each([
    ["alone, with words", (name: string) => `{ description: One., allOf: [${reference(name)}] }`, ""],
    ["with more", (name: string) => `{ allOf: [${reference(name)}, ${more}] }`, ', extra: "more"'],
    ["in a part", (name: string) => `{ allOf: [{ allOf: [${reference(name)}] }, ${more}] }`, ', extra: "more"'],
  ])("has its field: %s", async (_which, one, extra) => {
    const both = `{ type: object, required: [pet, cats], properties: { pet: ${one("Pet")}, cats: { type: array, items: ${one("Cat")} } } }`;
    const program = [
      `export const sent: Sent = { pet: { kind: "Pet"${extra} }, cats: [{ kind: "Cat", tail: "long"${extra} }] };`,
      "export const kind = ({ pet }: Answered): string => pet.kind;",
      'export const cat = ({ cats }: Answered): "Cat"[] => cats.map((one) => one.kind);',
      `export const dog: Sent = { pet: { kind: "Pet"${extra} }, cats: [{ kind: "Dog", tail: "long"${extra} }] };`,
    ];
    const faults = await faultsOf(described(both, both, components(schemas)), program.join("\n"));
    expect(faults.map((fault) => fault.split(":", 2).join(":"))).toEqual(["use.ts:7"]);
  });
});

test("one that only the server writes need not be sent where some of several are so by way of others", async () => {
  const one = (field: string) =>
    `{ type: object, required: [kind], properties: { kind: { type: string, readOnly: true }, ${field}: { type: string } } }`;
  const either = `oneOf: [${reference("Cat")}, ${reference("Dogs")}], discriminator: { propertyName: kind }`;
  const dogs = `Dogs: { oneOf: [${reference("Dog")}] }`;
  const schemas = components([`Cat: ${one("tail")}`, `Dog: ${one("bark")}`, dogs, `Pet: { ${either} }`]);
  const program = ['export const sent: Sent = { tail: "long" };', "export type Whole = Answered;"];
  expect(await faultsOf(described(reference("Pet"), reference("Pet"), schemas), program.join("\n"))).toEqual([]);
});

describe("a schema without a name that is all of one with a discriminator", () => {
  const pet =
    "Pet: { type: object, required: [kind], properties: { kind: { type: string }, name: { type: string } }, discriminator: { propertyName: kind } }";
  const cat = `Cat: { allOf: [${reference("Pet")}, { type: object, properties: { tail: { type: string } } }] }`;

  test("can require more of it", async () => {
    const one = `{ required: [name], allOf: [${reference("Pet")}] }`;
    const program = [
      'export const sent: Sent = { kind: "Pet", name: "Rex" };',
      "export const text = ({ kind, name }: Answered): string => kind + name;",
      'export const wrong: Sent = { kind: "Pet" };',
    ];
    const faults = await faultsOf(described(one, one, components([pet, cat])), program.join("\n"));
    expect(faults.map((fault) => fault.split(":", 2).join(":"))).toEqual(["use.ts:6"]);
  });
});

test("values that schemas say themselves are kept where a discriminator names no others", async () => {
  const one = (kind: string, field: string) =>
    `{ type: object, required: [kind, ${field}], properties: { kind: ${kind}, ${field}: { type: string } } }`;
  const either = `{ oneOf: [${reference("Cat")}, ${reference("Dog")}], discriminator: { propertyName: kind } }`;
  const schemas = components([
    `Cat: ${one("{ type: string, enum: [cat] }", "tail")}`,
    `Dog: ${one("{ const: dog }", "bark")}`,
  ]);
  const program = [
    'export const sent: Sent[] = [{ kind: "cat", tail: "" }, { kind: "dog", bark: "" }];',
    'export const tail = (one: Answered): string => (one.kind === "cat" ? one.tail : one.bark);',
    'export const wrong: Sent = { kind: "Cat", tail: "" };',
  ];
  const faults = await faultsOf(described(either, either, schemas), program.join("\n"));
  expect(faults.map((fault) => fault.split(":", 2).join(":"))).toEqual(["use.ts:6"]);
});

describe("what a discriminator tells apart, in what is answered", () => {
  const pet =
    "Pet: { type: object, required: [kind], properties: { kind: { type: string }, name: { type: string } }, discriminator: { propertyName: kind } }";
  const heir = (name: string, parent: string, field: string) =>
    `${name}: { allOf: [${reference(parent)}, { type: object, properties: { ${field}: { type: string } } }] }`;
  const family = [pet, heir("Cat", "Pet", "tail"), heir("Dog", "Pet", "bark")];
  const either = `{ oneOf: [{ required: [name], allOf: [${reference("Pet")}] }, { required: [name], allOf: [${reference("Cat")}] }] }`;

  test.each([
    [
      "one of several in place that require more",
      [...family, `One: ${either}`],
      'one.kind + ({ kind: "Cat", name: "Tom", tail: "long" } satisfies typeof one).name',
    ],
    [
      "one before its parent, which is one, too",
      [heir("One", "Two", "roof"), heir("Two", "Pet", "tail"), pet],
      "one.kind satisfies 'One'",
    ],
    [
      "one that is all of another one first",
      [
        "Base: { type: object, properties: { id: { type: string } } }",
        pet,
        `One: { allOf: [${reference("Base")}, ${reference("Pet")}] }`,
      ],
      "one.kind satisfies 'One'",
    ],
  ])("%s", async (_which, schemas, text) => {
    const description = described("{ type: object }", reference("One"), components(schemas));
    const program = [
      "type Never<Of> = [Of] extends [never] ? true : false;",
      "export const there: Never<Answered> = false;",
      `export const text = (one: Answered): string => ${text};`,
      "export type Whole = Sent;",
    ];
    expect(await faultsOf(description, program.join("\n"))).toEqual([]);
  });
});

test("those that share their fields by an alias of YAML are told apart, and what shares them besides is not", async () => {
  const both = `{ type: object, properties: { pet: ${reference("Pet")}, other: ${reference("Other")} } }`;
  const schemas = components([
    `Pet: { oneOf: [${reference("Cat")}, ${reference("Dog")}], discriminator: { propertyName: kind } }`,
    "Cat: { type: object, required: &required [name], properties: &properties { kind: { type: string }, name: { type: string } } }",
    "Dog: { type: object, required: *required, properties: *properties }",
    "Other: { type: object, required: *required, properties: *properties }",
  ]);
  const program = [
    'export const cat: Sent = { pet: { kind: "Cat", name: "Tom" }, other: { name: "any" } };',
    'export const dog: Sent = { pet: { kind: "Dog", name: "Rex" }, other: { kind: "any", name: "any" } };',
    'export const wrong: Sent = { pet: { kind: "any", name: "Rex" } };',
    "export type Whole = Answered;",
  ];
  const faults = await faultsOf(described(both, both, schemas), program.join("\n"));
  expect(faults.map((fault) => fault.split(":", 2).join(":"))).toEqual(["use.ts:6"]);
});
