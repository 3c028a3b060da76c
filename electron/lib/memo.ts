/** What `make` gives for a key, made when it is first asked for and kept for good: for few keys, and what does not change. */
export function memo<K, V>(make: (key: K) => V): (key: K) => V {
  return lazily(new Map<K, { readonly value: V }>(), make);
}

/** As `memo`, of objects: what was made goes with its key. */
export function weakMemo<K extends WeakKey, V>(make: (key: K) => V): (key: K) => V {
  return lazily(new WeakMap<K, { readonly value: V }>(), make);
}

interface Kept<K, V> {
  get(key: K): { readonly value: V } | undefined;
  set(key: K, made: { readonly value: V }): unknown;
}

/** What could not be made is tried again the next time. */
function lazily<K, V>(kept: Kept<K, V>, make: (key: K) => V): (key: K) => V {
  return (key) => {
    const known = kept.get(key);
    if (known) return known.value;
    const value = make(key);
    kept.set(key, { value });
    return value;
  };
}
