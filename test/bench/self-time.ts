import type { Profile } from "./measured.ts";

/** A function in a profile, with the time that it took itself, without those it called. */
export interface Frame {
  readonly name: string;
  /** The file's address; `wipsy:` before a source file of this client. */
  readonly at: string;
  readonly line: number;
  readonly micros: number;
  /** The function that called it. */
  readonly caller?: Frame;
}

/** Whose time it is. */
export function groupOf({ name, at }: Frame): string {
  if (name === "(idle)") return "waiting";
  if (name === "(garbage collector)") return "garbage collection";
  if (name === "(program)") return "the machine's own";
  if (at.startsWith("wipsy:")) return "wipsy-client";
  if (at.includes("/openapi-fetch/")) return "openapi-fetch";
  if (at.startsWith("node:internal/deps/undici/")) return "fetch (undici in Node)";
  if (at.startsWith("node:") || at === "") return "Node";
  return "the benchmark";
}

function placeOf({ at, line }: Frame): string {
  if (at.startsWith("wipsy:")) return at.replace(/^wipsy:(\.\.\/)*/, "");
  return at === "" ? "" : `${at.replace(/^.*\/node_modules\//, "").replace(/^file:.*\//, "")}:${line}`;
}

function summed(frames: readonly Frame[], calls: number, key: (frame: Frame) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const frame of frames) sums.set(key(frame), (sums.get(key(frame)) ?? 0) + frame.micros / calls);
  return sums;
}

const isOwn = (frame: Frame) => ["wipsy-client", "openapi-fetch"].includes(groupOf(frame));

/** The function of this client or its core for which another one ran. */
function behalfOf({ caller }: Frame): Frame | undefined {
  return caller === undefined || isOwn(caller) ? caller : behalfOf(caller);
}

const shown = (frame: Frame) => `${frame.name} ${placeOf(frame)}`.trim();

/** Microseconds of a call by name, the most first. */
function ranked(frames: readonly Frame[], calls: number, key: (frame: Frame) => string): Record<string, number> {
  const sums = [...summed(frames, calls, key)].sort(([, a], [, b]) => b - a);
  return Object.fromEntries(sums.filter(([, micros]) => micros > 0).slice(0, 20));
}

/** The time of a call by group, by function, and by what of this client asked the platform for it. */
export function profileOf(name: string, loop: string, frames: readonly Frame[], calls: number): Profile {
  const own = frames.filter(isOwn);
  const others = frames.filter((frame) => !isOwn(frame) && groupOf(frame) !== "waiting");
  const asked = others.filter((frame) => behalfOf(frame) !== undefined);
  const later = others.filter((frame) => behalfOf(frame) === undefined);
  return {
    name,
    loop,
    groups: ranked(frames, calls, groupOf),
    functions: ranked(own, calls, shown),
    asked: ranked(asked, calls, (frame) => `${shown(frame)} for ${shown(behalfOf(frame) ?? frame)}`),
    later: ranked(later, calls, shown),
  };
}
