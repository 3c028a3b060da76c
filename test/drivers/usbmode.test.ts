import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createText } from '../../electron/contract/text.ts';
import { commandsOf } from '../../electron/drivers/usbmode/commands.ts';
import { kernelSwitch } from '../../electron/drivers/usbmode/kernel-alone.ts';
import { runUsbMode } from '../../electron/drivers/usbmode/program.ts';
import { correctingEntry, mergeUsbModeFiles, type RouterDevice, routerSwitch, unswitchedDevice } from '../../electron/drivers/usbmode.ts';
import { loadDb } from '../../modem-db/db.ts';
import { stockUsbModeFile, usbModeProgram } from '../../modem-db/openwrt/usbmode/index.ts';
import { UsbModeFile } from '../../modem-db/openwrt/usbmode/schema.ts';
import type { SwitchEntry } from '../../modem-db/schema.ts';
import { huaweiAltMode } from '../../modem-db/switch-messages.ts';
import { waysOf } from '../../modem-db/switch-ways.ts';
import { isReferenceEntry } from '../support/reference-entries.ts';
import { switchFileName } from '../support/switch-text.ts';
import { switchSummary } from './switch-summary.ts';
import { kernelRecordings, type Recording, recordings } from './usbmode-recordings.ts';

const all = loadDb().vendors.flatMap((v) => v.switches);
const entries = all.filter(isReferenceEntry);
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

const lettersOf = (bound: ReadonlyMap<number, string>, configuration: number | null) =>
  [...bound].map(([number, driver]) => `${configuration}.${number}=${driver}`).sort();

describe('what the real usbmode was recorded to send', () => {
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

  it.each(groups(corrected))('%s: with our correcting entry the program does the same', (_, list) => {
    for (const { name, device, transfers, configurationAfter } of list) {
      const run = runUsbMode(correctingEntry(named(name)), usbModeProgram(RECORDED), device);
      expect({ name, transfers: run.kernel.lines, after: run.kernel.configuration }).toEqual({
        name,
        transfers,
        after: configurationAfter,
      });
    }
  });

  it('leaves the drivers bound that were recorded', () => {
    const looked = recordings.filter(({ driversAfter }) => driversAfter !== null);
    expect(looked).toHaveLength(94);
    for (const { name, scenario, device, driversAfter } of looked) {
      const { kernel } = runUsbMode(stockUsbModeFile(RECORDED), usbModeProgram(RECORDED), device);
      expect({ name, scenario, drivers: lettersOf(kernel.bound, kernel.configuration) }).toEqual({ name, scenario, drivers: driversAfter });
    }
  });

  it('is nothing of the kernel alone but for the entries recorded', () => {
    for (const entry of entries) {
      const device = unswitchedDevice(entry);
      const name = switchFileName(entry);
      const scsi = device.scsi ?? { vendor: 'GENERIC' };
      expect([name, kernelSwitch({ ...device, scsi })?.transfers ?? []]).toEqual([name, kernelRecordings[name] ?? []]);
    }
    const e220 = unswitchedDevice(named('12d1:1003'));
    expect(kernelSwitch(e220)?.switches).toBe(true);
    expect(kernelSwitch({ ...e220, bcdDevice: 0x0100 })).toBeNull();
    expect(kernelSwitch(unswitchedDevice(named('05c6:1000:sVe=Option')))?.switches).toBe(true);
    expect(kernelSwitch(unswitchedDevice(named('05c6:1000:sVe=GT')))?.switches).toBe(false);
  });
});

describe('how a release fares', () => {
  it.each(releases)('OpenWrt %s: 360 of 513 rightly', (release) => {
    const { total, outcomes, reasons } = switchSummary(release, entries);
    expect(total).toBe(513);
    expect(outcomes).toEqual({ switches: 360, nothing: 107, differs: 13, harms: 33 });
    expect(Object.fromEntries(reasons)).toEqual({
      'router-switch.as-reference': 360,
      // Four more of that kind share their id with an entry that is kept.
      'router-switch.left-out': 63,
      // One of them by the entry of another dongle of its id.
      'router-switch.class-reversed': 42,
      'router-switch.unlisted': 1,
      'router-switch.mbim-only': 1,
      'router-switch.unconfigured': 33,
      'router-switch.cut-short': 7,
      'router-switch.other-entry': 6,
    });
  });

  it('has the entries that came with it, and the configuration set by way of 0 since 22.03', () => {
    const e5785 = { ...unswitchedDevice(named('12d1:1f01')), vid: 0x3426, pid: 0x1f01 };
    expect(routerSwitch(e5785, '23.05.6').transfers).toEqual([]);
    expect(routerSwitch(e5785, '24.10.0').transfers).toHaveLength(4);
    expect(stockUsbModeFile('25.12.5').devices['19d2:1705']).toBeUndefined();
    // What OpenWrt has of its own, our data have as well, and to the same effect.
    for (const id of ['3426:1f01', '19d2:1705']) {
      const entry = all.find((one) => one.id === id);
      if (!entry) throw new Error(`no entry ${id}`);
      expect([id, routerSwitch(unswitchedDevice(entry), RECORDED, { entry }).outcome]).toEqual([id, 'switches']);
    }
    const second = unswitchedDevice(named('0482:024d'));
    const configured = (release: string) => routerSwitch(second, release).transfers.filter((line) => line.startsWith('control 0009'));
    expect(configured('21.02.7')).toEqual(['control 0009020000000000']);
    expect(configured('22.03.0')).toEqual(['control 0009000000000000', 'control 0009020000000000']);
  });

  const judged = (scenario: string) => {
    const all = recordings.filter((r) => r.scenario === scenario);
    const verdicts = all.map(({ name, device }) => routerSwitch(device, RECORDED, { entry: named(name) }));
    return [
      ...new Set(verdicts.map(({ outcome, why, needless }) => `${outcome} ${why.key.split('.')[1]}${needless ? ' needless' : ''}`)),
    ].sort();
  };

  it('tells harm where a dongle is as it should be', () => {
    expect(judged('targetClassReached')).toEqual(['harms again needless']);
    expect(judged('mbimActive withDrivers')).toEqual(['harms driver-lost needless']);
    expect(judged('mbimActiveAcm withDrivers')).toEqual(['harms driver-lost needless']);
    expect(judged('mbimActiveAcmOtherEndpoints withDrivers')).toEqual(['harms driver-lost needless']);
    expect(judged('mbimActiveOtherEndpoints withDrivers')).toEqual(['harms leaves-mode needless', 'harms unconfigured needless']);
  });

  it('tells a second configuration with MBIM from one that is chosen', () => {
    expect(judged('mbimSecond')).toEqual(['nothing no-mbim-choice', 'switches as-reference']);
  });

  it('says why in both languages', () => {
    const spoken = [createText('en'), createText('ru')];
    const reasons = new Map(
      stock.map(({ device, name }) => routerSwitch(device, RECORDED, { entry: byName.get(name) }).why).map((w) => [w.key, w]),
    );
    expect(reasons.size).toBe(12);
    for (const why of reasons.values()) for (const text of spoken) expect(text.phrase(why)).not.toMatch(/router-switch|\{\{/);
  });

  it('believes the table where nobody knows the dongle', () => {
    const e5785 = { ...unswitchedDevice(named('12d1:1f01')), vid: 0x3426, pid: 0x1f01 };
    expect(routerSwitch(e5785, '25.12.5')).toMatchObject({ outcome: 'switches', why: { key: 'router-switch.by-table' }, needless: false });
    expect(routerSwitch({ ...e5785, pid: 0x1f02 }, '25.12.5')).toMatchObject({
      outcome: 'nothing',
      why: { key: 'router-switch.unlisted', values: { id: '3426:1f02' } },
      needless: true,
    });
  });
});

describe('a correcting entry', () => {
  const Reference = z.object({ entries: z.record(z.string(), z.number()), sequences: z.array(z.array(z.string())) });
  const reference = Reference.parse(JSON.parse(readFileSync(new URL('../field/usb-modeswitch-recordings.json', import.meta.url), 'utf8')));

  /** Where the recording of usb_modeswitch says nothing of what is right: it was made without the dispatcher, and of Sierra already there. */
  const byDispatcher = (entry: SwitchEntry): readonly string[] | null => {
    if (entry.method.name === 'MbimOrNothing') return ['configure 2'];
    if (entry.configuration === 1) return ['configure 1'];
    return entry.id === '10a9:606f' ? ['control 4070040000000000'] : null;
  };

  it.each(['21.02.7', '24.10.8', '25.12.5'])('makes usbmode of %s send for all 513 what usb_modeswitch was recorded to send', (release) => {
    for (const entry of entries) {
      const name = switchFileName(entry);
      const device = unswitchedDevice(entry);
      const wanted = byDispatcher(entry) ?? commandsOf(reference.sequences[reference.entries[name] ?? -1] ?? []);
      const run = runUsbMode(correctingEntry(entry, device), usbModeProgram(release), device);
      expect([name, ...commandsOf(run.kernel.lines)]).toEqual([name, ...wanted]);
      expect(wanted.length, name).toBeGreaterThan(0);
      // Without the device at hand as well, and nothing to bring it harm.
      const file = correctingEntry(entry);
      expect([name, routerSwitch(device, release, { entry, file }).outcome]).toEqual([name, 'switches']);
    }
  });

  it('is JSON of the form that usbmode reads', () => {
    for (const entry of entries) {
      const file = correctingEntry(entry, unswitchedDevice(entry));
      expect(UsbModeFile.parse(JSON.parse(JSON.stringify(file)))).toEqual(file);
      const matches = Object.entries(file.devices[entry.id] ?? {});
      expect(matches).toHaveLength(1);
      for (const [match, { msg = [] }] of matches) {
        expect(match).toMatch(/^(\*|u(Ma|Pr|Se)=.+)$/);
        expect(msg.every((index) => index < file.messages.length)).toBe(true);
      }
    }
  });

  it('never has usbmode send its own memory', () => {
    for (const entry of entries) {
      const device = unswitchedDevice(entry);
      expect(runUsbMode(correctingEntry(entry, device), usbModeProgram(RECORDED), device).kernel.lines.join()).not.toContain('??');
    }
    // With `response` it would, where the endpoint to read from is an OUT one.
    const dymo = named('0922:1001');
    const file = correctingEntry(dymo);
    for (const work of Object.values(file.devices[dymo.id] ?? {})) work.response = true;
    expect(runUsbMode(file, usbModeProgram(RECORDED), unswitchedDevice(dymo)).kernel.lines.join()).toContain('out 01 ??');
  });

  it('is for the dongle at hand: its own strings, and MBIM where it has that', () => {
    const option = named('05c6:1000:uMa=Option');
    const device = { ...unswitchedDevice(option), manufacturer: 'Option N.V. ™' };
    expect(Object.keys(correctingEntry(option, device).devices['05c6:1000'] ?? {})).toEqual(['uMa=Option N.V. ?']);
    expect(routerSwitch(device, '24.10.8', { entry: option, file: correctingEntry(option, device) }).outcome).toBe('switches');
    expect(routerSwitch(device, '24.10.8', { entry: option, file: correctingEntry(option) }).why.key).toBe('router-switch.no-match');
    const sierra = recordings.find((r) => r.scenario === 'mbimSecond' && r.name.startsWith('1199'));
    if (!sierra) throw new Error('no Sierra');
    expect(Object.values(correctingEntry(named(sierra.name), sierra.device).devices[sierra.name] ?? {})).toEqual([{ mode: 'MBIM' }]);
  });

  it('of another switch than the usual one has that one sent, on every release, where the stock table has the usual one', () => {
    const ways = all.flatMap((entry) => waysOf(entry).filter(({ other }) => other !== null));
    expect(ways.length).toBeGreaterThanOrEqual(4);
    for (const { entry, other } of ways)
      for (const release of releases) {
        const device = unswitchedDevice(entry);
        const file = mergeUsbModeFiles(stockUsbModeFile(release), [correctingEntry(entry, device)]);
        const { outcome, transfers } = routerSwitch(device, release, { entry, file });
        const sent = transfers.flatMap((line) => (line.startsWith('out ') ? [line.slice(7)] : []));
        const message = entry.method.name === 'MessageContent' ? entry.method.messages : [huaweiAltMode];
        expect([entry.id, other, release, outcome, sent]).toEqual([entry.id, other, release, 'switches', message]);
        expect([entry.id, routerSwitch(device, release, { entry }).outcome]).not.toEqual([entry.id, 'switches']);
      }
  });

  it('is not asked for by a modem under the id of its disc, which has no drive that the message could go to', () => {
    const [usual, other] = all.filter(({ id }) => id === '3566:2001').flatMap(waysOf);
    if (!usual || !other) throw new Error('no Brovi');
    const device = unswitchedDevice(usual.entry);
    const modem = (face: number): RouterDevice => ({
      ...device,
      configurations: device.configurations.map((c) => ({ ...c, interfaces: c.interfaces.map((i) => ({ ...i, class: face })) })),
    });
    for (const { entry } of [usual, other]) {
      const file = correctingEntry(entry, device);
      expect(routerSwitch(device, '24.10.8', { entry }).why.key).toBe('router-switch.unlisted');
      expect(routerSwitch(device, '24.10.8', { entry, file })).toMatchObject({ outcome: 'switches', needless: false });
      for (const face of [0xe0, 0xff])
        expect(routerSwitch(modem(face), '24.10.8', { entry, file })).toMatchObject({ outcome: 'nothing', needless: true, transfers: [] });
    }
  });

  it('goes into the stock file without changing anything for others', () => {
    const e220 = named('12d1:1003');
    const fixes = [e220, named('19d2:2000'), named('0af0:6971')].map((entry) => correctingEntry(entry));
    const merged = mergeUsbModeFiles(stockUsbModeFile('24.10.8'), fixes);
    expect(UsbModeFile.parse(merged)).toEqual(merged);
    const changed = entries.filter((entry) => {
      const device = unswitchedDevice(entry);
      const [before, after] = [undefined, merged].map((file) => routerSwitch(device, '24.10.8', { entry, ...(file ? { file } : {}) }));
      return JSON.stringify(before?.transfers) !== JSON.stringify(after?.transfers);
    });
    expect(changed.map(switchFileName).sort()).toEqual(['0af0:6971', '12d1:1003', '19d2:2000']);
    const pair = [named('1c9e:f000'), named('1c9e:f000:uMa=USB_Modem')];
    const both = mergeUsbModeFiles(
      stockUsbModeFile('24.10.8'),
      pair.map((entry) => correctingEntry(entry)),
    );
    expect(Object.keys(both.devices['1c9e:f000'] ?? {})).toEqual(['uMa=USB Modem', '*']);
    for (const entry of pair) expect(routerSwitch(unswitchedDevice(entry), '24.10.8', { entry, file: both }).outcome).toBe('switches');
  });
});

describe('any device', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const endpoint = fc.record({
    address: byte,
    type: fc.constantFrom('bulk' as const, 'interrupt' as const),
    maxPacketSize: fc.constant(64),
    interval: byte,
  });
  const setting = fc.record({
    number: fc.integer({ min: 0, max: 3 }),
    alternate: fc.integer({ min: 0, max: 2 }),
    class: fc.constantFrom(2, 8, 10, 255),
    subclass: fc.constantFrom(0, 2, 6, 14),
    protocol: byte,
    endpoints: fc.array(endpoint, { maxLength: 3 }),
    extra: fc.uint8Array({ maxLength: 12 }),
  });
  const configuration = fc.record({ value: fc.integer({ min: 0, max: 4 }), interfaces: fc.array(setting, { maxLength: 5 }) });

  it('gets a verdict, with no transfer to it while an entry is for another class', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...entries),
        fc.array(configuration, { maxLength: 3 }),
        fc.option(fc.integer({ min: 0, max: 4 })),
        fc.dictionary(fc.constantFrom('1.0', '1.1', '2.0', '2.1'), fc.constantFrom('cdc_mbim', 'cdc_acm', 'usb-storage', 'option')),
        (entry, configurations, activeConfiguration, drivers) => {
          const device: RouterDevice = {
            ...unswitchedDevice(entry),
            configurations,
            activeConfiguration,
            drivers: new Map(Object.entries(drivers)),
          };
          const { transfers, outcome } = routerSwitch(device, '24.10.8', { entry });
          if (outcome === 'switches') expect(transfers.length).toBeGreaterThan(0);
          const { end, kernel } = runUsbMode(stockUsbModeFile('24.10.8'), usbModeProgram('24.10.8'), device);
          if (end !== 'carried-out') expect(kernel.lines).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
