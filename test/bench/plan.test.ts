import { describe, expect, it } from 'vitest';
import { identify, mayBeDongle } from '../../electron/bench/identity/identify.ts';
import { offersFor } from '../../electron/bench/planning/offers.ts';
import { makePlan } from '../../electron/bench/planning/plan.ts';
import { recipeSteps } from '../../electron/bench/planning/recipe-steps.ts';
import { Plan, type SkipIf, type Step } from '../../electron/contract/plan.ts';
import { createText } from '../../electron/contract/text.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { Mode } from '../../electron/contract/words.ts';
import { loadDb } from '../../modem-db/db.ts';
import { isPlaceholder } from '../../modem-db/ids/id-list.ts';
import { huaweiDisc, huaweiNcm, huaweiQmi, interfaces, quectelEcm, quectelQmi, sighting } from '../support/sightings.ts';

const db = loadDb();
const wishes = (mode: string) => Wishes.parse({ mode, router: '24.10.8', apn: 'internet', pin: '1234', password: 'Aa7-word' });
const ids = (plan: Plan) => plan.steps.map((s) => s.id);

describe('identification', () => {
  it('tells compositions under one id apart by their interfaces', () => {
    expect(identify(huaweiNcm, db)).toMatchObject({ kind: 'modem', recognised: { mode: 'ncm', control: 'at', listed: true } });
    expect(identify(huaweiQmi, db)).toMatchObject({ kind: 'modem', recognised: { mode: 'qmi', control: 'qmi', listed: true } });
    expect(identify(quectelEcm, db)).toMatchObject({ kind: 'modem', recognised: { mode: 'ecm' } });
    expect(identify(quectelQmi, db)).toMatchObject({ kind: 'modem', recognised: { mode: 'qmi' } });
    expect(identify(huaweiDisc, db)).toMatchObject({ kind: 'disc', entry: { id: '12d1:1446' } });
  });

  it('judges what nobody listed by its interfaces', () => {
    const mbim = sighting(0xdead, 0xbeef, interfaces([0, 2, 0x0e, 0, 0x8a], [1, 0x0a, 0, 2, 0x81, 0x01]), { product: 'Mystery' });
    expect(identify(mbim, db)).toMatchObject({ kind: 'modem', name: 'Mystery', recognised: { mode: 'mbim', listed: false } });
    const stick = sighting(0x0781, 0x5567, interfaces([0, 8, 6, 0x50, 0x81, 0x02]));
    expect(identify(stick, db)).toMatchObject({ kind: 'unknown', name: '0781:5567' });
    expect(offersFor(identify(stick, db), stick, db)).toEqual([]);
  });

  it('calls by its model what only outside lists know, and searches it as before', () => {
    const port = interfaces([0, 0xff, 0x42, 0x42, 0x81, 0x01]);
    const listed = sighting(0x2c7c, 0x012a, port, { product: 'Android' });
    expect(identify(listed, db)).toMatchObject({ kind: 'unknown', name: 'Quectel EM060K', recognised: { listed: false, mode: null } });
  });

  it('takes the device’s own name before one that only holds its product id', () => {
    const bare = db.vendors.flatMap((v) => v.compositions).find(({ id, name }) => id.startsWith('19d2') && isPlaceholder(name, id));
    if (!bare) throw new Error('every composition has a model’s name');
    const pid = Number.parseInt(bare.id.slice(5), 16);
    const own = { product: 'Acme Stick 5' };
    const port = interfaces([0, 0xff, 0x42, 0x42, 0x81, 0x01]);
    expect(identify(sighting(0x19d2, pid, port, own), db)).toMatchObject({ name: 'Acme Stick 5' });
    expect(identify(sighting(0x19d2, pid, port), db)).toMatchObject({ name: expect.stringContaining(bare.id.slice(5)) });
    expect(identify(sighting(0x2c7c, 0x0125, quectelQmi.configurations[0]?.interfaces ?? [], own), db).name).toMatch(/^Quectel EC25/);
  });

  it('keeps mice and cameras off the bench', () => {
    expect(mayBeDongle(sighting(1, 2, interfaces([0, 3, 1, 2, 0x8a])), db)).toBe(false);
    expect(mayBeDongle(sighting(1, 2, interfaces([0, 3, 1, 2, 0x8a], [1, 0xff, 0, 0, 0x81])), db)).toBe(true);
  });
});

describe('the plan', () => {
  it('is what the dongle needs and nothing more', () => {
    expect(ids(makePlan(huaweiDisc, wishes('ncm'), db))).toEqual([
      'switch',
      'return',
      'mode-query',
      'mode-test',
      'dongle',
      'mode-set',
      'mode-restart',
      'mode-return',
      'composition',
      'identity',
      'sim',
      'pin',
      'network',
      'drivers',
      'control',
      'connection',
    ]);
    expect(ids(makePlan(huaweiDisc, wishes('qmi'), db))).toEqual([
      'switch',
      'return',
      'composition',
      'identity',
      'sim',
      'pin',
      'network',
      'drivers',
      'control',
      'connection',
    ]);
    expect(ids(makePlan(quectelEcm, wishes('qmi'), db))).toEqual([
      'mode-query',
      'mode-test',
      'dongle',
      'mode-set',
      'mode-restart',
      'mode-return',
      'composition',
      'identity',
      'sim',
      'pin',
      'network',
      'drivers',
      'control',
      'connection',
    ]);
    expect(ids(makePlan(quectelQmi, wishes('qmi'), db))).toEqual([
      'composition',
      'identity',
      'sim',
      'pin',
      'network',
      'drivers',
      'control',
      'connection',
    ]);
  });

  describe('for a disc that another switch than the usual one leads to the wished mode', () => {
    const disc = sighting(0x12d1, 0x157d, interfaces([0, 8, 6, 0x50, 0x81, 0x01]));
    const sent = (mode: string, of = disc) => {
      const { action } = makePlan(of, wishes(mode), db).steps.find((s) => s.id === 'switch') ?? {};
      return action?.kind === 'switch' ? action.transfers.flatMap((t) => (t.kind === 'bulk-out' ? [t.data] : [])) : [];
    };

    it('sends that one, waits for what it leads to, and says which and why', () => {
      expect(sent('ppp')).toEqual(['55534243123456780000000000000011063000000100010000000000000000']);
      const plan = makePlan(disc, wishes('ppp'), db);
      const [step, back] = plan.steps;
      // It is in its mode then: no command is to change it, and none is refused.
      expect([ids(plan).filter((id) => id.startsWith('mode')), plan.refused]).toEqual([[], []]);
      expect(step?.why).toMatchObject({ key: 'steps.switch-other.why', values: { id: '12d1:157d', mode: 'ppp' } });
      expect(step?.source).toContain('OpenWrt forum 28744');
      expect(back?.action).toMatchObject({ kind: 'await-return', ids: ['12d1:1001'] });
      expect(step && createText('en').phrase(step.why)).toContain('11 06 30 00 00 01');
    });

    it('says that the router would give it the usual one, and that the file mends it', () => {
      const keys = makePlan(disc, wishes('ppp'), db).notes.map(({ key }) => key);
      expect(keys).toEqual(expect.arrayContaining(['router-switch.usual-switch', 'notes.switch-mended']));
      expect(makePlan(disc, wishes('ecm'), db).notes.map(({ key }) => key)).toContain('router-switch.as-reference');
    });

    it('sends the usual one for a mode that this leads to', () => {
      expect(sent('ecm')).toEqual(['55534243123456780000000000000011062000000101000100000000000000']);
      expect(makePlan(disc, wishes('ecm'), db).steps[0]?.why.key).toBe('steps.switch.why');
    });

    it('offers the mode, and says by which switch', () => {
      const offers = offersFor(identify(disc, db), disc, db);
      expect(offers.map(({ mode, possible, reason }) => [mode, possible, reason.key])).toEqual([
        ['ecm', true, 'offers.after-switch'],
        ['ppp', true, 'offers.after-other-switch'],
      ]);
      // What the usual switch leads to is proposed first, though another mode might serve a router better.
      const stick = sighting(0x12d1, 0x1f01, interfaces([0, 8, 6, 0x50, 0x81, 0x01]));
      expect(offersFor(identify(stick, db), stick, db).map(({ mode }) => mode)).toEqual(['ecm', 'ncm', 'ppp']);
      for (const { reason } of offers)
        for (const language of ['en', 'ru'] as const) expect(createText(language).phrase(reason)).not.toMatch(/\{\{|offers\./);
    });

    it('under one id for every state, tells them apart by the class of the first interface', () => {
      const brovi = sighting(0x3566, 0x2001, interfaces([0, 8, 6, 0x50, 0x81, 0x01]));
      expect(identify(brovi, db)).toMatchObject({ kind: 'disc', entry: { id: '3566:2001' } });
      expect(sent('rndis', brovi)).toEqual(['55534243123456780000000000000011062000000101000100000000000000']);
      expect(sent('ppp', brovi)).toEqual(['55534243123456780000000000000011063000000000010000000000000000']);
      const rndis = sighting(0x3566, 0x2001, interfaces([0, 0xe0, 1, 3, 0x8a], [1, 0x0a, 0, 0, 0x81, 0x01]));
      expect(identify(rndis, db)).toMatchObject({ kind: 'modem', recognised: { mode: 'rndis' } });
      const faces = [1, 2, 4].map((n) => [n, 0xff, 0, 0, 0x80 + n, n]);
      const ports = sighting(0x3566, 0x2001, interfaces([0, 0xff, 0, 0, 0x8a], ...faces, [5, 2, 0x0d, 0, 0x8b], [6, 0x0a, 0, 1, 0x86, 6]));
      expect(identify(ports, db)).toMatchObject({ kind: 'modem', recognised: { mode: 'ppp' } });
    });
  });

  it('asks before it sets', () => {
    for (const s of [huaweiDisc, quectelEcm]) {
      const plan = makePlan(s, wishes(s === huaweiDisc ? 'ncm' : 'qmi'), db);
      expect(ids(plan).indexOf('mode-query')).toBeLessThan(ids(plan).indexOf('mode-set'));
      for (const step of plan.steps) if (step.risk === 'persistent') expect(step.wayBack).not.toBeNull();
    }
  });

  it('fits its schema, holds no secret, and has words for everything in every language', () => {
    for (const [s, mode] of [
      [huaweiDisc, 'ncm'],
      [huaweiDisc, 'qmi'],
      [quectelEcm, 'qmi'],
      [huaweiNcm, 'ncm'],
    ] as const) {
      const plan = makePlan(s, wishes(mode), db);
      expect(Plan.parse(plan)).toEqual(plan);
      expect(JSON.stringify(plan)).not.toContain('1234"');
      expect(JSON.stringify(plan)).not.toContain('Aa7-word');
      for (const language of ['en', 'ru'] as const) {
        const text = createText(language);
        const phrases = [...plan.steps.flatMap((step) => [step.title, step.why, ...(step.wayBack ? [step.wayBack] : [])]), ...plan.notes];
        for (const phrase of phrases) {
          expect(text.phrase(phrase), `${language} ${phrase.key}`).not.toBe(phrase.key);
          expect(text.phrase(phrase)).not.toContain('{{');
        }
      }
    }
  });

  it('is the same for the same, and another for another', () => {
    const one = makePlan(huaweiDisc, wishes('ncm'), db);
    expect(makePlan(huaweiDisc, wishes('ncm'), db).id).toBe(one.id);
    expect(makePlan(huaweiDisc, wishes('qmi'), db).id).not.toBe(one.id);
    expect(makePlan({ ...huaweiDisc, portPath: '1-2' }, wishes('ncm'), db).id).not.toBe(one.id);
  });

  it('refuses a mode that the dongle does not offer', () => {
    expect(() => makePlan(huaweiNcm, wishes('mbim'), db)).toThrow(expect.objectContaining({ code: 'MODE_NOT_OFFERED' }));
  });
});

describe('a recipe', () => {
  const modes = db.vendors
    .flatMap(({ recipes }) => recipes)
    .flatMap((recipe) => Mode.options.filter((mode) => recipe.modes[mode]).map((mode) => ({ recipe, mode })));

  it.each(modes)('$recipe.id to $mode asks whose modem it is before it acts', ({ recipe, mode }) => {
    const steps = recipeSteps(recipe, mode, [recipe], 0);
    const proof = steps.findIndex(({ action }) => action.kind === 'dongle');
    const acting = steps.filter(({ action, risk }) => risk !== 'none' || (action.kind === 'at' && action.leaves));
    expect(acting.length).toBeGreaterThan(0);
    // A question that was not asked leaves out what depends on its reply.
    const reasons = ({ skipIf }: Step): SkipIf[] => [
      ...skipIf,
      ...skipIf.flatMap((skip) => (skip.kind === 'reply' ? (steps.find(({ id }) => id === skip.step)?.skipIf ?? []) : [])),
    ];
    for (const step of acting) {
      expect(steps.indexOf(step)).toBeGreaterThan(proof);
      // Where the proof is left out, so is this step: a restart goes out where the value is set already as well.
      expect(reasons(step), step.id).toEqual(expect.arrayContaining(steps[proof]?.skipIf ?? [{ kind: 'mode', mode }]));
    }
  });
});

describe('the database', () => {
  it('marks every composition command that would lock a modem out', () => {
    const setport = new RegExp(db.recipe('huawei-setport')?.lockouts[0]?.command ?? 'x^');
    for (const lockout of ['AT^SETPORT="FF;16"', 'AT^SETPORT="A1;1,16,A1"', 'AT^SETPORT="12;16"', 'AT^SETPORT="FF;121"'])
      expect(setport.test(lockout), lockout).toBe(true);
    for (const sound of ['AT^SETPORT="FF;12,1,16"', 'AT^SETPORT="A1,A2;1,16,12,A1,A2"', 'AT^SETPORT="FF;1,12"'])
      expect(setport.test(sound), sound).toBe(false);
  });
});
