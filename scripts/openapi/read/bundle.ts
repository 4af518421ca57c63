import { type Fields, isFields, type Reference } from "./check.ts";
import { fail } from "./error.ts";
import { groupOf } from "./kinds.ts";
import type { Parsed } from "./parse.ts";
import { broken, namesFile, type Target, type Targets } from "./references.ts";
import type { Path } from "./tree.ts";

/** Something that a bundled description has in the place of what its own file has there, or beside it. */
export interface Edit {
  readonly path: Path;
  readonly value: unknown;
}

/** A description that needs no other file. */
export interface Bundled {
  readonly value: unknown;
  /** What is changed in its own file; empty where that names no other. */
  readonly edits: readonly Edit[];
  /** What its `components` get, by group and name. */
  readonly added: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
}

function pointer(path: Path): string {
  const keys = path.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("%", "%25"));
  return `#${keys.map((key) => `/${key}`).join("")}`;
}

/** The words of a name that `components` allows. */
function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, "_");
}

function baseName(file: string): string {
  const [last = ""] = file
    .replace(/[?#].*$/s, "")
    .split(/[\\/]/)
    .slice(-1);
  return plain(last.replace(/\.[^.]+$/, ""));
}

/** The names that a target may get, the best first. */
function* namesFor({ file, path }: Target): Generator<string> {
  const base = baseName(file.file);
  const own = path.length > 0 ? plain(String(path.at(-1))) : base;
  yield own;
  if (own !== base) yield `${base}_${own}`;
  for (let serial = 2; ; serial += 1) yield `${own}_${serial}`;
}

function byHolder(targets: Targets): Map<object, Map<string, Reference>> {
  const found = new Map<object, Map<string, Reference>>();
  for (const reference of targets.keys()) {
    const fields = found.get(reference.holder) ?? new Map<string, Reference>();
    found.set(reference.holder, fields.set(String(reference.path.at(-1)), reference));
  }
  return found;
}

/** The group and the name of `components` that a reference of the description's own file stands under, as a whole. */
function namedPlace({ path, kind }: Reference): string | undefined {
  const [top, group, name, last, ...more] = path;
  const isWhole = top === "components" && last === "$ref" && more.length === 0 && kind && group === groupOf(kind);
  return isWhole ? String(name) : undefined;
}

/**
 * Puts what the references of a description lead to in other files into its `components`, or, where `components` has
 * no group for it, in the place of the reference.
 */
export function bundle(main: Parsed, targets: Targets): Bundled {
  const references = byHolder(targets);
  const edits: Edit[] = [];
  const added = new Map<string, Map<string, unknown>>();
  const names = new Map<string, string>();
  const pending: (() => void)[] = [];
  const { components } = main.value as { components?: Record<string, object> };

  const keyOf = (target: Target, group: string) => JSON.stringify([group, target.file.file, target.path]);

  function nameOf(target: Target, group: string): string {
    const key = keyOf(target, group);
    const known = names.get(key);
    if (known !== undefined) return known;
    const own = added.get(group) ?? new Map<string, unknown>();
    added.set(group, own);
    for (const name of namesFor(target)) {
      if (own.has(name) || Object.hasOwn(components?.[group] ?? {}, name)) continue;
      names.set(key, name);
      own.set(name, undefined);
      // Later, not now: definitions may refer to one another in circles, and in chains of thousands.
      pending.push(() => own.set(name, copy(target.value, [])));
      return name;
    }
    throw new Error("There is always another name.");
  }

  /** The reference by which a target is found in the bundle; `undefined` where it has to be put in place. */
  function newReference({ kind }: Reference, target: Target): string | undefined {
    if (target.file === main) return pointer(target.path);
    const group = kind && groupOf(kind);
    return group && `#/components/${group}/${nameOf(target, group)}`;
  }

  function inPlace(reference: Reference, target: Target, within: readonly unknown[]): unknown {
    const { holder } = reference;
    if (within.includes(target.value)) {
      fail(broken(reference, "leads to what it stands in.", "Put what it leads to under `components`."));
    }
    const { $ref: _, ...beside } = holder;
    const copied = copy(target.value, [...within, target.value]);
    return isFields(copied) ? { ...copied, ...(copy(beside, within) as Fields) } : copied;
  }

  function copyFields(value: Fields, within: readonly unknown[]): unknown {
    const own = references.get(value);
    const whole = own?.get("$ref");
    const target = whole && targets.get(whole);
    if (whole && target && isMoved(whole)) {
      const name = whole.from === main ? namedPlace(whole) : undefined;
      const keep = name !== undefined && names.get(keyOf(target, String(whole.path[1]))) === name;
      const ref = keep && target.file !== main ? undefined : newReference(whole, target);
      if (ref === undefined) return note(whole.from, whole.path.slice(0, -1), inPlace(whole, target, within), within);
    }
    const entries = Object.entries(value).map(([key, inner]) => {
      const reference = own?.get(key);
      const found = reference && targets.get(reference);
      const ref = reference && found && isMoved(reference) ? newReference(reference, found) : undefined;
      return [
        key,
        reference && ref !== undefined ? note(reference.from, reference.path, ref, within) : copy(inner, within),
      ];
    });
    return Object.fromEntries(entries);
  }

  /** Within the description's own file `#/…` stays as it is written. */
  const isMoved = (reference: Reference) => reference.from !== main || namesFile(reference);

  function note(from: Parsed, path: Path, value: unknown, within: readonly unknown[]): unknown {
    if (from === main && within.length === 0) edits.push({ path, value });
    return value;
  }

  function copy(value: unknown, within: readonly unknown[]): unknown {
    if (Array.isArray(value)) return value.map((item) => copy(item, within));
    return isFields(value) ? copyFields(value, within) : value;
  }

  for (const [reference, target] of targets) {
    const name = reference.from === main && isMoved(reference) ? namedPlace(reference) : undefined;
    const key = keyOf(target, String(reference.path[1]));
    if (name !== undefined && target.file !== main && !names.has(key)) names.set(key, name);
  }
  const value = copy(main.value, []) as Fields;
  for (let next = pending.shift(); next; next = pending.shift()) next();
  return { value: withComponents(value, added), edits, added };
}

function withComponents(value: Fields, added: Bundled["added"]): Fields {
  if (added.size === 0) return value;
  const components = { ...(value.components as Record<string, Fields> | undefined) };
  for (const [group, parts] of added) components[group] = { ...components[group], ...Object.fromEntries(parts) };
  return { ...value, components };
}
