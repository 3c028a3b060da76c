import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commandsOf } from '../../electron/drivers/usbmode/commands.ts';
import {
  correctingEntry,
  kernelSwitch,
  mergeUsbModeFiles,
  type RouterDevice,
  routerSwitch,
  runUsbMode,
  switchSummary,
  unswitchedDevice,
} from '../../electron/drivers/usbmode.ts';
import { loadDb } from '../../modem-db/db.ts';
import { switchFileName } from '../../modem-db/import.ts';
import { stockUsbModeFile, UsbModeFileSchema, usbModeProgram } from '../../modem-db/openwrt/usbmode/index.ts';
import type { SwitchEntry } from '../../modem-db/schema.ts';
import { kernelRecordings, type Recording, recordings } from './usbmode-recordings.ts';

const entries = loadDb().vendors.flatMap((v) => v.switches);
const byName = new Map(entries.map((entry) => [switchFileName(entry), entry]));
const releases = ['21.02.0', '21.02.7', '22.03.0', '23.05.6', '24.10.8', '25.12.5'];
/** The recorded data are those of OpenWrt's main. */
const RECORDED = 'snapshot';

const corrected = recordings.filter(({ scenario }) => scenario.startsWith('correctedData'));
const stock = recordings.filter(({ scenario }) => !scenario.startsWith('correctedData'));

function named(name: string): SwitchEntry {
  const entry = byName.get(name);
  if (!entry) throw new Error(`no entry ${name}`);
  return entry;
}

function groups(all: readonly Recording[]): [string, Recording[]][] {
  return [...new Set(all.map(({ scenario }) => scenario))].map((name) => [name, all.filter(({ scenario }) => scenario === name)]);
}

describe('what the real usbmode was recorded to send with the stock table', () => {
  it('is there for every entry and variant', () => {
    expect(stock).toHaveLength(732);
    expect(corrected).toHaveLength(248);
  });

  it.each(groups(stock))('%s: the forecast says the same', (_, list) => {
    for (const { name, device, transfers, configurationAfter } of list) {
      const forecast = routerSwitch(device, RECORDED, { entry: byName.get(name) });
      expect({ name, transfers: forecast.transfers, after: forecast.configurationAfter }).toEqual({
        name,
        transfers,
        after: configurationAfter,
      });
    }
  });

  it.each(groups(corrected))('%s: with our correcting entry the forecast says the same', (_, list) => {
    for (const { name, device, transfers, configurationAfter } of list) {
      const run = runUsbMode(correctingEntry(named(name)), usbModeProgram(RECORDED), device);
      expect({ name, transfers: run.kernel.lines, after: run.kernel.configuration }).toEqual({
        name,
        transfers,
        after: configurationAfter,
      });
    }
  });
});
