/** Hides values from `console.log` and `toJSON`: they may hold personal data. */
export function hide(error: Error, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(error, name, { value, enumerable: false, configurable: true });
  }
}
