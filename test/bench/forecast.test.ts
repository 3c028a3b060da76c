import { describe, expect, it } from 'vitest';
import { dongleForecast, LastForecast } from '../../electron/bench/forecast/dongle.ts';
import { refuseRelease } from '../../electron/bench/forecast/release.ts';
import { notesOf, routerSwitchForecast, routerSwitchNotes } from '../../electron/bench/forecast/router-switch.ts';
import { rowFits } from '../../electron/bench/forecast/rows.ts';
import { driverVerdict } from '../../electron/bench/forecast/view.ts';
import { identify } from '../../electron/bench/identity/identify.ts';
import { makePlan } from '../../electron/bench/planning/plan.ts';
import { DriverForecast } from '../../electron/contract/drivers.ts';
import type { Phrase } from '../../electron/contract/plan.ts';
import { createText, texts } from '../../electron/contract/text.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { languages } from '../../electron/contract/words.ts';
import { knownDevices } from '../../electron/drivers/known-shapes.ts';
import { ruleNames } from '../../electron/drivers/rules/outcome.ts';
import { unswitchedDevice } from '../../electron/drivers/usbmode.ts';
import { loadDb } from '../../modem-db/db.ts';
import { driverTables, tableReleases } from '../../modem-db/drivers/index.ts';
import { practiceShapes } from '../drivers/practice-shapes.ts';
import { face, shape } from '../drivers/shapes.ts';
import { huaweiDisc, huaweiNcm, interfaces, quectelQmi, sighting } from '../support/sightings.ts';

const db = loadDb();
const compositions = knownDevices(db.vendors.flatMap((v) => v.compositions));

/** No key is shown, and nothing is left to be filled in. */
function expectWords(phrases: readonly (Phrase | null)[]): void {
  for (const language of languages) {
    const text = createText(language);
    for (const phrase of phrases) {
      if (!phrase) continue;
      const sentence = text.phrase(phrase);
      expect(sentence).not.toMatch(/\{\{|\$t\(|drivers\.(rules|row|runner-up)/);
      expect(sentence.length, phrase.key).toBeGreaterThan(10);
    }
  }
}

describe('the verdict in words', () => {
  it('has a sentence for every rule in every language, and no other', () => {
    const ours = ['not-told', 'other-driver', 'boot-code', 'new-id'];
    for (const language of languages)
      expect(Object.keys(texts[language].drivers.rules).sort(), language).toEqual([...ruleNames, ...ours].sort());
  });

  it('says of each practice dongle what the lab saw a kernel bind, and why', () => {
    for (const { name, shape: device, bindings } of practiceShapes()) {
      const verdict = driverVerdict(device, '24.10.8');
      expect(verdict, name).toMatchObject({ release: '24.10.8', judgedBy: '24.10.8', kernel: '6.6.144' });
      for (const { interfaceNumber, driver } of bindings)
        expect([name, verdict.interfaces.find((i) => i.number === interfaceNumber)?.driver ?? null]).toEqual([name, driver]);
      expectWords(verdict.interfaces.flatMap(({ why, row, runnerUp }) => [why, row, runnerUp]));
      DriverForecast.parse({ ...verdict, routerSwitch: null });
    }
  });

  it('fits its schema and has words over the whole database at an old and a new release', () => {
    for (const release of ['21.02.0', '25.12.5']) {
      const seen = new Map<string, Phrase | null>();
      for (const { shape: device } of compositions) {
        const verdict = driverVerdict(device, release);
        DriverForecast.parse({ ...verdict, routerSwitch: null });
        for (const one of verdict.interfaces)
          for (const phrase of [one.why, one.row, one.runnerUp]) seen.set(`${phrase?.key} ${Object.keys(phrase?.values ?? {})}`, phrase);
      }
      expect(seen.size).toBeGreaterThan(5);
      expectWords([...seen.values()]);
    }
  });

  it('tells who refused an interface that nobody takes, once', () => {
    const row = driverTables('24.10.8')
      .drivers.get('option')
      ?.find(({ info, subclass }) => info === 'RSVD(4)' && subclass === undefined);
    if (row?.vid === undefined || row.pid === undefined) throw new Error('no row that reserves an interface');
    // With two endpoints, so that qmi_wwan, for which it is reserved, does not take it either.
    const reserved = { ...shape('0:0', [face(4, 'ff/ff/ff')]), vid: row.vid, pid: row.pid };
    const [verdict] = driverVerdict(reserved, '24.10.8').interfaces;
    expect(verdict).toMatchObject({ driver: null, kmod: null, row: null, runnerUp: null, nodes: [] });
    expect(verdict?.why).toEqual({ key: 'drivers.rules.reserved', values: { by: 'option', info: 'RSVD(4)' } });
    const nobody = driverVerdict(shape('dead:beef', [face(0, 'dc/01/01')]), '24.10.8').interfaces[0];
    expect(nobody).toMatchObject({ driver: null, why: { key: 'drivers.rules.no-row' } });
  });

  it('names rows as lsusb would', () => {
    const base = { driver: 'option', order: 0, info: '' };
    expect(rowFits({ ...base, vid: 0x2c7c, pid: 0x0125, class: 0xff, subclass: 0xff, protocol: 0x30 })).toBe('2c7c:0125 ff/ff/30');
    expect(rowFits({ ...base, vid: 0x12d1, class: 0xff })).toBe('12d1:* ff/*/*');
    expect(rowFits({ ...base, vid: 1, pid: 2, number: 4, bcdHi: 0x318 })).toBe('0001:0002 if 4 rev 0000-0318');
    expect(rowFits({ ...base, class: 2, deviceClass: 0xef })).toBe('02/*/* device ef/*/*');
    for (const release of tableReleases())
      for (const rows of driverTables(release).drivers.values()) for (const row of rows) expect(rowFits(row)).not.toBe('');
  });

  it('says whose tables judge for a release between two known ones', () => {
    expect(driverVerdict(quectelQmi, '23.05.3')).toMatchObject({ release: '23.05.3', kernel: expect.any(String) });
    expect(driverVerdict(quectelQmi, '23.05.3').judgedBy).not.toBe('23.05.3');
  });

  it('is asked for of releases that somebody can judge', () => {
    for (const release of ['21.02.0', '24.10.99', 'snapshot', ...tableReleases()]) expect(() => refuseRelease(release)).not.toThrow();
    for (const release of ['', '24.10', '19.07.1', 'x'.repeat(50)])
      expect(() => refuseRelease(release)).toThrow(expect.objectContaining({ code: 'ROUTER_UNKNOWN' }));
  });
});

describe('what the router does by itself', () => {
  it('is foretold for a dongle in disc state, and said in its plan', () => {
    expect(routerSwitchForecast(huaweiDisc, '24.10.8', db, null)).toEqual({
      outcome: 'switches',
      why: { key: 'router-switch.as-reference', values: { id: '12d1:1446' } },
      needless: false,
      kernelAlone: false,
    });
    const plan = makePlan(huaweiDisc, Wishes.parse({ mode: 'ncm', router: '24.10.8', apn: 'internet' }), db);
    expect(plan.notes.map(({ key }) => key)).toContain('router-switch.as-reference');
  });

  it('is nothing for a modem that nobody has a switch for, and no note', () => {
    expect(routerSwitchForecast(huaweiNcm, '24.10.8', db, null)).toBeNull();
    expect(routerSwitchNotes(huaweiNcm, '24.10.8', db, null)).toEqual([]);
    const plan = makePlan(huaweiNcm, Wishes.parse({ mode: 'ncm', router: '24.10.8', apn: 'internet' }), db);
    expect(plan.notes.filter(({ key }) => key.startsWith('router-switch'))).toEqual([]);
  });

  it('is said of a dongle that is left in its disc, with what the kernel does alone', () => {
    const notes = (outcome: 'nothing' | 'harms', needless: boolean, kernelAlone: boolean, mended = false) =>
      notesOf({ outcome, why: { key: 'router-switch.unlisted', values: { id: '1:2' } }, needless, kernelAlone }, mended).map((n) => n.key);
    expect(notes('nothing', false, false)).toEqual(['router-switch.unlisted']);
    expect(notes('nothing', false, true)).toEqual(['router-switch.unlisted', 'router-switch.kernel-alone']);
    expect(notes('nothing', true, false)).toEqual([]);
    expect(notes('nothing', false, false, true)).toEqual(['router-switch.unlisted', 'notes.switch-mended']);
    // It has left its disc, and the router would take it back there.
    expect(notes('harms', true, false)).toEqual(['router-switch.unlisted']);
  });

  it('has an outcome and words for every entry of the database', () => {
    const outcomes = new Map<string, number>();
    const unmended: string[] = [];
    for (const entry of db.vendors.flatMap((v) => v.switches)) {
      const device = unswitchedDevice(entry);
      const foretold = routerSwitchForecast(asSighting(device), '24.10.8', db, null);
      if (!foretold) throw new Error(entry.id);
      outcomes.set(foretold.outcome, (outcomes.get(foretold.outcome) ?? 0) + 1);
      const notes = routerSwitchNotes(asSighting(device), '24.10.8', db, null);
      expectWords(notes);
      // What the router does wrong with a disc, the bundle mends.
      const wrong = foretold.outcome !== 'switches' && !foretold.needless;
      if (notes.some(({ key }) => key === 'notes.switch-mended') !== wrong) unmended.push(entry.id);
    }
    expect([...outcomes.keys()].sort()).toEqual(['differs', 'harms', 'nothing', 'switches']);
    expect(unmended).toEqual([]);
  });
});

/** Of an entry's dongle. */
function asSighting(device: ReturnType<typeof unswitchedDevice>) {
  const { vid, pid, manufacturer, product, serial, configurations, activeConfiguration } = device;
  return sighting(vid, pid, [], { manufacturer, product, serial, configurations, activeConfiguration });
}

describe('the forecast of a dongle on the bench', () => {
  it('is made once for a sighting and a release', () => {
    const last = new LastForecast();
    const first = last.of(huaweiDisc, '24.10.8', db, null, undefined, null);
    expect(last.of(huaweiDisc, '24.10.8', db, null, undefined, null)).toBe(first);
    expect(last.of(huaweiDisc, '23.05.0', db, null, undefined, null)).not.toBe(first);
    expect(last.of(huaweiNcm, '24.10.8', db, null, undefined, null)).toEqual(dongleForecast(huaweiNcm, '24.10.8', db, null));
    expect(DriverForecast.parse(first)).toEqual(first);
  });

  it('leads to the network by the way that the mode is meant for', () => {
    expect(dongleForecast(huaweiDisc, '24.10.8', db, null).way).toBeNull();
    // Without the data setting that this one does not show, the modem port dials.
    expect(dongleForecast(huaweiNcm, '24.10.8', db, null).way).toEqual({ proto: '3g', device: '/dev/ttyUSB0', net: null, dial: null });
    expect(identify(quectelQmi, db).kind).toBe('modem');
    expect(dongleForecast(quectelQmi, '24.10.8', db, null).way).toEqual({
      proto: 'qmi',
      device: '/dev/cdc-wdm0',
      net: 'wwan0',
      dial: null,
    });
    const empty = sighting(0x1234, 0x5678, interfaces(), { configurations: [], activeConfiguration: null });
    expect(dongleForecast(empty, '24.10.8', db, null)).toMatchObject({
      configuration: null,
      interfaces: [],
      way: null,
      routerSwitch: null,
    });
  });
});
