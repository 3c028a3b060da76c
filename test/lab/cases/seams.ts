import assert from 'node:assert/strict';
import { z } from 'zod';
import { seamCases } from '../../seams/cases.ts';
import type { LabCase } from '../case.ts';

const Line = z.object({ name: z.string(), error: z.string().nullable(), ms: z.number() });

/**
 * The seams' behaviour suite in its hardware form: libusb, serialport and sysfs of the guest's kernel. One process for all of its cases, since
 * to start one takes as long as most of them do; each has backends of its own and ends with nothing plugged in.
 */
export function seamsCase(): LabCase {
  return {
    name: 'seams on libusb, serialport and sysfs',
    guest: 'seams',
    models: [],
    script: 'node "$LAB_BUILT/seams.mjs" 2> stderr.txt',
    limit: 40 * seamCases.length,
    check: ({ status, stdout }) => {
      const lines = stdout
        .trim()
        .split('\n')
        .map((line) => Line.parse(JSON.parse(line || 'null')));
      assert.deepEqual(
        lines.filter(({ error }) => error !== null),
        [],
      );
      // One that hung has none behind it.
      assert.deepEqual(
        lines.map(({ name }) => name),
        seamCases.map(({ name }) => name),
      );
      assert.equal(status, 0);
      return ['', ...lines.map(({ name, ms }) => `${name}: ${ms} ms`)];
    },
  };
}
