// @ts-check
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

/**
 * What the app, its programs and the page do not reach: at most tests do. Found by Knip from the entries of `knip.json`, which names no
 * test. An export that its own file uses is reached.
 */

const Named = z.array(z.object({ name: z.string() })).default([]);
const Report = z.object({
  issues: z.array(z.object({ file: z.string(), files: Named, exports: Named, types: Named, nsExports: Named, nsTypes: Named })),
});

/** @typedef {{ readonly file: string, readonly name: string | null }} Unreached `name`: of the export; null where the whole file is meant */

/**
 * @param {string} root folder of `knip.json`
 * @returns {Promise<Unreached[]>} Rejects where Knip does not run through
 */
export async function unreachedIn(root) {
  const knip = fileURLToPath(new URL('../../node_modules/knip/bin/knip.js', import.meta.url));
  const wanted = ['--production', '--include', 'files,exports,types,nsExports,nsTypes'];
  const quiet = ['--reporter', 'json', '--no-progress', '--no-config-hints', '--no-exit-code'];
  const { stdout } = await promisify(execFile)(process.execPath, [knip, '--directory', root, ...wanted, ...quiet], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return Report.parse(JSON.parse(stdout)).issues.flatMap(({ file, files, exports, types, nsExports, nsTypes }) => {
    /** @type {(string | null)[]} */
    const names = files.length > 0 ? [null] : [...exports, ...types, ...nsExports, ...nsTypes].map(({ name }) => name);
    return names.map((name) => ({ file, name }));
  });
}

/**
 * What is unreached and not listed as there for tests, and what is listed without being so; a line each.
 * @param {readonly Unreached[]} unreached
 * @param {readonly Unreached[]} testOnly
 * @returns {string[]}
 */
export function unreachedFindings(unreached, testOnly) {
  const same = (/** @type {Unreached} */ one) => (/** @type {Unreached} */ other) => one.file === other.file && one.name === other.name;
  return [
    ...unreached
      .filter((found) => !testOnly.some(same(found)))
      .map(({ file, name }) => `${file} ${name ?? 'as a whole'} is reached by tests at most`),
    ...testOnly
      .filter((listed) => !unreached.some(same(listed)))
      .map(({ file, name }) => `${file} ${name} is listed as for tests only and is not`),
  ];
}
