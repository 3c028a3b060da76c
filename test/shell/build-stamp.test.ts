import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildIsCurrent, writeBuildStamp } from '../../electron/setup.mjs';
import { temporaryFolder } from '../support/temp-folder.ts';

/** What `npm start` and the command line take for a build that need not be made again. */

describe('the stamp of a build', () => {
  let out: string;
  beforeEach(() => {
    out = temporaryFolder();
    mkdirSync(join(out, 'main', 'chunks'), { recursive: true });
    for (const file of ['main/cli.js', 'main/chunks/a.js', 'index.html']) writeFileSync(join(out, file), `// ${file}\n`);
    writeBuildStamp(out, 'digest');
  });

  it('is believed as long as the sources and what was built are the same', () => {
    expect(buildIsCurrent(out, 'digest')).toBe(true);
    writeFileSync(join(out, 'more'), '');
    expect(buildIsCurrent(out, 'digest')).toBe(true);
    expect(buildIsCurrent(out, 'another')).toBe(false);
  });

  it('is not believed when a file is missing or cut off', () => {
    rmSync(join(out, 'main/chunks/a.js'));
    expect(buildIsCurrent(out, 'digest')).toBe(false);
    writeFileSync(join(out, 'main/chunks/a.js'), '// main/chunks/a.js\n');
    expect(buildIsCurrent(out, 'digest')).toBe(true);
    truncateSync(join(out, 'main/cli.js'), 3);
    expect(buildIsCurrent(out, 'digest')).toBe(false);
  });

  it('is not believed when it is none', () => {
    for (const text of ['digest', '', '{', '[]', 'null', '{"digest":"digest"}', '{"digest":"digest","files":{}}']) {
      writeFileSync(join(out, '.sources'), text);
      expect(buildIsCurrent(out, 'digest'), text).toBe(false);
    }
    rmSync(out, { recursive: true });
    expect(buildIsCurrent(out, 'digest')).toBe(false);
  });
});
