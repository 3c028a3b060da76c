import { describe, expect, it } from 'vitest';
import { capture } from '../../electron/bench/capture/capture.ts';
import { sightingOf, toEntry } from '../../electron/bench/capture/entry.ts';
import { isSafeQuery, safeQueries } from '../../electron/bench/capture/queries.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import { UsbError } from '../../electron/seams/usb-bus.ts';
import { configurationDescriptor, deviceDescriptor } from '../../electron/virtual/descriptors.ts';
import { findModel, models } from '../../electron/virtual/models/index.ts';
import { type ModemModel, VirtualModem } from '../../electron/virtual/modem.ts';
import { usbId } from '../../modem-db/db.ts';
import { SwitchEntry } from '../../modem-db/schema.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { capturedModel } from '../virtual/models/captured.ts';
import { ask, captureOf, db, finish, plugged, recognised, VERSION } from './capture-support.ts';

function model(name: string): ModemModel {
  const found = findModel(name);
  if (!found) throw new Error(`no model ${name}`);
  return found;
}

/** States beside the one that each model powers up in. */
const more: readonly (readonly [string, string])[] = [
  ['huawei-ncm', 'ncm'],
  ['quectel-ec25', 'qmi'],
  ['quectel-ec25', 'mbim'],
  ['fibocom-l850', 'ncm'],
];
const states = [...models.map((m): [string, string | undefined] => [m.name, undefined]), ...more.map(([a, b]): [string, string] => [a, b])];

describe.each(states)('%s %s', (name, composition) => {
  const original = model(name);
  const captured = captureOf(original, composition);

  it('is captured byte for byte', async () => {
    const modem = new VirtualModem(original, { clock: new ManualClock() });
    modem.plug(composition);
    const spec = modem.device?.spec;
    if (!spec) throw new Error('not there');
    const { device, configurations } = await captured;
    expect(device).toBe(Buffer.from(deviceDescriptor(spec)).toString('hex'));
    expect(configurations).toEqual(spec.configurations.map((_, i) => Buffer.from(configurationDescriptor(spec, i)).toString('hex')));
  });

  it('is recognised as the captured modem as it was itself, and binds alike', async () => {
    const one = await plugged(original, composition);
    const other = await plugged(capturedModel(await captured));
    expect(recognised(other.sighting)).toEqual(recognised(one.sighting));
    expect(other.sighting.configurations).toEqual(one.sighting.configurations);
    for (const { clock } of [one, other]) await clock.advance(1000);
    const bound = async ({ backend, sighting }: typeof one) => backend.host.bindings(sighting.portPath);
    expect((await bound(other)).filter((b) => b.driver !== null)).toEqual((await bound(one)).filter((b) => b.driver !== null));
  });

  it('holds nothing of who the modem and its SIM are', async () => {
    const secrets = ['AT+CGSN', 'AT+CIMI', 'AT+CCID', 'AT+QCCID', 'AT^ICCID?', 'AT!ICCID?', 'AT#CCID', 'AT+CICCID', 'AT+ICCID', 'AT+CNUM'];
    const answers = await ask(original, composition, secrets);
    const numbers = (answers ?? []).flat().flatMap((line) => line.match(/\d{8,}/g) ?? []);
    if (answers) expect(numbers.length).toBeGreaterThan(2);
    const { at, strings, notes } = await captured;
    const text = JSON.stringify({ at, strings, notes });
    for (const number of numbers) expect(text).not.toContain(number);
  });

  it('gives an entry by which it is recognised', async () => {
    const document = await captured;
    const entry = toEntry(document, db);
    const sighting = sightingOf(document);
    expect(entry.findings.length).toBeGreaterThan(0);
    if (entry.switch) expect(entry.switch.id).toBe(usbId(sighting.vid, sighting.pid));
    else expect(entry.composition).toMatchObject({ id: usbId(sighting.vid, sighting.pid), mode: recognised(sighting).mode });
  });

  it('says again what it said', async () => {
    const document = await captured;
    const interfaces = [...new Set(document.at.map((r) => r.interface))];
    if (interfaces.length === 0) return;
    const again = await captureOf(capturedModel(document));
    const plain = ({ at }: typeof again) =>
      at.map((r) => [r.interface, r.channel, r.command, ...r.lines, r.final].join('|').replace(/\d{8,}|(?<=FSN: )[0-9A-Z]+/g, '#'));
    expect(plain(again)).toEqual(plain(document));
  });
});

it('a captured modem answers to a whole session: identity, SIM, and ERROR to what was not asked', async () => {
  const document = await captureOf(model('quectel-ec25'));
  expect(
    await ask(capturedModel(document), undefined, [
      'AT+CGMI',
      'AT+CGMM',
      'AT+CPIN?',
      'AT+QCFG="usbnet"',
      'AT+CGSN',
      'AT+QCFG="usbnet",0',
      'AT+NEVER?',
    ]),
  ).toEqual([
    ['Quectel', 'OK'],
    ['EC25', 'OK'],
    ['+CPIN: READY', 'OK'],
    ['+QCFG: "usbnet",1', 'OK'],
    [expect.stringMatching(/^00101000\d{7}$/), 'OK'],
    ['ERROR'],
    ['ERROR'],
  ]);
});

it('sends questions only: what goes out is the wake-up of every session and the list', async () => {
  const sent: string[] = [];
  await captureOf(model('simcom-sim7600'), undefined, sent);
  const wake = ['AT', 'ATE0V1', 'AT+CMEE=1'];
  expect(sent.length).toBeGreaterThan(30);
  for (const command of sent) expect(wake.includes(command) || isSafeQuery(command), command).toBe(true);
});

describe('the guard', () => {
  const unsafe = [
    ...[
      'AT+CFUN=1,1',
      'AT+CPIN="1234"',
      'AT+COPS=?',
      'AT+COPS=0',
      'AT+CGSN="123456789012347"',
      'AT+EGMR?',
      'AT^NVRD?',
      'AT^RESET',
      'AT^RESET?',
    ],
    ...[
      'AT+QCFG="usbnet",0',
      'AT+QNWPREFCFG="restore_band"',
      'AT+QCFG="resetfactory"',
      'ATD*99#',
      'ATZ',
      'AT&F',
      'AT+CIMI;+CFUN=0',
      'AT+CPIN?;+CFUN=0',
    ],
    ...[
      'AT!ENTERCND="A710"',
      'AT+CGAUTH?',
      'AT+CMGR=1',
      'AT+CPBR=1,9',
      'AT+CREG?\rAT+CFUN=0',
      ' AT+CREG?',
      'AT+CREG? ',
      '',
      'A/',
      'AT+CLCK="SC",2',
    ],
  ];
  it.each(unsafe)('refuses %j', (command) => {
    expect(isSafeQuery(command)).toBe(false);
  });

  it('lets nothing through that the database would set, restart, unlock or go back with', () => {
    let seen = 0;
    for (const vendor of db.vendors) {
      const commands = [
        ...vendor.recipes.flatMap((r) => [
          ...(r.unlock ?? []),
          ...(r.restart === null ? [] : [r.restart]),
          ...(r.back === null ? [] : [r.back, r.back.replace('{value}', '1')]),
          ...Object.values(r.modes).flatMap((mode) => mode?.set ?? []),
        ]),
        ...(vendor.settings ?? []).flatMap((s) => Object.values(s.values).flatMap((value) => (value ? [value.set] : []))),
      ];
      for (const command of commands) {
        seen++;
        expect(isSafeQuery(command), command).toBe(false);
      }
    }
    expect(seen).toBeGreaterThan(30);
  });

  it('lets nothing through that a recipe of any vendor calls a lock-out', () => {
    const lockouts = db.vendors.flatMap((v) => v.recipes.flatMap((r) => r.lockouts.map((l) => new RegExp(l.command))));
    expect(lockouts.length).toBeGreaterThan(10);
    const questions = new Set(
      db.vendors.flatMap(({ vids }) => vids.flatMap((vid) => safeQueries(db, Number.parseInt(vid, 16), `${vid}:0000`))),
    );
    // A test tells what could be set, and sets nothing, whatever it is that must not be set.
    const plain = [...questions].filter((query) => !query.endsWith('=?')).map((query) => query.toUpperCase().replaceAll(/\s/g, ''));
    expect(plain.length).toBeGreaterThan(40);
    expect(plain.filter((query) => lockouts.some((lockout) => lockout.test(query)))).toEqual([]);
  });

  it('lets the questions of the database through that have the form of one', () => {
    const refused = new Set<string>();
    for (const vendor of db.vendors) {
      const reading = [vendor.reading?.iccid, vendor.reading?.pinTries].filter((query) => query !== undefined);
      const questions = [
        ...vendor.recipes.flatMap((r) => [r.query, r.test ?? r.query]),
        ...(vendor.settings ?? []).map((s) => s.query),
        ...reading,
      ];
      for (const query of questions) if (!isSafeQuery(query)) refused.add(query);
    }
    // What is left out has the form of a setting, and only its vendor knows that it is none.
    for (const query of refused) expect(query).toMatch(/=[^?]/);
    expect([...refused].some((query) => query.startsWith('AT!ENTERCND'))).toBe(true);
  });
});

describe('a dongle that nobody listed', () => {
  const unlisted: ModemModel = {
    ...model('quectel-ec25'),
    compose: (composition, body) => {
      const made = model('quectel-ec25').compose(composition, body);
      return { ...made, spec: { ...made.spec, vid: 0x1234, pid: 0xabcd } };
    },
    bindings: () => [],
  };

  it('is asked over every port that nobody can tell, and its entry says what is missing', async () => {
    const document = await captureOf(unlisted, 'qmi');
    expect([...new Set(document.at.map((r) => r.interface))]).toEqual([2, 3]);
    // Interface 0 is the diagnosis and 4 is RMNET by Qualcomm's layout: neither is written to.
    expect(document.notes.filter((note) => note.endsWith('does not answer to AT'))).toEqual(['Interface 1 does not answer to AT']);
    const entry = toEntry(document, db);
    expect(entry.file).toBe('modem-db/vendors/NEW.json');
    expect(entry.composition).toMatchObject({ id: '1234:abcd', name: 'Quectel EC25', mode: null });
    expect(entry.composition?.interfaces.map((i) => i.role)).toEqual(['other', 'other', 'at', 'at', 'other']);
    expect(entry.composition?.source).toMatch(/^practice capture of 2026-01-01 with Modem Bench 0\.0\.0, firmware EC25/);
    expect(entry.findings[0]).toMatch(/^A practice dongle/);
    const real = toEntry({ ...document, origin: 'usb' }, db);
    expect(real.composition?.source).toMatch(/^capture of 2026-01-01 with/);
    expect(real.findings.map((finding) => finding.split(' ')[0])).toEqual(['No', 'Role', 'Role', 'Mode:', 'Source:']);
  });

  it('is what its bound driver proves', async () => {
    const bound: ModemModel = { ...unlisted, bindings: () => model('quectel-ec25').bindings('qmi') };
    const document = await captureOf(bound, 'qmi');
    // Nothing was written to the interface that is a network's.
    expect(document.notes.some((note) => note.includes('Interface 4'))).toBe(false);
    const { composition } = toEntry(document, db);
    expect(composition).toMatchObject({ mode: 'qmi', control: 'qmi', name: 'Quectel EC25, QMI' });
    expect(composition?.interfaces.map((i) => i.role)).toEqual(['other', 'other', 'at', 'at', 'control']);
  });

  it('in a state that is a drive alone gets a draft that the linter refuses until a human knows the method', async () => {
    const disc = model('huawei-ncm');
    const document = await captureOf({
      ...disc,
      compose: (composition, body) => {
        const made = disc.compose(composition, body);
        return { ...made, spec: { ...made.spec, vid: 0x1234, pid: 0xabcd } };
      },
    });
    expect(document.scsi).toEqual({ vendor: 'HUAWEI', model: 'Mass Storage', revision: '2.31' });
    const entry = toEntry(document, db);
    expect(entry.composition).toBeNull();
    expect(entry.switch).toMatchObject({ id: '1234:abcd', method: null });
    expect(SwitchEntry.safeParse(entry.switch).success).toBe(false);
    expect(SwitchEntry.safeParse({ ...entry.switch, method: { name: 'StandardEject' } }).success).toBe(true);
  });
});

describe('what goes wrong', () => {
  it('a computer that forbids the USB node is told so', async () => {
    const { clock, backend, sighting } = await plugged(model('quectel-ec25'));
    const bus = {
      ...backend.bus,
      list: () => backend.bus.list(),
      open: async () => {
        throw new UsbError('access', 'no');
      },
    };
    const work = finish(clock, capture({ backend: { ...backend, bus }, sighting, db, clock, version: VERSION }));
    await expect(work).rejects.toMatchObject({ code: 'USB_ACCESS_DENIED' });
  });

  it('a modem that says nothing is captured without answers', async () => {
    const silent = model('quectel-ec25');
    const document = await captureOf({
      ...silent,
      compose: (composition, body) => silent.compose(composition, { ...body, faults: { atSilent: true } }),
    });
    expect(document.at).toEqual([]);
    expect(document.notes).toHaveLength(2);
  });

  it('pulled out in the middle, it ends with DONGLE_NOT_FOUND', async () => {
    const { clock, backend, sighting, modem } = await plugged(model('quectel-ec25'));
    const onSend = (command: string) => {
      if (command === 'AT+CGMM') modem.unplug();
    };
    const work = finish(clock, capture({ backend, sighting, db, clock, version: VERSION, onSend }));
    await expect(work).rejects.toMatchObject({ code: 'DONGLE_NOT_FOUND' });
  });

  it('ModemManager is kept off while ports are asked, and let go whatever happens', async () => {
    const { clock, backend, sighting, modem } = await plugged(model('quectel-ec25'));
    const events: string[] = [];
    const { host } = backend;
    const managed = {
      platform: host.platform,
      seesDrivers: host.seesDrivers,
      usbRuleCommand: null,
      bindings: (port: string) => host.bindings(port),
      openControlNode: (path: string) => host.openControlNode(path),
      scsiNames: (port: string) => host.scsiNames(port),
      holders: async () => [{ kind: 'modem-manager' as const, modem: null }],
      inhibit: async () => {
        events.push('held');
        return async () => {
          events.push('released');
        };
      },
      unmount: (device: string) => host.unmount(device),
      usbAccess: (port: string) => host.usbAccess(port),
      tryCard: async () => ({ kind: 'impossible', why: 'system', missing: '' }) as const,
      installUsbRule: () => host.installUsbRule(),
    };
    const onSend = (command: string) => {
      events.push('asked');
      if (command === 'AT+CPIN?') modem.unplug();
    };
    const work = finish(clock, capture({ backend: { ...backend, host: managed }, sighting, db, clock, version: VERSION, onSend }));
    await expect(work).rejects.toMatchObject({ code: 'DONGLE_NOT_FOUND' });
    expect([events[0], events.at(-1)]).toEqual(['held', 'released']);
    expect(events.filter((event) => event !== 'asked')).toEqual(['held', 'released']);
  });

  it('an abort ends with its reason, and leaves the port to others', async () => {
    const { clock, backend, sighting } = await plugged(model('quectel-ec25'));
    const stop = new AbortController();
    const onSend = (command: string) => {
      if (command === 'AT+CGMM') stop.abort(new BenchError('CANCELLED'));
    };
    const work = finish(clock, capture({ backend, sighting, db, clock, version: VERSION, onSend, signal: stop.signal }));
    await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
    // Closed behind it: the port can be had again.
    const again = await finish(clock, capture({ backend, sighting, db, clock, version: VERSION }));
    expect(again.at.length).toBeGreaterThan(0);
  });
});
