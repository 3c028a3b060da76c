import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyNoSysfs } from '../../electron/usb/sysfs-sighting.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

describe('a Linux that does not show its USB devices', () => {
  it('is told by which part of sysfs is missing', () => {
    const sys = temporaryFolder();
    expect(whyNoSysfs(sys)).toBe(`${sys} is not mounted`);
    mkdirSync(join(sys, 'bus'));
    expect(whyNoSysfs(sys)).toMatch(new RegExp(`^no ${sys}/bus/usb/devices: `));
    mkdirSync(join(sys, 'bus/usb/devices'), { recursive: true });
    expect(whyNoSysfs(sys)).toBeNull();
  });

  it('and by why it cannot be read', () => {
    const sys = temporaryFolder();
    mkdirSync(join(sys, 'bus/usb'), { recursive: true });
    writeFileSync(join(sys, 'bus/usb/devices'), '');
    expect(whyNoSysfs(sys)).toContain('ENOTDIR');
    expect(whyNoSysfs(join(sys, 'bus/usb/devices'))).toContain('ENOTDIR');
  });
});
