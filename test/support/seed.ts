/** The seed of a test file's properties: `FC_SEED`, or a random one. Printed, so that a run can be repeated. */
export function propertySeed(): number {
  const given = process.env.FC_SEED;
  const seed = given ? Number(given) : Math.floor(Math.random() * 2 ** 31);
  console.log(`properties: FC_SEED=${seed}`);
  return seed;
}

/** The runs of a property: `all` in `npm run test:long`, a fifth of that in `npm test`. `FC_RUNS` overrides both. */
export function propertyRuns(all: number): number {
  return Number(process.env.FC_RUNS || (process.env.LONG ? all : Math.ceil(all / 5)));
}
