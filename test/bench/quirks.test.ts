import { describe, expect, it } from 'vitest';
import { bundleInput } from '../../electron/bench/export-facts/bundle-input.ts';
import { databaseModel } from '../../electron/bench/export-facts/database-model.ts';
import type { KnownDisc } from '../../electron/bench/export-facts/known-model.ts';
import { factsOfModel } from '../../electron/bench/export-facts/model-dongle.ts';
import { makePlan } from '../../electron/bench/planning/plan.ts';
import type { Plan } from '../../electron/contract/plan.ts';
import { RouterOptions } from '../../electron/contract/router-options.ts';
import { createText } from '../../electron/contract/text.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { languages } from '../../electron/contract/words.ts';
import { type FoundPorts, nothingFound } from '../../electron/modem/access.ts';
import { outlineBundle } from '../../electron/openwrt/bundle.ts';
import { loadDb } from '../../modem-db/db.ts';
import { interfaces, sighting } from '../support/sightings.ts';

/** What is done about quirks by themselves: in the plan, and in the file for the router. */

const db = loadDb();
const wish = (mode: string, more: object = {}, onRouter: object = {}) =>
  Wishes.parse({ mode, router: '24.10.8', apn: 'internet', ...more, onRouter: RouterOptions.parse(onRouter) });
const step = (plan: Plan, id: string) => plan.steps.find((one) => one.id === id);
const ids = (plan: Plan) => plan.steps.map(({ id }) => id);

const serial = (n: number) => [n, 0xff, 0, 0, 0x81 + n, 0x01 + n];
/** D-Link DWM-157 C1, whose radio is off after each start; and a dongle of the same interfaces that is not known for it. */
const dwm157 = sighting(0x2001, 0x7d0e, interfaces(serial(0), serial(1), serial(2)));
const like157 = sighting(0x2001, 0x7d01, interfaces(serial(0), serial(1), serial(2)));
/** Its AT port is found by asking. */
const ports: FoundPorts = { ...nothingFound(), at: 1 };
const rm520nQmi = sighting(0x2c7c, 0x0801, interfaces(serial(0), serial(1), serial(2), serial(3), [4, 0xff, 0xff, 0x50, 0x8a, 0x88, 0x05]));
const bm806 = sighting(0x2020, 0x2033, interfaces(serial(0), serial(1), serial(2), serial(3), [4, 0xff, 0xff, 0xff, 0x8a, 0x88, 0x05]));
const ec25 = sighting(0x2c7c, 0x0125, interfaces(serial(0), serial(1), serial(2), serial(3), [4, 0xff, 0xff, 0xff, 0x8a, 0x88, 0x05]));

describe('a plan', () => {
  it('puts the radio on before the SIM is looked at, where it is off', () => {
    const plan = makePlan(dwm157, wish('ppp'), db, { ports });
    const order = ids(plan);
    expect(order.slice(order.indexOf('identity'), order.indexOf('sim') + 1)).toEqual(['identity', 'radio-query', 'radio-on', 'sim']);
    expect(step(plan, 'radio-query')?.action).toMatchObject({ command: 'AT+CFUN?' });
    expect(step(plan, 'radio-on')).toMatchObject({
      action: { command: 'AT+CFUN=1' },
      skipIf: [{ kind: 'reply', step: 'radio-query', matches: '^1$' }],
      risk: 'reversible',
    });
    for (const language of languages)
      for (const id of ['radio-query', 'radio-on']) {
        const shown = step(plan, id);
        expect(shown && createText(language).phrase(shown.title)).not.toMatch(/steps\./);
      }
  });

  it('leaves the radio alone where nobody says that it is off, and where QMI sees to it', () => {
    expect(ids(makePlan(like157, wish('ppp'), db, { ports }))).not.toContain('radio-on');
    expect(ids(makePlan(rm520nQmi, wish('qmi'), db))).not.toContain('radio-on');
  });

  it('gives the SIM of a modem that starts slowly its time, and says so', () => {
    const [usual, slow] = [makePlan(ec25, wish('qmi'), db), makePlan(bm806, wish('qmi'), db)];
    const limits = (plan: Plan) => ['sim', 'pin', 'network'].map((id) => step(plan, id)?.timeoutMs ?? 0);
    const [sim = 0, pin = 0, network = 0] = limits(usual);
    expect(limits(slow)).toEqual([sim + 90_000, pin + 90_000, network]);
    expect(slow.notes).toContainEqual({ key: 'notes.quirk-slow-start', values: { seconds: 90 } });
    expect(usual.notes.map(({ key }) => key)).not.toContain('notes.quirk-slow-start');
  });
});

describe('the file for the router', () => {
  const outline = (model: string, wishes: Wishes, discs?: readonly KnownDisc[]) => {
    const facts = factsOfModel(databaseModel(model, db), { wishes, pinLeftOut: false }, db);
    const input = bundleInput(discs ? { ...facts, discs } : facts, wishes, { db, version: '1' });
    const { plan, features, wishes: fitted } = outlineBundle(input);
    return {
      input,
      option: (name: string) => plan.options.find(([option]) => option === name)?.[1],
      warnings: plan.warnings.map(({ key }) => key.replace('bundle.warnings.', '')),
      said: plan.warnings,
      parts: features.flatMap(({ told }) => told ?? []),
      fitted,
    };
  };

  it('waits for a modem that starts slowly, unless something else is wished', () => {
    const bundle = outline('2020:2033', wish('qmi'));
    expect([bundle.option('delay'), bundle.warnings.includes('quirk-slow-start')]).toEqual(['90', true]);
    const wished = outline('2020:2033', wish('qmi', {}, { delay: 5 }));
    expect([wished.option('delay'), wished.warnings.includes('quirk-slow-start')]).toEqual(['5', false]);
    expect(outline('2c7c:0125', wish('qmi')).option('delay')).toBeUndefined();
    // ModemManager has no such option.
    const managed = outline('2020:2033', wish('qmi', {}, { way: 'modemmanager' }));
    expect(managed.warnings).not.toEqual(expect.arrayContaining(['quirk-slow-start']));
    expect(managed.warnings).not.toContain('options-left-out');
  });

  it('resets at its start a modem that needs it', () => {
    const bundle = outline('2020:2033', wish('qmi'));
    expect([bundle.parts.includes('reset-at-boot'), bundle.warnings.includes('quirk-reset-at-boot')]).toEqual([true, true]);
    const wished = outline('2020:2033', wish('qmi', {}, { resetAtBoot: true }));
    expect([wished.parts.includes('reset-at-boot'), wished.warnings.includes('quirk-reset-at-boot')]).toEqual([true, false]);
    expect(outline('2c7c:0125', wish('qmi')).parts).not.toContain('reset-at-boot');
  });

  it('puts the radio on where nothing else on the router does', () => {
    const ecm = outline('2c7c:0801', wish('ecm'));
    expect([ecm.input.attachCommands, ecm.parts.includes('attach'), ecm.warnings.includes('quirk-radio-on')]).toEqual([
      ['AT+CFUN=1'],
      true,
      true,
    ]);
    for (const quiet of [outline('2c7c:0801', wish('qmi')), outline('2c7c:0125', wish('ecm'))])
      expect([quiet.input.attachCommands, quiet.warnings.includes('quirk-radio-on')]).toEqual([[], false]);
    const managed = outline('2c7c:0801', wish('mbim', {}, { way: 'modemmanager' }));
    expect(managed.input.attachCommands).toEqual([]);
  });

  it('sets the stock entry aside that takes the interfaces away', () => {
    const bundle = outline('413c:81d7', wish('mbim'));
    expect(bundle.input.usbMode).toMatchObject({ ids: ['413c:81d7'], file: { devices: { '413c:81d7': {} } } });
    expect([bundle.parts, bundle.warnings]).toEqual([
      expect.arrayContaining(['usb-mode-aside']),
      expect.arrayContaining(['quirk-usbmode-aside']),
    ]);
    // Not in the stock table: nothing to be set aside.
    expect(outline('0489:e0b5', wish('qmi')).warnings).not.toContain('quirk-usbmode-aside');
  });

  it('says each of these in every language', () => {
    const said = [
      ...outline('2020:2033', wish('qmi')).said,
      ...outline('2c7c:0801', wish('ecm')).said,
      ...outline('413c:81d7', wish('mbim')).said,
    ].filter(({ key }) => key.includes('quirk-'));
    expect(new Set(said.map(({ key }) => key)).size).toBe(4);
    for (const language of languages)
      for (const one of said)
        expect(createText(language).phrase({ key: one.key, values: { ...one.values } })).not.toMatch(/\{\{|bundle\.warnings/);
  });
});
