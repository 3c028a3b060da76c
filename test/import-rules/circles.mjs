// @ts-check

/**
 * Circles of imports, of types as of code: a shortest one through each file that is in one, none twice. As paths, whose last file imports
 * the first.
 * @param {import('./graph.mjs').Graph} graph
 * @returns {string[][]}
 */
export function circlesOf({ files, imports }) {
  const next = new Map(files.map((file) => [file, /** @type {Set<string>} */ (new Set())]));
  for (const { from, file } of imports) if (file !== undefined && next.has(file)) next.get(from)?.add(file);
  leaveOutEnds(next);
  const told = new Set();
  return [...next.keys()].flatMap((file) => {
    const circle = told.has(file) ? null : wayBack(next, file);
    for (const member of circle ?? []) told.add(member);
    return circle === null ? [] : [circle];
  });
}

/**
 * Takes away what imports nothing that is left, again and again: most files, so that the search behind it is short.
 * @param {Map<string, Set<string>>} next
 */
function leaveOutEnds(next) {
  for (let before = -1; before !== next.size; ) {
    before = next.size;
    for (const [file, imported] of next) {
      for (const other of imported) if (!next.has(other)) imported.delete(other);
      if (imported.size === 0) next.delete(file);
    }
  }
}

/**
 * The shortest path from a file to itself.
 * @param {ReadonlyMap<string, ReadonlySet<string>>} next
 * @param {string} start
 * @returns {string[] | null}
 */
function wayBack(next, start) {
  const seen = new Set();
  let paths = [[start]];
  while (paths.length > 0) {
    /** @type {string[][]} */
    const longer = [];
    for (const path of paths) {
      for (const file of next.get(path[path.length - 1] ?? '') ?? []) {
        if (file === start) return path;
        if (seen.has(file)) continue;
        seen.add(file);
        longer.push([...path, file]);
      }
    }
    paths = longer;
  }
  return null;
}
