/** A text that is the same for equal values, whatever the order of keys. Uses a stack: recursion would limit the depth. */
export function canonical(value: unknown): string {
  let text = "";
  const left = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one !== "object" || one === null) {
      text += `${JSON.stringify(one)},`;
      continue;
    }
    const members = new Map(Object.entries(one).filter(([, member]) => member !== undefined));
    const keys = [...members.keys()].sort();
    text += Array.isArray(one) ? `[${keys.length},` : JSON.stringify(keys);
    for (const key of keys) left.push(members.get(key));
  }
  return text;
}
