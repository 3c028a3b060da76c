import { describe, expect, it } from 'vitest';
import { AtSession } from '../../electron/at/session.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import type { SignalReading } from '../../electron/contract/signal.ts';
import { intelAuthentication, quectel } from '../../electron/mbim/vendor-commands.ts';
import { controlInterface, nothingFound, withFound } from '../../electron/modem/access.ts';
import { AtForm } from '../../electron/modem/at-form.ts';
import { ttyOf, wdmOf } from '../../electron/modem/bindings.ts';
import { tried, unlessRefused } from '../../electron/modem/form.ts';
import { MbimForm } from '../../electron/modem/mbim-form.ts';
import { fromSeam } from '../../electron/modem/seam-errors.ts';
import { barOf } from '../../electron/modem/signal-bar.ts';
import { simWakingOf } from '../../electron/modem/sim-waking.ts';
import { SerialError } from '../../electron/seams/serial-ports.ts';
import { UsbError } from '../../electron/seams/usb-bus.ts';
import { text, u32 } from '../../electron/virtual/mbim/wire.ts';
import type { Recognised } from '../../modem-db/db.ts';
import { type Script, scriptedClient } from '../mbim/scripted-client.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ScriptedPort } from '../support/scripted-port.ts';

/** The forms of each language, and the small things that they share. */

const MBIM_REFUSED = 2;

/** A form on a function that answers these commands of Basic Connect by their number, and refuses all others. */
async function mbim(answers: Readonly<Record<number, ReturnType<Script>>>, services = new Map<string, Set<number>>(), mayBeLocked = false) {
  const { client, clock } = await scriptedClient(({ id, service }) =>
    services.get(service)?.has(id) === true ? [0, u32(answers[1000 + id]?.[0] ?? 0)] : (answers[id] ?? [MBIM_REFUSED]),
  );
  return new MbimForm(client, { services, extensions: { major: 1, minor: 0 } }, { clock, mayBeLocked });
}

describe('a modem in MBIM', () => {
  it.each([
    [0, 'unknown'],
    [1, 'on'],
    [2, 'off'],
    [3, 'unknown'],
  ])('asks for its PIN: mode %i is %s', async (mode, expected) => {
    expect(await (await mbim({ 5: [0, u32(mode)] })).lock()).toBe(expected);
    expect(await (await mbim({})).lock()).toBe('unknown');
  });

  it('tells the tries left, and numbers of its SIM alone', async () => {
    const form = await mbim({
      1: [0, u32(1, 1, 1, 2, 0x20, 0, 1, 1), text(''), text('861536030196001'), text('FW'), text('')],
      2: [0, u32(1), text('001010123456789'), text('89882806660004912345'), u32(0, 0)],
      4: [0, u32(2, 1, 3)],
    });
    expect(await form.triesLeft()).toBe(3);
    expect(await form.numbers()).toEqual({ imsi: '001010123456789', iccid: '89882806660004912345' });
    expect(await (await mbim({ 2: [0, u32(1), text(''), text(''), u32(0, 0)] })).numbers()).toEqual({});
    expect(await form.cell()).toBeNull();
    expect(await form.signals()).toEqual([]);
  });

  it.each<[string, readonly [hardware: number, software: number], boolean, string]>([
    ['both of its switches', [1, 1], false, 'on'],
    ['one of the hardware', [0, 1], true, 'off'],
    ['one of the software', [1, 0], false, 'off'],
    ['one of the software, of a card that may be locked', [1, 0], true, 'locked'],
    ['both, of a card that may be locked', [1, 1], true, 'on'],
  ])('has its radio by %s', async (_, switches, mayBeLocked, expected) => {
    expect(await (await mbim({ 3: [0, u32(...switches)] }, new Map(), mayBeLocked)).radio()).toBe(expected);
  });

  it('believes what it says of a lock before what is known of such cards', async () => {
    const with_ = (service: string, id: number, told: number, mayBeLocked: boolean) =>
      mbim({ 3: [0, u32(1, 0)], [1000 + id]: [told] }, new Map([[service, new Set([id])]]), mayBeLocked).then((form) => form.radio());
    const ofIntel = intelAuthentication.fccLock;
    expect(await with_(ofIntel.service, ofIntel.id, 1, false)).toBe('locked');
    expect(await with_(ofIntel.service, ofIntel.id, 0, true)).toBe('off');
    const ofQuectel = quectel.radioState;
    expect(await with_(ofQuectel.service, ofQuectel.id, 4, false)).toBe('locked');
    expect(await with_(ofQuectel.service, ofQuectel.id, 1, true)).toBe('off');
    expect(await (await mbim({}, new Map(), true)).radio()).toBe('unknown');
  });

  it('tells what it can be asked by service and number', async () => {
    const services = new Map([
      ['aa', new Set([1, 2])],
      ['bb', new Set([3])],
    ]);
    expect(await (await mbim({}, services)).capabilities()).toEqual(['aa 1', 'aa 2', 'bb 3']);
    expect(await (await mbim({})).capabilities()).toBeNull();
  });
});

/** A form on a port that says this, and ERROR to all else. */
function at(says: Readonly<Record<string, string>>, mayBeLocked = false) {
  const clock = new ManualClock();
  const port = new ScriptedPort((line) => `${says[line] ?? 'ERROR'}\r\n`);
  const form = new AtForm(new AtSession(port, clock, { allows: () => true }), { vendor: undefined, clock, mayBeLocked });
  return { form, clock, sent: () => port.written.map((line) => line.trim()) };
}

const ok = (...lines: string[]) => [...lines, 'OK'].join('\r\n');

describe('a modem in AT', () => {
  it('tells who it is, and leaves out what it does not tell', async () => {
    const all = {
      'AT+CGMI': ok('Maker'),
      'AT+CGMM': ok('Model'),
      'AT+CGMR': ok('1.0'),
      'AT+CGSN': ok('861536030196001'),
    };
    const whole = { manufacturer: 'Maker', model: 'Model', revision: '1.0', imei: '861536030196001' };
    expect(await at(all).form.identity()).toEqual(whole);
    for (const [command, name] of [
      ['AT+CGMI', 'manufacturer'],
      ['AT+CGMM', 'model'],
      ['AT+CGMR', 'revision'],
      ['AT+CGSN', 'imei'],
    ] as const) {
      const { [name]: _, ...rest } = whole;
      const seen = await at({ ...all, [command]: 'ERROR' }).form.identity();
      expect(seen).toEqual(rest);
      expect(Object.keys(seen)).not.toContain(name);
    }
  });

  it.each([
    [ok('+CLCK: 0'), 'off'],
    [ok('+CLCK:1'), 'on'],
    [ok('noise', '+CLCK: 1', '+CLCK: 0'), 'on'],
    [ok('x+CLCK: 0'), 'unknown'],
    [ok(), 'unknown'],
  ])('asks for its PIN: %j is %s', async (said, expected) => {
    expect(await at({ 'AT+CLCK="SC",2': said }).form.lock()).toBe(expected);
  });

  it.each([
    [ok(), { kind: 'taken' }],
    ['+CME ERROR: 16', { kind: 'wrong', tries: null }],
    ['+CME ERROR: 3', { kind: 'refused', reply: 'AT+CPIN="****": +CME ERROR: 3' }],
    ['ERROR', { kind: 'refused', reply: 'AT+CPIN="****": ERROR' }],
  ])('answers to a PIN with %j', async (said, expected) => {
    expect(await at({ 'AT+CPIN="4711"': said }).form.enterPin('4711')).toEqual(expected);
    const lock =
      typeof expected === 'object' && 'reply' in expected
        ? { ...expected, reply: expected.reply?.replace('+CPIN="', '+CLCK="SC",0,"') }
        : expected;
    expect(await at({ 'AT+CLCK="SC",0,"4711"': said }).form.dropLock('4711')).toEqual(lock);
  });

  it('tells the numbers of its SIM', async () => {
    const [imsi, card] = ['001010123456789', '89882806660004912345'];
    expect(await at({ 'AT+CIMI': ok(imsi), 'AT+CCID': ok(card) }).form.numbers()).toEqual({ imsi, iccid: card });
    expect(await at({ 'AT+CIMI': ok(imsi) }).form.numbers()).toEqual({ imsi });
    expect(await at({ 'AT+CCID': ok(card) }).form.numbers()).toEqual({ iccid: card });
  });

  it('is asked where it is registered until it is', async () => {
    const of = async (says: Record<string, string>) => {
      const { form, sent } = at(says);
      return [(await form.registration()).registration, sent().length];
    };
    expect(await of({ 'AT+CEREG?': ok('+CEREG: 0,1') })).toEqual(['home', 1]);
    expect(await of({ 'AT+CEREG?': ok('+CEREG: 0,0'), 'AT+C5GREG?': ok('+C5GREG: 0,5') })).toEqual(['roaming', 2]);
    expect(await of({ 'AT+CEREG?': ok('+CEREG: 0,2'), 'AT+CGREG?': ok('+CGREG: 0,0'), 'AT+CREG?': ok('+CREG: 0,0') })).toEqual([
      'searching',
      4,
    ]);
  });

  it('tells the signal by the first answer that has a cell’s', async () => {
    const standard = { 'AT+CESQ': ok('+CESQ: 99,99,255,255,20,50'), 'AT+CSQ': ok('+CSQ: 20,99') };
    const { form, sent } = at(standard);
    expect(await form.signals()).toMatchObject([{ technology: 'LTE', rsrp: -91 }]);
    expect(await form.cell()).toBeNull();
    expect(sent()).toEqual(['AT+CESQ']);
    const carrier = at({ 'AT+CSQ': standard['AT+CSQ'] });
    expect(await carrier.form.signals()).toMatchObject([{ rssi: -73, rsrp: null }]);
    expect(carrier.sent()).toEqual(['AT+CESQ', 'AT+CSQ']);
    expect(await at({}).form.signals()).toEqual([]);
  });

  it.each([
    [ok('+CFUN: 1'), false, 'on'],
    [ok('+CFUN: 4'), false, 'off'],
    [ok('+CFUN: 4'), true, 'locked'],
    [ok('+CFUN: 1'), true, 'on'],
    ['ERROR', true, 'unknown'],
  ])('has its radio: %j, of a card that may be locked %s: %s', async (said, mayBeLocked, expected) => {
    expect(await at({ 'AT+CFUN?': said }, mayBeLocked).form.radio()).toBe(expected);
  });

  it('lists its commands in lines or in one, each once, without what is none', async () => {
    const of = async (...lines: string[]) => at({ 'AT+CLAC': ok(...lines) }).form.capabilities();
    expect(await of('AT+CGMI', 'ATD', '&F', '+CGMI', 'two words', '+cgmi', 'AT')).toEqual(['+CGMI', 'D', '&F']);
    expect(await of('+CLAC: +CGMI,+CSQ, ^SYSINFO')).toEqual(['+CGMI', '+CSQ', '^SYSINFO']);
    expect(await of(`+${'A'.repeat(30)}`, `+${'A'.repeat(31)}`, '1+A', '+A?')).toEqual([`+${'A'.repeat(30)}`]);
    expect(await at({}).form.capabilities()).toBeNull();
  });

  it('says nothing of its SIM by a refusal without a number', async () => {
    const of = async (said: string) => {
      const { form, clock } = at({ 'AT+CPIN?': said });
      let seen: unknown = null;
      const asking = form.status().then(
        (status) => {
          seen = status;
        },
        (error: unknown) => {
          seen = error;
        },
      );
      await clock.until(() => seen !== null, 60_000);
      await asking;
      return seen;
    };
    expect(await of('ERROR')).toMatchObject({ code: 'AT_ERROR', detail: { command: 'AT+CPIN?', reply: 'ERROR' } });
    expect(await of('+CME ERROR: 14')).toEqual({ state: 'unknown', triesLeft: null });
    expect(await of(ok('+CPIN: READY'))).toEqual({ state: 'ready', triesLeft: null });
  });
});

describe('an answer to a try of the PIN', () => {
  const refused = new BenchError('MBIM_ERROR', { message: 'PIN', number: 2, name: 'Failure' });
  it('is one where the modem answered', async () => {
    expect(await tried(Promise.resolve(true))).toEqual({ kind: 'taken' });
    expect(await tried(Promise.reject(new BenchError('PIN_WRONG', { tries: 2 })))).toEqual({ kind: 'wrong', tries: 2 });
    expect(await tried(Promise.reject(new BenchError('PUK_NEEDED')))).toEqual({ kind: 'wrong', tries: 0 });
    expect(await tried(Promise.reject(refused))).toEqual({ kind: 'refused', reply: 'Failure' });
  });

  it('comes when the work is done', async () => {
    let done = false;
    const work = new Promise<void>((resolve) => {
      setImmediate(() => {
        done = true;
        resolve();
      });
    });
    expect([await tried(work), done]).toEqual([{ kind: 'taken' }, true]);
  });

  it('is thrown where it says nothing of the PIN', async () => {
    for (const error of [new TypeError('bug'), new BenchError('PIN_NEEDED'), new BenchError('AT_NO_PORT', { port: '1-1' })])
      await expect(tried(Promise.reject(error))).rejects.toBe(error);
  });

  it('of a question is another where it is refused, and thrown otherwise', async () => {
    expect(await unlessRefused(Promise.resolve(1), 2)).toBe(1);
    expect(await unlessRefused(Promise.reject(refused), 2)).toBe(2);
    const silent = new BenchError('AT_NO_PORT', { port: '1-1' });
    await expect(unlessRefused(Promise.reject(silent), 2)).rejects.toBe(silent);
  });
});

describe('what drivers made of an interface', () => {
  const bound = (...nodes: string[]) => ({ interfaceNumber: 0, driver: 'x', nodes, netDevices: [] });
  it('is its first port, and its first control node', () => {
    const nodes = bound('/sys/dev/ttyUSB9', '/dev/cdc-wdm1', '/dev/ttyUSB0', '/dev/cdc-wdm0', '/dev/ttyUSB1');
    expect([ttyOf(nodes), wdmOf(nodes)]).toEqual(['/dev/ttyUSB0', '/dev/cdc-wdm1']);
    expect([ttyOf(bound()), wdmOf(bound('/dev/ttyUSB0'))]).toEqual([null, null]);
  });
});

describe('what a search found', () => {
  const none: Recognised = {
    listed: false,
    name: 'x',
    mode: null,
    control: 'none',
    roles: new Map([[0, 'diag']]),
    router: null,
    source: 'test',
  };

  it('is nothing at first', () => {
    expect(nothingFound()).toEqual({ at: null, noAt: false, atSilent: false, qmi: null, unbound: new Set() });
    expect(withFound(none, nothingFound())).toBe(none);
  });

  it('makes a modem that is dialled, or commanded in QMI', () => {
    const found = (at: number | null, qmi: number | null, known = none) => {
      const { mode, control, roles } = withFound(known, { ...nothingFound(), at, qmi });
      return [mode, control, [...roles]];
    };
    expect(found(2, null)).toEqual([
      'ppp',
      'none',
      [
        [0, 'diag'],
        [2, 'at'],
      ],
    ]);
    expect(found(2, null, { ...none, mode: 'ecm' })).toEqual([
      'ecm',
      'none',
      [
        [0, 'diag'],
        [2, 'at'],
      ],
    ]);
    expect(found(null, 3)).toEqual([
      'qmi',
      'qmi',
      [
        [0, 'diag'],
        [3, 'control'],
      ],
    ]);
    expect(found(2, 3)).toEqual([
      'qmi',
      'qmi',
      [
        [0, 'diag'],
        [2, 'at'],
        [3, 'control'],
      ],
    ]);
    expect(found(2, 3, { ...none, mode: 'ncm', control: 'at' })).toEqual([
      'ncm',
      'at',
      [
        [0, 'diag'],
        [2, 'at'],
        [3, 'control'],
      ],
    ]);
    expect(found(0, null)).toEqual(['ppp', 'none', [[0, 'at']]]);
  });

  it('has the control channel that is listed first', () => {
    const roles = new Map([[1, 'at'] as const, [4, 'control'] as const, [5, 'control'] as const]);
    expect(controlInterface({ recognised: { ...none, roles } })).toBe(4);
    expect(controlInterface({ recognised: none })).toBeNull();
  });
});

describe('what a seam refused', () => {
  it.each<[Error, object]>([
    [new SerialError('gone', 'm'), { code: 'AT_NO_PORT', detail: { port: '1-1' } }],
    [new SerialError('access', 'm'), { code: 'SERIAL_ACCESS_DENIED' }],
    [new SerialError('busy', 'm'), { code: 'SERIAL_BUSY' }],
    [new SerialError('io', 'm'), { code: 'SERIAL_FAILED' }],
    [new UsbError('access', 'm'), { code: 'USB_ACCESS_DENIED', detail: { port: '1-1' } }],
    [new UsbError('busy', 'm'), { code: 'USB_BUSY', detail: { message: 'm' } }],
    [new UsbError('gone', 'm'), { code: 'USB_TRANSFER_FAILED', detail: { message: 'm' } }],
  ])('%s is %j', (error, expected) => {
    const told = fromSeam(error, { sighting: { portPath: '1-1' } });
    expect(told).toMatchObject({ ...expected, cause: error });
  });

  it('is told as it is where it is no seam’s', () => {
    const error = new Error('other');
    expect(fromSeam(error, { sighting: { portPath: '1-1' } })).toBe(error);
  });
});

describe('the bar of a signal', () => {
  const of = (technology: string | null, rest: Partial<SignalReading>): SignalReading => ({
    ...{ technology, rssi: null, rsrp: null, rsrq: null, sinr: null },
    ...rest,
  });
  it.each<[string, readonly SignalReading[], string | null, object | null]>([
    ['nothing', [], 'LTE', null],
    ['the weakest carrier', [of('LTE', { rssi: -113 })], 'LTE', { dbm: -113, percent: 0 }],
    ['the strongest carrier', [of('LTE', { rssi: -51 })], 'LTE', { dbm: -51, percent: 100 }],
    ['a stronger one', [of('LTE', { rssi: -40 })], 'LTE', { dbm: -40, percent: 100 }],
    ['one in between', [of('LTE', { rssi: -82 })], 'LTE', { dbm: -82, percent: 50 }],
    ['one below the scale', [of('LTE', { rssi: -114 })], 'LTE', null],
    ['one that is none', [of('LTE', { rssi: 0 })], 'LTE', null],
    ['one of a milliwatt’s edge', [of('LTE', { rssi: -1 })], 'LTE', { dbm: -1, percent: 100 }],
    ['a cell', [of('LTE', { rsrp: -92 })], 'LTE', { dbm: -92, percent: 50 }],
    ['a cell of UMTS', [of('UMTS', { rsrp: -101 })], 'UMTS', { dbm: -101, percent: 20 }],
    ['a carrier before its cell', [of('LTE', { rssi: -82, rsrp: -92 })], 'LTE', { dbm: -82, percent: 50 }],
    ['a cell where the carrier is off the scale', [of('LTE', { rssi: -200, rsrp: -92 })], 'LTE', { dbm: -92, percent: 50 }],
    ['the newest', [of('LTE', { rssi: -82 }), of('5G', { rsrp: -140 })], 'LTE', { dbm: -140, percent: 0 }],
    ['the anchor', [of('5G', { rsrp: -140 }), of('LTE', { rssi: -82 })], '5G NSA', { dbm: -82, percent: 50 }],
    ['the next where the newest has none', [of('5G', {}), of('GSM', { rssi: -82 })], '5G', { dbm: -82, percent: 50 }],
    ['the first of two alike', [of(null, { rssi: -82 }), of(null, { rssi: -51 })], null, { dbm: -82, percent: 50 }],
  ])('%s', (_, readings, technology, expected) => {
    expect(barOf(readings, technology)).toEqual(expected);
  });
});

describe('a SIM', () => {
  it('is waited for fifteen seconds, longer where the modem is known for it', () => {
    expect([simWakingOf(0), simWakingOf(14_000), simWakingOf(90_000)].map(({ within }) => within)).toEqual([15_000, 15_000, 90_000]);
  });
});
