import assert from 'node:assert/strict';
import { z } from 'zod';
import { seamCases } from '../../seams/cases.ts';
import type { LabCase } from '../case.ts';

const Line = z.object({ name: z.string(), error: z.string().nullable(), ms: z.number() });

/** One case of the seams' behaviour suite, in its hardware form: libusb, serialport and sysfs of the guest's kernel. */
export function seamLabCases(): LabCase[] {
  return seamCases.map(({ name }, index) => ({
    name: `seams ${name}`,
    guest: 'seams',
    models: [],
    script: `node "$LAB_BUILT/seams.mjs" ${index} 2> stderr.txt`,
    limit: 90,
    check: ({ stdout }) => {
      const line = Line.parse(JSON.parse(stdout.trim() || 'null'));
      assert.equal(line.error, null);
      assert.equal(line.name, name);
      return [];
    },
  }));
}
