/** The seed of a test file's properties: `FC_SEED`, to repeat a run, or a drawn one. Printed, so that a run can be repeated. */
export function propertySeed(): number {
  const given = process.env.FC_SEED;
  const seed = given ? Number(given) : Math.floor(Math.random() * 2 ** 31);
  console.log(`properties: FC_SEED=${seed}`);
  return seed;
}

/**
 * How often a property is tried: `all` times in `npm run test:long`, a fifth of that in `npm test`. `FC_RUNS` overrules
 * both.
 */
export function propertyRuns(all: number): number {
  return Number(process.env.FC_RUNS || (process.env.LONG ? all : Math.ceil(all / 5)));
}
