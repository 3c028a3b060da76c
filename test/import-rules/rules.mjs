// @ts-check
import { posix } from 'node:path';
import { z } from 'zod';

/**
 * What the table (`import-rules.json`) allows. A place in it is a folder with all below it (`electron/at`), a file, or the files of a folder
 * without what is below (`electron/*`).
 */

/** @typedef {z.infer<typeof Rules>} Rules */

const Place = z.string().regex(/^[\w.-]+(?:\/[\w.-]+)*(?:\/\*)?$/);
export const Rules = z.strictObject({
  /** Where all sources of the house are, and folders below that hold programs of another kind. */
  folders: z.array(Place),
  leftOut: z.array(Place),
  /** What `shared` stands for in a room's row. */
  shared: z.array(Place),
  /** What each room may import beside itself. */
  rooms: z.record(Place, z.array(Place)),
  /** Who may import each package; `node:*` is all modules of Node. */
  packages: z.record(z.string(), z.array(Place)),
  /** Rooms that may import any package. */
  freePackages: z.array(Place),
  /** Exports that are there for tests alone, each with the reason. */
  testOnly: z.array(z.strictObject({ file: z.string(), name: z.string(), why: z.string().min(1) })),
});

/**
 * @param {string} path
 * @param {string} place
 */
const isIn = (path, place) =>
  place.endsWith('/*') ? posix.dirname(path) === place.slice(0, -2) : path === place || path.startsWith(`${place}/`);

/**
 * The room that a file is in; the innermost where one holds another.
 * @param {Rules} rules
 * @param {string} file
 */
function roomOf({ rooms }, file) {
  return Object.keys(rooms)
    .filter((room) => isIn(file, room))
    .sort((a, b) => b.length - a.length)[0];
}

/**
 * Each import that the table does not allow, files that stand in no room, and rooms that have no file; a line each.
 * @param {import('./graph.mjs').Graph} graph
 * @param {Rules} rules
 * @returns {string[]}
 */
export function forbiddenImports({ files, imports }, rules) {
  const ofFile = new Map(files.map((file) => [file, roomOf(rules, file)]));
  const used = new Set(ofFile.values());
  const homeless = files.filter((file) => ofFile.get(file) === undefined).map((file) => `${file} stands in no room of the table`);
  const unused = Object.keys(rules.rooms)
    .filter((room) => !used.has(room))
    .map((room) => `${room} is in the table and has no file`);
  const refused = imports.flatMap((found) => {
    const room = ofFile.get(found.from);
    const reason = room === undefined ? null : refusal(rules, room, found);
    return reason === null ? [] : [`${found.from}:${found.line} ${reason}`];
  });
  return [...homeless, ...unused, ...refused];
}

/**
 * Why an import is not allowed; null where it is.
 * @param {Rules} rules
 * @param {string} room
 * @param {import('./graph.mjs').Import} found
 * @returns {string | null}
 */
function refusal(rules, room, { from, file, package: name }) {
  if (file !== undefined) {
    const row = rules.rooms[room] ?? [];
    const allowed = [room, ...row.flatMap((place) => (place === 'shared' ? rules.shared : [place]))];
    if (allowed.some((place) => isIn(file, place))) return null;
    return `imports ${file}: ${room} may import ${row.length === 0 ? 'no other room' : `only ${row.join(', ')}`}`;
  }
  if (rules.freePackages.some((place) => isIn(from, place))) return null;
  // Programs of the checkout load what they have built.
  if (name === undefined) return from.endsWith('.mjs') ? null : 'imports what only the run can tell';
  const places = rules.packages[name] ?? [];
  if (places.some((place) => isIn(from, place))) return null;
  return `imports ${name}: ${places.length === 0 ? 'the table names nobody who may' : `only ${places.join(', ')} may`}`;
}
