import { describe, expect, it } from 'vitest';
import { identify } from '../../electron/bench/identity/identify.ts';
import { makePlan } from '../../electron/bench/planning/plan.ts';
import { createText } from '../../electron/contract/text.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Sighting } from '../../electron/seams/usb-bus.ts';
import { type Db, loadDb } from '../../modem-db/db.ts';
import { withSwitches } from '../../modem-db/given-switches.ts';
import { importSwitches } from '../../modem-db/import.ts';
import { huaweiDisc, huaweiNcm, huaweiQmi, interfaces, sighting } from '../support/sightings.ts';

/** What a technician gave is what a dongle is switched by. */

const own = loadDb();
const wishes = (mode: string) => Wishes.parse({ mode, router: '24.10.8', apn: 'internet' });
const storage = interfaces([0, 8, 6, 0x50, 0x81, 0x01]);
const withText = (text: string, file = 'mine.conf'): Db => {
  const { entries, problems } = importSwitches(text, { fileName: file, source: `the file ${file}, given by a technician` });
  expect(problems).toEqual([]);
  return withSwitches(own, { file, entries, strict: true });
};
const sent = (of: Sighting, mode: string, db: Db) => {
  const step = makePlan(of, wishes(mode), db).steps.find(({ id }) => id === 'switch');
  return step?.action.kind === 'switch' ? step.action.transfers.flatMap((t) => (t.kind === 'bulk-out' ? [t.data] : [])) : [];
};
const failureOf = (work: () => unknown) => {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
};

describe('a switch entry of a file', () => {
  it('goes before the one of the database, and the plan says so', () => {
    const message = '55534243123456780000000000000011063000000100010000000000000000';
    const db = withText(`usb_modeswitch -v 12d1 -p 1446 -M ${message} -V 12d1 -P 1506`);
    expect(sent(huaweiDisc, 'ncm', own)).not.toContain(message);
    expect(sent(huaweiDisc, 'ncm', db)).toEqual([message]);
    const plan = makePlan(huaweiDisc, wishes('ncm'), db);
    expect(plan.steps.find(({ id }) => id === 'switch')?.source).toContain('mine.conf');
    const note = plan.notes.find(({ key }) => key === 'notes.switch-given');
    expect(note && createText('en').phrase(note)).toContain('mine.conf');
    expect(note && createText('ru').phrase(note)).toContain('mine.conf');
    expect(makePlan(huaweiDisc, wishes('ncm'), own).notes.map(({ key }) => key)).not.toContain('notes.switch-given');
  });

  it('switches a dongle that the database does not list', () => {
    const disc = sighting(0x1d6b, 0x7777, storage);
    expect(identify(disc, own).kind).toBe('unknown');
    const db = withText(
      'DefaultVendor=1d6b\nDefaultProduct=7777\nMessageContent="5553424312345678000000000000061b000000020000000000000000000000"',
    );
    expect(identify(disc, db)).toMatchObject({ kind: 'disc', entry: { id: '1d6b:7777' } });
    expect(sent(disc, 'qmi', db)).toEqual(['5553424312345678000000000000061b000000020000000000000000000000']);
  });

  it('is wanted of the dongle: without one, nothing is planned', () => {
    const db = withText('DefaultVendor=19d2\nDefaultProduct=2000\nTargetVendor=19d2\nTargetProduct=0031\nStandardEject=1');
    const refused = (id: string) => ({ code: 'SWITCH_NOT_IN_FILE', detail: { file: 'mine.conf', id, ids: '19d2:2000' } });
    expect(failureOf(() => makePlan(huaweiDisc, wishes('ncm'), db))).toMatchObject(refused('12d1:1446'));
    expect(failureOf(() => makePlan(huaweiNcm, wishes('ncm'), db))).toMatchObject(refused('12d1:1506'));
    // One that is behind its switch already needs none.
    const behind = withText('DefaultVendor=12d1\nDefaultProduct=1446\nTargetVendor=12d1\nTargetProduct=1506\nHuaweiNewMode=1');
    expect(makePlan(huaweiQmi, wishes('qmi'), behind).steps.length).toBeGreaterThan(0);
  });

  it('that asks for strings leaves the others of its id as they are', () => {
    const db = withText('"12d1:1446": { "uMa=Other": { "mode": "Sierra" } }');
    expect(identify({ ...huaweiDisc, manufacturer: 'Other' }, db)).toMatchObject({ entry: { method: { name: 'SierraMode' } } });
    expect(identify(huaweiDisc, db)).toMatchObject({ entry: { method: { name: 'HuaweiNewMode' } } });
    expect(failureOf(() => makePlan(huaweiDisc, wishes('ncm'), db))).toMatchObject({ code: 'SWITCH_NOT_IN_FILE' });
  });

  it('that asks for no strings stands for all of its id', () => {
    expect(own.switchesOf(0x05c6, 0x1000).length).toBeGreaterThan(1);
    const db = withText('usb_modeswitch -v 05c6 -p 1000 -K');
    expect(db.switchesOf(0x05c6, 0x1000)).toMatchObject([{ method: { name: 'StandardEject' } }]);
    expect(db.allSwitches().filter(({ id }) => id === '05c6:1000').length).toBe(1);
  });

  it('is the first of two for the same dongles', () => {
    const db = withText('usb_modeswitch -v 12d1 -p 1446 -X\nusb_modeswitch -v 12d1 -p 1446 -K');
    expect(db.switchesOf(0x12d1, 0x1446).map(({ method }) => method.name)).toEqual(['HuaweiAltMode']);
  });

  it('leads where the database says that the same switch leads', () => {
    const db = withText('DefaultVendor=12d1\nDefaultProduct=1f01\nHuaweiAltMode=1');
    const [entry] = db.switchesOf(0x12d1, 0x1f01);
    expect(entry).toMatchObject({ method: { name: 'HuaweiAltMode' }, target: { pids: expect.arrayContaining(['155e']) } });
    expect(db.switchesOf(0x12d1, 0x1f01).length).toBe(1);
    // The bytes tell, whatever their tag is.
    const spelled = withText('usb_modeswitch -v 12d1 -p 1f01 -M 55534243876543210000000000000011063000000000010000000000000000');
    expect(spelled.switchesOf(0x12d1, 0x1f01)[0]?.target).toEqual(entry?.target);
    expect(db.allSwitches().filter(({ id }) => id === '12d1:1f01')).toEqual([entry]);
    expect(db.allSwitches().length).toBe(own.allSwitches().length);
    expect(db.switchesOf(0x12d1, 0x1446)).toEqual(own.switchesOf(0x12d1, 0x1446));
  });
});
