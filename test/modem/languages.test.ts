import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AtSession } from '../../electron/at/session.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import type { RadioState, ServingCell, SignalReading } from '../../electron/contract/signal.ts';
import type { ModemIdentity } from '../../electron/contract/snapshot.ts';
import { readCapabilities } from '../../electron/mbim/extensions.ts';
import { AtForm } from '../../electron/modem/at-form.ts';
import type { Language, ModemForm, Registered, SimStatus } from '../../electron/modem/form.ts';
import { MbimForm } from '../../electron/modem/mbim-form.ts';
import { type Modem, withModem } from '../../electron/modem/modem.ts';
import type { FormOpener } from '../../electron/modem/open-forms.ts';
import { QmiForm } from '../../electron/modem/qmi-form.ts';
import { SerialError } from '../../electron/seams/serial-ports.ts';
import { activeInterfaces, UsbError } from '../../electron/seams/usb-bus.ts';
import { loadDb } from '../../modem-db/db.ts';
import { scriptedClient } from '../mbim/scripted-client.ts';
import { modem as qmiModem } from '../qmi/answering.ts';
import { accessTo } from '../support/access.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ScriptedPort } from '../support/scripted-port.ts';
import { huaweiNcm } from '../support/sightings.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

/** One modem that speaks several languages: whose answer is believed, who is asked next, and what is thrown where none has it. */

const openers = vi.hoisted(() => ({ all: [] as readonly FormOpener[] }));
vi.mock('../../electron/modem/open-forms.ts', async (original) => ({
  ...(await original<typeof import('../../electron/modem/open-forms.ts')>()),
  openersFor: () => openers.all,
}));

const clock = new ManualClock();
const { vid, pid, portPath } = huaweiNcm;
const access = accessTo({
  backend: new VirtualWorld(clock).backend,
  sighting: huaweiNcm,
  recognised: loadDb().recognise(vid, pid, activeInterfaces(huaweiNcm)),
  clock,
});
const { signal } = new AbortController();

/** What was done with the forms, in order: `open qmi`, `qmi identity`, `close qmi`. */
let told: string[] = [];
beforeEach(() => {
  told = [];
});

const noPort = new BenchError('AT_NO_PORT', { port: portPath });
const noChannel = new BenchError('QMI_NO_CHANNEL', { port: portPath });
const wrongPin = new BenchError('PIN_WRONG', { tries: 2 });

interface Known {
  readonly identity: ModemIdentity;
  readonly status: SimStatus;
  readonly triesLeft: number | null;
  readonly registration: Registered;
  readonly operator: Pick<Registered, 'operator' | 'technology'>;
  readonly signals: readonly SignalReading[];
  readonly cell: ServingCell | null;
  readonly radio: RadioState;
  readonly capabilities: readonly string[] | null;
}
type Answers = Partial<Known>;

/** A form that has these answers, and fails with `failure` where it has none. */
function formOf(language: Language, answers: Answers, failure: Error = noPort): ModemForm {
  const say =
    <K extends keyof Known>(question: K) =>
    async (): Promise<Known[K]> => {
      told.push(`${language} ${question}`);
      const answer: Known[K] | undefined = answers[question];
      if (answer === undefined) throw failure;
      return answer;
    };
  const no = () => Promise.reject(failure);
  return {
    language,
    name: language,
    identity: say('identity'),
    status: say('status'),
    triesLeft: say('triesLeft'),
    registration: say('registration'),
    operator: say('operator'),
    signals: say('signals'),
    cell: say('cell'),
    radio: say('radio'),
    capabilities: say('capabilities'),
    ...{ lock: no, enterPin: no, dropLock: no, numbers: no },
    close: async () => {
      told.push(`close ${language}`);
    },
  };
}

/** A way to a form, or what opening it fails with. */
function way(language: Language, form: ModemForm | Error, isPort = false): FormOpener {
  return {
    language,
    ...(isPort ? { isPort: true as const } : {}),
    open: async () => {
      told.push(`open ${language}`);
      if (form instanceof Error) throw form;
      return form;
    },
  };
}

async function failing(stop: () => void): Promise<never> {
  stop();
  throw noChannel;
}

async function asked<T>(ways: readonly FormOpener[], work: (modem: Modem) => Promise<T>, stopping = signal): Promise<T> {
  openers.all = ways;
  return withModem(access, stopping, work);
}

/** Two languages with these answers; what the modem says, and who was asked. */
async function ofTwo<T>(first: Answers, second: Answers, work: (modem: Modem) => Promise<T>): Promise<[T, readonly string[]]> {
  told = [];
  const answer = await asked([way('qmi', formOf('qmi', first)), way('at', formOf('at', second))], work);
  return [answer, told.filter((line) => !/^(open|close) /.test(line))];
}

const imei = '490154203237518';
const reading = (rest: Partial<SignalReading>): SignalReading => ({
  technology: 'LTE',
  rssi: null,
  rsrp: null,
  rsrq: null,
  sinr: null,
  ...rest,
});
const unregistered = (registration: Registered['registration'], operator: string | null = null): Registered => ({
  registration,
  operator,
  technology: null,
});

describe('one modem', () => {
  it('is known by the first language, and by the next where that leaves out model or IMEI', async () => {
    const identity = (modem: Modem) => modem.identity();
    expect(await ofTwo({ identity: { model: 'A', imei } }, { identity: { model: 'B' } }, identity)).toEqual([
      { model: 'A', imei },
      ['qmi identity'],
    ]);
    for (const known of [{ model: 'A' }, { imei }] as const)
      expect(await ofTwo({ identity: known }, { identity: { model: 'B', imei: '356938035643809', revision: '1' } }, identity)).toEqual([
        { model: 'B', imei: '356938035643809', revision: '1', ...known },
        ['qmi identity', 'at identity'],
      ]);
    expect(await ofTwo({ identity: { manufacturer: 'M' } }, {}, identity)).toEqual([
      { manufacturer: 'M' },
      ['qmi identity', 'at identity'],
    ]);
  });

  const status = (state: SimStatus['state'], triesLeft: number | null = null): SimStatus => ({ state, triesLeft });
  it.each<[string, Answers, Answers, Language, SimStatus, string[]]>([
    ['ready', { status: status('ready') }, {}, 'qmi', status('ready'), ['qmi status']],
    ['with its tries', { status: status('pin', 3) }, {}, 'qmi', status('pin', 3), ['qmi status']],
    ['with tries asked for', { status: status('pin'), triesLeft: 2 }, {}, 'qmi', status('pin', 2), ['qmi status', 'qmi triesLeft']],
    [
      'with tries of the other',
      { status: status('pin'), triesLeft: null },
      { status: status('pin', 1) },
      'at',
      status('pin', 1),
      ['qmi status', 'qmi triesLeft', 'at status'],
    ],
    [
      'with tries that nobody has',
      { status: status('pin'), triesLeft: null },
      { status: status('pin'), triesLeft: null },
      'qmi',
      status('pin'),
      ['qmi status', 'qmi triesLeft', 'at status', 'at triesLeft'],
    ],
    [
      'that only the other sees',
      { status: status('unknown') },
      { status: status('ready') },
      'at',
      status('ready'),
      ['qmi status', 'at status'],
    ],
    [
      'that the other does not see',
      { status: status('pin'), triesLeft: null },
      { status: status('unknown') },
      'qmi',
      status('pin'),
      ['qmi status', 'qmi triesLeft', 'at status'],
    ],
    [
      'that nobody sees',
      { status: status('unknown') },
      { status: status('unknown') },
      'at',
      status('unknown'),
      ['qmi status', 'at status'],
    ],
  ])('has a SIM %s', async (_, first, second, language, expected, questions) => {
    const [sim, log] = await ofTwo(first, second, (modem) => modem.sim());
    expect([sim.face, sim.status, log]).toEqual([expect.objectContaining({ language }), expected, questions]);
  });

  it.each<[Registered['registration'], Registered['registration'] | null, string, number]>([
    ['home', null, 'home of qmi', 1],
    ['roaming', null, 'roaming of qmi', 1],
    ['searching', null, 'searching of qmi', 1],
    ['none', 'home', 'home of at', 2],
    ['none', 'searching', 'searching of at', 2],
    ['none', 'unknown', 'none of qmi', 2],
    ['unknown', 'none', 'none of at', 2],
    ['unknown', 'home', 'home of at', 2],
    ['none', null, 'none of qmi', 2],
  ])('is registered: %s in the first language, %s in the other: %s', async (first, second, expected, questions) => {
    const [seen, log] = await ofTwo(
      { registration: unregistered(first, 'qmi') },
      second === null ? {} : { registration: unregistered(second, 'at') },
      (modem) => modem.registration(),
    );
    expect([`${seen.registration} of ${seen.operator}`, log.length]).toEqual([expected, questions]);
  });

  it('has a name of the network and a technology of whichever language tells it first', async () => {
    const operator = (modem: Modem) => modem.operator();
    const both = { operator: 'A', technology: 'LTE' };
    expect(await ofTwo({ operator: both }, {}, operator)).toEqual([both, ['qmi operator']]);
    for (const first of [
      { operator: 'A', technology: null },
      { operator: null, technology: 'LTE' },
    ])
      expect(await ofTwo({ operator: first }, { operator: { operator: 'B', technology: 'UMTS' } }, operator)).toEqual([
        { operator: first.operator ?? 'B', technology: first.technology ?? 'UMTS' },
        ['qmi operator', 'at operator'],
      ]);
  });

  it('has the signal of the language that tells most, and no other is asked behind a cell’s strength', async () => {
    const signals = (modem: Modem) => modem.signals();
    const [cell, carrier, two] = [[reading({ rsrp: -90 })], [reading({ rssi: -60 })], [reading({ rssi: -61, rsrq: -9 })]];
    expect(await ofTwo({ signals: cell }, { signals: carrier }, signals)).toEqual([cell, ['qmi signals']]);
    expect(await ofTwo({ signals: [reading({}), ...cell] }, {}, signals)).toEqual([[reading({}), ...cell], ['qmi signals']]);
    expect((await ofTwo({ signals: carrier }, { signals: two }, signals))[0]).toEqual(two);
    expect((await ofTwo({ signals: two }, { signals: carrier }, signals))[0]).toEqual(two);
    expect((await ofTwo({ signals: carrier }, { signals: [reading({ rssi: -70 })] }, signals))[0]).toEqual(carrier);
    expect((await ofTwo({ signals: [] }, { signals: [reading({ sinr: 3 })] }, signals))[0]).toEqual([reading({ sinr: 3 })]);
  });

  it('has cell and radio of the first language that knows them', async () => {
    const cell: ServingCell = { technology: 'LTE', band: 'B3', channel: 1300, mcc: '001', mnc: '01', cellId: 1, areaCode: 2, pci: 3 };
    expect(await ofTwo({ cell }, {}, (modem) => modem.cell())).toEqual([cell, ['qmi cell']]);
    expect(await ofTwo({ cell: null }, { cell }, (modem) => modem.cell())).toEqual([cell, ['qmi cell', 'at cell']]);
    expect((await ofTwo({ cell: null }, { cell: null }, (modem) => modem.cell()))[0]).toBeNull();
    expect(await ofTwo({ radio: 'off' }, { radio: 'on' }, (modem) => modem.radio())).toEqual(['off', ['qmi radio']]);
    expect(await ofTwo({ radio: 'unknown' }, { radio: 'on' }, (modem) => modem.radio())).toEqual(['on', ['qmi radio', 'at radio']]);
  });

  it('tells what it can be asked in each language, once, cut to 2000 names', async () => {
    const names = Array.from({ length: 2001 }, (_, n) => `+N${n}`);
    const ways = [
      way('at', formOf('at', { capabilities: null })),
      way('mbim', formOf('mbim', { capabilities: ['basic 1'] })),
      way('qmi', formOf('qmi', {})),
      way('at', formOf('at', { capabilities: names })),
      way('at', formOf('at', { capabilities: ['never'] })),
    ];
    const known = await asked(ways, (modem) => modem.capabilities());
    expect(known).toEqual({ at: names.slice(0, 2000), qmi: null, mbim: ['basic 1'] });
    expect(told.filter((line) => line.startsWith('open'))).toEqual(['open at', 'open mbim', 'open qmi', 'open at']);
    await expect(asked([way('at', formOf('at', {}, wrongPin))], (modem) => modem.capabilities())).rejects.toBe(wrongPin);
  });
});

describe('a language', () => {
  it('is opened when it is first asked, once, and closed behind the others', async () => {
    const ways = [way('mbim', formOf('mbim', { radio: 'unknown', cell: null })), way('qmi', formOf('qmi', { radio: 'on', cell: null }))];
    await asked(ways, async (modem) => {
      expect(told).toEqual([]);
      await modem.radio();
      await modem.cell();
    });
    expect(told).toEqual(['open mbim', 'mbim radio', 'open qmi', 'qmi radio', 'mbim cell', 'qmi cell', 'close qmi', 'close mbim']);
  });

  it('that is not spoken is not opened again; where none is, the first one’s failure is thrown', async () => {
    const ways = [way('at', noPort, true), way('qmi', noChannel)];
    await asked(ways, async (modem) => {
      await expect(modem.radio()).rejects.toBe(noPort);
      await expect(modem.sim()).rejects.toBe(noPort);
      expect(await modem.capabilities()).toEqual({ at: null, qmi: null, mbim: null });
    });
    expect(told).toEqual(['open at', 'open qmi']);
    await expect(asked([], (modem) => modem.radio())).rejects.toEqual(noPort);
  });

  it('that has no answer leaves it to the next; where none has, what the first said is thrown', async () => {
    expect(await ofTwo({}, { radio: 'on' }, (modem) => modem.radio())).toEqual(['on', ['qmi radio', 'at radio']]);
    const ways = [way('qmi', formOf('qmi', {}, noChannel)), way('at', formOf('at', {}, noPort))];
    await expect(asked(ways, (modem) => modem.radio())).rejects.toBe(noChannel);
    expect(await asked([way('qmi', formOf('qmi', { radio: 'unknown' })), way('at', formOf('at', {}))], (modem) => modem.radio())).toBe(
      'unknown',
    );
  });

  it('that fails with what says nothing of the language ends the question', async () => {
    const ways = (failing: FormOpener) => [failing, way('at', formOf('at', { radio: 'on' }))];
    await expect(asked(ways(way('qmi', formOf('qmi', {}, wrongPin))), (modem) => modem.radio())).rejects.toBe(wrongPin);
    await expect(asked(ways(way('qmi', wrongPin)), (modem) => modem.radio())).rejects.toBe(wrongPin);
    expect(told).not.toContain('at radio');
  });

  it('whose port another program has is told in the house’s words', async () => {
    await expect(asked([way('at', new SerialError('busy', 'held'))], (modem) => modem.radio())).rejects.toMatchObject({
      code: 'SERIAL_BUSY',
    });
    const failing = asked([], () => Promise.reject(new UsbError('access', 'denied')));
    await expect(failing).rejects.toMatchObject({ code: 'USB_ACCESS_DENIED', detail: { port: portPath } });
  });

  it.each<[string, (stop: () => void) => FormOpener]>([
    ['opened', (stop) => ({ language: 'qmi', open: () => failing(stop) })],
    ['asked', (stop) => way('qmi', { ...formOf('qmi', {}), radio: () => failing(stop) })],
  ])('is the last one where the work is stopped while it is %s', async (_, first) => {
    const stopping = new AbortController();
    const reason = new BenchError('CANCELLED');
    const ways = [first(() => stopping.abort(reason)), way('at', formOf('at', { radio: 'on' }))];
    await expect(asked(ways, (modem) => modem.radio(), stopping.signal)).rejects.toBe(reason);
    expect(told).not.toContain('open at');
  });

  it('is not opened once the work is stopped', async () => {
    const reason = new BenchError('CANCELLED');
    const ways = [way('at', formOf('at', { capabilities: ['A'] }))];
    await expect(asked(ways, (modem) => modem.radio(), AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(asked(ways, (modem) => modem.capabilities(), AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(told).toEqual([]);
  });

  it('is closed also where the work fails or another cannot be closed', async () => {
    const stuck: ModemForm = { ...formOf('at', { radio: 'on' }), close: () => Promise.reject(new Error('stuck')) };
    const ways = [way('qmi', formOf('qmi', { radio: 'unknown' })), way('at', stuck)];
    expect(await asked(ways, (modem) => modem.radio())).toBe('on');
    expect(told).toContain('close qmi');
    told = [];
    const failing = asked([way('qmi', formOf('qmi', { radio: 'on' }))], async (modem) => {
      await modem.radio();
      throw wrongPin;
    });
    await expect(failing).rejects.toBe(wrongPin);
    expect(told).toContain('close qmi');
  });
});

describe('what only one language has', () => {
  const at = () =>
    new AtForm(new AtSession(new ScriptedPort(() => '\r\nOK\r\n'), clock, { allows: () => true }), {
      vendor: undefined,
      clock,
      mayBeLocked: false,
    });

  it('is asked in it: AT on a port of its own', async () => {
    const [port, inMbim] = [at(), at()];
    expect(await asked([way('at', inMbim), way('at', port, true)], (modem) => modem.at())).toBe(port);
    await expect(asked([way('at', inMbim)], (modem) => modem.at())).rejects.toEqual(noPort);
    const busy = new BenchError('SERIAL_BUSY', { message: 'held' });
    await expect(asked([way('at', busy, true)], (modem) => modem.at())).rejects.toBe(busy);
  });

  it('is asked in it: QMI and MBIM', async () => {
    const options = { clock, mayBeLocked: false };
    const qmi = new QmiForm((await qmiModem({})).client, options);
    const { client } = await scriptedClient(() => [2]);
    const mbim = new MbimForm(client, await readCapabilities(client), options);
    const ways = [way('at', at(), true), way('qmi', qmi), way('mbim', mbim)];
    expect(await asked(ways, async (modem) => [await modem.qmi(), await modem.mbim()])).toEqual([qmi, mbim]);
    expect(told).toEqual(['open qmi', 'open mbim']);
    await expect(asked([], (modem) => modem.qmi())).rejects.toEqual(noChannel);
    await expect(asked([], (modem) => modem.mbim())).rejects.toMatchObject({ code: 'MBIM_NO_CHANNEL', detail: { port: portPath } });
    const silent = new BenchError('USB_BUSY', { port: portPath, message: 'held' });
    await expect(asked([way('qmi', silent)], (modem) => modem.qmi())).rejects.toBe(silent);
  });

  it('opens what carries it first', async () => {
    const { client } = await scriptedClient(() => [2]);
    const mbim = new MbimForm(client, await readCapabilities(client), { clock, mayBeLocked: false });
    const carried: FormOpener = {
      language: 'qmi',
      open: async (_, carrier) => {
        expect(await carrier()).toBe(mbim);
        return formOf('qmi', { radio: 'on' });
      },
    };
    expect(await asked([carried, way('mbim', mbim)], (modem) => modem.radio())).toBe('on');
  });
});
