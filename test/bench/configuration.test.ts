import { afterEach, describe, expect, it } from 'vitest';
import { bundleInput } from '../../electron/bench/export-facts/bundle-input.ts';
import { describedModel } from '../../electron/bench/export-facts/described-model.ts';
import { factsOfModel } from '../../electron/bench/export-facts/model-dongle.ts';
import { toldConfiguration } from '../../electron/bench/forecast/configuration.ts';
import { practiceModel } from '../../electron/cli/practice-models.ts';
import type { Phrase } from '../../electron/contract/plan.ts';
import { createText } from '../../electron/contract/text.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { languages } from '../../electron/contract/words.ts';
import { unswitchedDevice } from '../../electron/drivers/usbmode.ts';
import { loadDb } from '../../modem-db/db.ts';
import { face, shape } from '../drivers/shapes.ts';
import { manifestIn } from '../support/exported.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const endpointless = { number: 0, alternate: 0, protocol: 0, endpoints: [], extra: new Uint8Array() };

/** Modes that are a USB configuration which a router's kernel does not choose by itself. */

let world: PracticeWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

const keys = (phrases: readonly Phrase[]) => phrases.map(({ key }) => key);

function expectWords(phrases: readonly Phrase[], ...said: string[]): void {
  for (const language of languages)
    for (const phrase of phrases) {
      const sentence = createText(language).phrase(phrase);
      expect(sentence).not.toMatch(/\{\{/);
      for (const word of said) expect(sentence).toContain(word);
    }
}

describe.each([
  ['dell-dw5821e', '413c', '81d7', 'verified'],
  // Without an AT port nobody asks for SIM and network.
  ['sierra-mc7355', '1199', '9041', 'verified'],
] as const)('%s', (name, vid, pid, stateInMbim) => {
  it('in QMI is prepared, the plan and the forecast say what the router is told, and the bundle tells it', async () => {
    world = await practiceWorld();
    const port = await world.plug(name);
    // MBIM is the configuration that a router's kernel chooses: nothing is to be said of it.
    const mbim = await world.plan(port, { mode: 'mbim' });
    expect(keys(mbim.draft?.notes ?? [])).not.toContain('notes.configuration-on-router');
    const inMbim = await world.prepare(port, { mode: 'mbim' });
    expect([inMbim.state, inMbim.forecast?.configuration, inMbim.forecast?.notes]).toEqual([stateInMbim, 2, []]);

    const told = { configuration: 1, chosen: 2 };
    const { draft: plan, forecast } = await world.plan(port, { mode: 'qmi' });
    const notes = (plan?.notes ?? []).filter(({ key }) => key === 'notes.configuration-on-router');
    expect([notes, forecast?.notes]).toEqual([[{ key: 'notes.configuration-on-router', values: told }], []]);
    const verified = await world.prepare(port, { mode: 'qmi' });
    expect([verified.state, verified.forecast?.configuration]).toEqual(['verified', 1]);
    expect(verified.forecast?.notes).toEqual([{ key: 'drivers.notes.configuration', values: told }]);
    expectWords([...notes, ...(verified.forecast?.notes ?? [])], '1', '2');

    const folder = temporaryFolder();
    await world.bench.handle({ type: 'export', portPath: port, folder });
    const manifest = manifestIn(folder);
    expect(manifest.parts).toEqual(['usb-mode-aside', 'configuration', 'control-node']);
    expect(manifest.files.map(({ path }) => path)).toContain('etc/hotplug.d/usb/18-modem-bench');
    expect(keys(manifest.warnings)).not.toContain('bundle.warnings.configuration-not-kept');
    expect([manifest.dongle.vid, manifest.dongle.pid]).toEqual([vid, pid]);
  });

  it('that is in QMI already is told of as well', async () => {
    world = await practiceWorld();
    const port = await world.plug(name);
    await world.prepare(port, { mode: 'qmi' });
    expect(keys((await world.plan(port, { mode: 'qmi' })).draft?.notes ?? [])).toContain('notes.configuration-on-router');
  });
});

describe('a configuration that usbmode would not leave alone', () => {
  const db = loadDb();
  const wishes = Wishes.parse({ mode: 'qmi', router: '24.10.8', apn: 'internet' });
  const described = practiceModel('dell-dw5821e');
  const facts = () => {
    if (!described) throw new Error('no such model');
    return factsOfModel(describedModel(described, db), { wishes, pinLeftOut: false }, db);
  };
  const inputOf = (over: Partial<ReturnType<typeof facts>>, refuses: boolean) =>
    bundleInput({ ...facts(), ...over }, wishes, { db, version: '0', refuses });

  it('has its stock entry set aside', () => {
    expect(inputOf({}, true)).toMatchObject({
      configuration: { vid: '413c', pid: '81d7', value: 1 },
      usbMode: { ids: ['413c:81d7'], file: { messages: [], devices: { '413c:81d7': {} } } },
      warnings: [{ key: 'bundle.warnings.quirk-usbmode-aside', values: { id: '413c:81d7' } }],
    });
  });

  it('is kept beside an entry that sends nothing to any disc, and is known to do harm', () => {
    const discs = db.switchesOf(0x413c, 0x81d7).map((entry) => ({ device: unswitchedDevice(entry), entry }));
    expect(discs.map(({ entry }) => entry.method.name)).toEqual(['MbimOrNothing']);
    expect(inputOf({ discs }, true)).toMatchObject({
      configuration: { vid: '413c', pid: '81d7', value: 1 },
      usbMode: { ids: ['413c:81d7'], file: { devices: { '413c:81d7': {} } } },
    });
  });

  it('is refused where usbmode has to switch the disc state of the same id, and told of where the dongle was prepared', () => {
    const discs = db.switchesOf(0x413c, 0x81d7).map((listed) => {
      const entry = { ...listed, method: { name: 'StandardEject' as const } };
      return { device: unswitchedDevice(entry), entry };
    });
    expect(discs.length).toBeGreaterThan(0);
    const values = { wanted: 1, reached: 2, release: '24.10.8' };
    expect(() => inputOf({ discs }, true)).toThrow(expect.objectContaining({ code: 'CONFIGURATION_NOT_KEPT', detail: values }));
    const { configuration, warnings } = inputOf({ discs }, false);
    expect([configuration, warnings]).toEqual([null, [{ key: 'bundle.warnings.configuration-not-kept', values }]]);
    expectWords(warnings ?? [], '1', '2', '24.10.8');
  });

  it('is none of a disc whose MBIM nobody wishes for: the stock entry is right, and MBIM is chosen where it is wished', () => {
    const [entry] = db.switchesOf(0x12d1, 0x157d);
    if (!entry) throw new Error('no such disc');
    const one = unswitchedDevice(entry);
    // As an E3372s-153 shows itself: usb_modeswitch's dispatcher takes the second (tonusoo/koduinternet-cpe, README).
    const mbim = { value: 2, interfaces: [{ ...endpointless, class: 2, subclass: 0x0e }] };
    const discs = [{ device: { ...one, configurations: [...one.configurations, mbim] }, entry }];
    const usbModeFor = (mode: 'ecm' | 'ppp' | 'mbim') =>
      bundleInput({ ...facts(), discs }, { ...wishes, mode }, { db, version: '0' }).usbMode;
    const entryFor = (mode: 'ecm' | 'ppp' | 'mbim') => usbModeFor(mode)?.file.devices['12d1:157d'];
    expect(entryFor('ecm')).toBeUndefined();
    expect(entryFor('ppp')).toEqual({ '*': { msg: [0], response: true } });
    expect(entryFor('mbim')).toEqual({ '*': { mode: 'MBIM' } });
  });

  it('is none for a device that the kernel puts there, or that has no such one', () => {
    const vendors = shape('2c7c:0125', [face(0, 'ff/ff/ff')]);
    expect(toldConfiguration(vendors, 1)).toBeNull();
    expect(toldConfiguration(vendors, 7)).toBeNull();
    expect(toldConfiguration({ ...vendors, configurations: [] }, null)).toBeNull();
  });
});
