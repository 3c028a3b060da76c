/** What stands for `key`: what stood for it before, or what `make` makes of the next number, from 1; `known` is added to. */
export function once(key: string, known: Map<string, string>, make: (n: number) => string): string {
  const made = known.get(key) ?? make(known.size + 1);
  known.set(key, made);
  return made;
}
