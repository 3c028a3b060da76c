import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { CaptureDocument } from '../../electron/contract/capture.ts';
import {
  DbImportDocument,
  DbLintDocument,
  exitCodes,
  ListDocument,
  PlanDocument,
  PrepareDocument,
  ProvidersDocument,
  ShowDocument,
} from '../../electron/contract/documents.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { cli } from './run-cli.ts';

const argv = process.argv;
afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = undefined;
});

const nowhere = join(temporaryFolder(), 'nope');

describe('--json prints a whole document, whatever happened', () => {
  const cases: readonly (readonly [string, z.ZodType<{ failure: { code: string } | null }>, string, number])[] = [
    [`db import ${nowhere} --json`, DbImportDocument, 'DATA_INVALID', exitCodes.refused],
    [`db lint --folder ${nowhere} --json`, DbLintDocument, 'USAGE', exitCodes.usage],
    ['db providers --json', ProvidersDocument, 'USAGE', exitCodes.usage],
    ['db providers --bogus --json', ProvidersDocument, 'USAGE', exitCodes.usage],
    ['db lint --json --bogus', DbLintDocument, 'USAGE', exitCodes.usage],
    ['db import --json', DbImportDocument, 'USAGE', exitCodes.usage],
    ['db capture --json --bogus', CaptureDocument, 'USAGE', exitCodes.usage],
    ['list --json --bogus', ListDocument, 'USAGE', exitCodes.usage],
    ['show --language xx --json', ShowDocument, 'USAGE', exitCodes.usage],
    ['plan --json', PlanDocument, 'USAGE', exitCodes.usage],
    ['prepare --mode qmi --json', PrepareDocument, 'USAGE', exitCodes.usage],
  ];
  it.each(cases)('%s', async (line, schema, code, exit) => {
    const { printed, code: exited } = await cli(...line.split(' '));
    expect(schema.parse(JSON.parse(printed))).toMatchObject({ failure: { code } });
    expect(exited).toBe(exit);
  });

  it('a command that is not known has a failure alone', async () => {
    const { printed } = await cli('bogus', '--json');
    expect(JSON.parse(printed)).toEqual({ failure: { code: 'USAGE', detail: { message: expect.stringContaining('bogus') } } });
  });

  it('what was done is there still', async () => {
    const file = join(temporaryFolder(), '12d1:1446');
    writeFileSync(file, 'StandardEjekt=1\n');
    const { printed, code } = await cli('db', 'import', file, '--json');
    const { problems } = DbImportDocument.parse(JSON.parse(printed));
    expect(problems.length).toBeGreaterThan(0);
    expect(code).toBe(exitCodes.refused);
  });
});
