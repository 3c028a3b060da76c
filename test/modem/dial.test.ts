import { describe, expect, it } from 'vitest';
import { AtSession } from '../../electron/at/session.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { allowedCommands } from '../../electron/modem/allowed-commands.ts';
import { commandsOf, dialMessages, questionOf } from '../../electron/modem/dial/commands.ts';
import { contextCommand } from '../../electron/modem/dial/contexts.ts';
import { tryDial } from '../../electron/modem/dial/try-dial.ts';
import { loadDb } from '../../modem-db/db.ts';
import { allDials, type Dial } from '../../modem-db/dials/index.ts';
import { Dial as DialSchema } from '../../modem-db/dials/schema.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ScriptedPort } from '../support/scripted-port.ts';

const wishes = (rest: Partial<Wishes> = {}) => Wishes.parse({ mode: 'rndis', router: '24.10.8', apn: 'internet', ...rest });
const login = { username: 'me', password: 'geheim-4711', auth: 'chap' } as const;
const allows = allowedCommands(loadDb());

describe('every dial of the database', () => {
  const asked = [wishes(), wishes({ apn: '' }), wishes(login), wishes({ ...login, auth: 'none' }), wishes({ pdpType: 'ipv4v6' })];

  it.each(allDials().map((dial) => [dial.id, dial] as const))('%s sends what may go out, whole, and is in its plan', (_, dial) => {
    const { call, itself } = dial;
    for (const wish of asked) {
      const planned = dialMessages([dial], wish).map(({ text }) => text);
      const lines = (call?.ways ?? []).flatMap(({ before, start, stop }) => [...before, ...start, ...stop]);
      const context = call ? contextCommand(call, wish) : null;
      const commands = [
        ...(call ? commandsOf(lines, call, wish) : []),
        ...(context === null ? [] : [{ command: context, shown: context }]),
        ...[...(call?.ways ?? []).map(({ proof }) => proof), ...(call?.address.reads ?? []), ...(itself?.reads ?? [])].map(({ query }) => {
          const question = call ? questionOf(query, call) : query;
          return { command: question, shown: question };
        }),
      ];
      for (const { command, shown } of commands) {
        expect(command).not.toMatch(/[{}]/);
        expect(allows(command), command).toBe(true);
        expect(shown).not.toContain(login.password);
        expect(planned, shown).toContain(shown);
      }
    }
  });
});

/** With two ways and everything that a line can have. */
const dial: Dial = DialSchema.parse({
  id: 'test-dial',
  name: 'Test',
  match: { ids: ['1234:5678'], modes: ['rndis'] },
  call: {
    cid: 1,
    definesContext: true,
    standing: 'ended',
    test: 'AT+QNETDEVCTL=?',
    ways: [
      {
        when: '\\(1-8\\),\\(0-3\\)',
        before: [{ send: 'AT+CGAUTH=1,{auth},"{user}","{password}"', only: ['login'] }],
        start: [{ send: 'AT+QNETDEVCTL=1,1,1', again: '^\\+CME ERROR: 4$', withinMs: 20_000 }],
        proof: { query: 'AT+CGACT?', up: '^\\+CGACT: ?1, ?1$', withinMs: 5000 },
        stop: [{ send: 'AT+QNETDEVCTL=1,2,1', optional: true }],
      },
      {
        start: [{ send: 'AT+CGACT=1,1' }, { send: 'AT+CGDATA="M-RAW_IP",1', ends: 'data' }],
        proof: { query: 'AT+CGACT?', up: '^\\+CGACT: ?1, ?1$', withinMs: 5000 },
        stop: [{ send: 'AT+CGACT=0,1', optional: true }],
      },
    ],
    address: {
      from: 'modem',
      reads: [
        { query: 'AT+CGPADDR=1', replies: ['^\\+CGPADDR: ?1,"?(?<address>[^",]*)'] },
        { query: 'AT+GTDNS=1', replies: ['^\\+GTDNS: ?1,"(?<dns>[^"]*)"'] },
      ],
    },
    repeat: 'connect',
    writesFlash: false,
  },
  proof: 'code',
  sources: ['this test, that is all'],
});

/** A modem that comes up by `start`, unless the network says no; it keeps a context. */
interface ModemOptions {
  readonly order?: boolean;
  readonly comesUp?: boolean;
  readonly upBefore?: boolean;
  readonly busy?: number;
  readonly refuses?: string;
  /** Its call goes on whatever it is told. */
  readonly sticks?: boolean;
  /** What stands in context 1; `null`: it is not defined. */
  readonly stands?: string | null;
  /** The start is answered by nothing. */
  readonly hangs?: boolean;
  /** What it says to a question, in place of its answer; '': nothing. */
  readonly says?: Readonly<Record<string, string>>;
}

function modem(options: ModemOptions = {}) {
  const { order = true, comesUp = true, upBefore = false, refuses, sticks = false, stands = '"IPV4V6","ims"', hangs = false } = options;
  let { busy = 0 } = options;
  let up = upBefore;
  let context: string | null = stands;
  const start = order ? 'AT+QNETDEVCTL=1,1,1' : 'AT+CGACT=1,1';
  const stop = order ? 'AT+QNETDEVCTL=1,2,1' : 'AT+CGACT=0,1';
  const port = new ScriptedPort((line) => {
    const said = options.says?.[line];
    if (said !== undefined) return said === '' ? null : said;
    const reply = (...lines: string[]) => [...lines, 'OK', ''].map((text) => `${text}\r\n`).join('');
    if (line === 'AT+QNETDEVCTL=?') return order ? reply('+QNETDEVCTL: (1-8),(0-3),(0,1)') : 'ERROR\r\n';
    if (line === 'AT+CGDCONT?')
      return reply('+CGDCONT: 8,"IPV6","other","",0,0', ...(context === null ? [] : [`+CGDCONT: 1,${context},"0.0.0.0",0,0`]));
    if (line.startsWith('AT+CGDCONT=1,')) {
      context = line.slice('AT+CGDCONT=1,'.length);
      return reply();
    }
    if (line === 'AT+CGDCONT=1') {
      context = null;
      return reply();
    }
    if (line === start) {
      if (hangs) return null;
      if (busy-- > 0) return '+CME ERROR: 4\r\n';
      if (refuses !== undefined) return `${refuses}\r\n`;
      up = comesUp;
      return reply();
    }
    if (line === stop) {
      up = sticks && up;
      return reply();
    }
    if (line === 'AT+CGACT?') return reply(`+CGACT: 1,${up ? 1 : 0}`);
    if (line === 'AT+CGDATA="M-RAW_IP",1') return 'CONNECT\r\n';
    if (line === 'AT+CGPADDR=1') return reply(`+CGPADDR: 1,"${up ? '10.0.0.2' : '0.0.0.0'}"`);
    if (line === 'AT+GTDNS=1') return reply('+GTDNS: 1,"203.0.113.53","203.0.113.54"');
    return line.startsWith('AT+CGAUTH=') ? reply() : 'ERROR\r\n';
  });
  return { port, state: () => ({ up, context }), sent: () => port.written.map((line) => line.trim()) };
}

interface Trial {
  readonly wish?: Wishes;
  readonly dials?: readonly Dial[];
  /** The step is stopped so many ms from its beginning. */
  readonly stopAfterMs?: number;
  readonly whileUp?: () => Promise<void>;
  /** Left out: the commands of the database. */
  readonly may?: (command: string) => boolean;
}

/** For the tests that have lines of their own. */
const may = () => true;

async function tried(
  options: ModemOptions = {},
  { wish = wishes(), dials = [dial], stopAfterMs, whileUp, may: mayGo = allows }: Trial = {},
) {
  const clock = new ManualClock();
  const one = modem(options);
  const session = new AtSession(one.port, clock, { allows: mayGo });
  const own = new AbortController();
  const former: string[] = [];
  let result: unknown = null;
  if (stopAfterMs !== undefined) clock.setTimeout(() => own.abort(new Error('stopped')), stopAfterMs);
  void tryDial(session, dials, wish, { clock, signal: own.signal, whileUp, former: (command) => former.push(command) }).then(
    (dialled) => {
      result = dialled ?? 'none';
    },
    (error: unknown) => {
      result = error;
    },
  );
  await clock.until(() => result !== null, 120_000);
  return { ...one, result, former, ms: clock.now() };
}

describe('a call', () => {
  it('goes the way that the firmware takes, reads what it is given, and leaves the modem as it was', async () => {
    const { result, sent, state, former } = await tried({}, { wish: wishes(login) });
    expect(result).toMatchObject({ told: { ipv4: { address: '10.0.0.2' }, dns: ['203.0.113.53'] }, isWished: true, isProven: true });
    expect(former).toEqual(['AT+CGDCONT=1,"IPV4V6","ims"']);
    expect(state()).toEqual({ up: false, context: '"IPV4V6","ims"' });
    expect(sent()).toEqual([
      'AT+QNETDEVCTL=?',
      'AT+CGACT?',
      'AT+CGDCONT?',
      'AT+CGDCONT=1,"IP","internet"',
      'AT+CGAUTH=1,2,"me","geheim-4711"',
      'AT+QNETDEVCTL=1,1,1',
      'AT+CGACT?',
      'AT+CGPADDR=1',
      'AT+GTDNS=1',
      'AT+QNETDEVCTL=1,2,1',
      'AT+CGACT?',
      'AT+CGDCONT=1,"IPV4V6","ims"',
    ]);
    const planned = dialMessages([dial], wishes(login)).map(({ text }) => text);
    expect(planned).toContain('AT+CGDCONT=1,?');
    expect(planned.filter((text) => text.startsWith('AT+CGAUTH='))).toEqual([expect.stringMatching(/^AT\+CGAUTH=1,2,"[*…•]+","[*…•]+"$/)]);
  });

  it('goes another way where the question is refused, and binds the card only where it is used', async () => {
    const { result, sent } = await tried({ order: false });
    expect(result).toMatchObject({ told: { ipv4: { address: '10.0.0.2' } } });
    expect(sent()).not.toContain('AT+CGDATA="M-RAW_IP",1');
    let used = 0;
    const again = await tried({ order: false }, { whileUp: async () => void used++ });
    expect(used).toBe(1);
    expect(again.sent().indexOf('AT+CGDATA="M-RAW_IP",1')).toBeGreaterThan(again.sent().indexOf('AT+CGPADDR=1'));
  });

  it('asks again while the bearer is not back', async () => {
    const { result, sent } = await tried({ busy: 3 });
    expect(result).toMatchObject({ told: { ipv4: { address: '10.0.0.2' } } });
    expect(sent().filter((line) => line === 'AT+QNETDEVCTL=1,1,1')).toHaveLength(4);
  });

  it('is ended first where one stands, which may be another APN’s', async () => {
    const { sent, result } = await tried({ upBefore: true });
    expect(sent().indexOf('AT+QNETDEVCTL=1,2,1')).toBeLessThan(sent().indexOf('AT+QNETDEVCTL=1,1,1'));
    expect(result).toMatchObject({ isWished: true });
  });

  it('is left as it is where it cannot be ended, or is not to be; it is the wished one where its context says so', async () => {
    const asked: Dial = { ...dial, ...(dial.call ? { call: { ...dial.call, standing: 'asked' as const } } : {}) };
    for (const [options, trial] of [
      [{ upBefore: true, sticks: true }, {}],
      [{ upBefore: true }, { dials: [asked] }],
    ] as const) {
      const { sent, state, result } = await tried(options, trial);
      expect(sent()).not.toContain('AT+QNETDEVCTL=1,1,1');
      expect(state()).toEqual({ up: true, context: '"IPV4V6","ims"' });
      expect(result).toMatchObject({ isWished: false, told: { ipv4: { address: '10.0.0.2' } } });
    }
    expect((await tried({ upBefore: true, stands: '"IP","internet"' }, { dials: [asked] })).result).toMatchObject({ isWished: true });
  });

  it('takes its context away again where there was none', async () => {
    const { sent, state } = await tried({ stands: null });
    expect(sent().at(-1)).toBe('AT+CGDCONT=1');
    expect(state()).toEqual({ up: false, context: null });
    expect(dialMessages([dial], wishes()).map(({ text }) => text)).toContain('AT+CGDCONT=1');
  });

  it('is ended, and its context set back, within seconds where the step is stopped while an answer is due', async () => {
    const { sent, state, ms } = await tried({ hangs: true }, { stopAfterMs: 4000 });
    expect(sent().slice(-2)).toEqual(['AT+QNETDEVCTL=1,2,1', 'AT+CGDCONT=1,"IPV4V6","ims"']);
    expect(state()).toEqual({ up: false, context: '"IPV4V6","ims"' });
    const began = new ManualClock().now();
    expect(ms - began).toBeLessThan(4000 + 20_000);
  });

  it.each([
    ['+CME ERROR: 4\r\n', 'an error'],
    ['', 'nothing'],
    ['+CGDCONT: 1,"Non-IP","iot"\r\nOK\r\n', 'what cannot be set again'],
  ])('writes no context where the modem tells %j of it: %s', async (said) => {
    const { sent, result, state } = await tried({ says: { 'AT+CGDCONT?': said } });
    expect(sent().filter((line) => line.startsWith('AT+CGDCONT='))).toEqual([]);
    expect(state().context).toBe('"IPV4V6","ims"');
    expect(result).toMatchObject({ isWished: false });
  });

  it('takes a question without an answer for one that tells nothing', async () => {
    const { result } = await tried({ says: { 'AT+GTDNS=1': '', 'AT+CGPADDR=1': '' } });
    expect(result).toMatchObject({ told: { ipv4: null, dns: [] }, isProven: false });
  });

  it('is not the wished one where another access point is in use, or a login is wished that nobody sees', async () => {
    const asked: Dial = { ...dial, ...(dial.call ? { call: { ...dial.call, standing: 'asked' as const } } : {}) };
    const standing = { upBefore: true, stands: '"IP","internet"' } as const;
    const inUse = (apn: string) => ({ says: { 'AT+CGCONTRDP=1': `+CGCONTRDP: 1,5,"${apn}","10.0.0.2.255.255.255.0"\r\nOK\r\n` } });
    for (const [options, wish, expected] of [
      [inUse('old.example'), wishes(), false],
      [inUse('internet.mnc001.mcc001.gprs'), wishes(), true],
      [{}, wishes(login), false],
    ] as const)
      expect((await tried({ ...standing, ...options }, { dials: [asked], wish })).result).toMatchObject({ isWished: expected });
  });

  it('is none of a modem whose answer no family has', async () => {
    const strange: Dial = { ...dial, ...(dial.call ? { call: { ...dial.call, ways: dial.call.ways.slice(0, 1) } } : {}) };
    expect((await tried({ order: false }, { dials: [strange] })).result).toBe('none');
    expect((await tried({ order: false }, { dials: [strange, dial] })).result).toMatchObject({ dial: { id: 'test-dial' } });
  });

  it.each([
    ['an error', { refuses: '+CME ERROR: 33' }, 'CME ERROR: 33'],
    ['an OK behind which nothing comes up', { comesUp: false }, 'no connection'],
    ['one that stays busy', { busy: 1000 }, 'CME ERROR: 4'],
    ['no answer', { hangs: true }, 'no answer'],
  ] as const)('fails with %s, and is ended all the same', async (_, options, reply) => {
    const { result, state, sent } = await tried(options);
    expect(result).toMatchObject({ code: 'AT_ERROR', detail: { reply: expect.stringContaining(reply) } });
    expect(sent().lastIndexOf('AT+QNETDEVCTL=1,2,1')).toBeGreaterThan(sent().lastIndexOf('AT+QNETDEVCTL=1,1,1'));
    expect(state()).toEqual({ up: false, context: '"IPV4V6","ims"' });
  });
});

/** Of a modem that dials by itself: bound or not, with an address of its own. */
const ownDial: Dial = DialSchema.parse({
  id: 'test-itself',
  name: 'Test, by itself',
  match: { ids: ['1234:5678'], modes: ['rndis'] },
  itself: {
    proof: { query: 'AT+BOUND?', up: '^\\+BOUND: 1$' },
    setUp: [{ send: 'AT+CGDCONT=1,"{type}","{apn}"' }],
    reads: [{ query: 'AT+CGPADDR=1', replies: ['^\\+CGPADDR: ?1,"?(?<address>[^",]*)'] }],
  },
  proof: 'code',
  sources: ['this test, that is all'],
});

/** The dial of above with something else about its call, or about its ways. */
function otherDial(call: Partial<NonNullable<Dial['call']>>, way: Partial<NonNullable<Dial['call']>['ways'][number]> = {}): Dial {
  if (dial.call === undefined) throw new Error('no call');
  return { ...dial, call: { ...dial.call, ways: dial.call.ways.map((one) => ({ ...one, ...way })), ...call } };
}

describe('a modem that dials by itself', () => {
  const bound = (state: string) => ({ 'AT+BOUND?': state, 'AT+CGCONTRDP=1': 'ERROR\r\n' });
  const standing = { upBefore: true, stands: '"IP","internet"' } as const;
  const up = { ...standing, says: bound('+BOUND: 1\r\nOK\r\n') };

  it('is only asked: whether it dials, whose context it is, and what address it has', async () => {
    const { result, sent, state, former } = await tried(up, { dials: [ownDial], may });
    expect(sent()).toEqual(['AT+BOUND?', 'AT+CGDCONT?', 'AT+CGCONTRDP=1', 'AT+CGPADDR=1']);
    expect(result).toMatchObject({ dial: { id: 'test-itself' }, told: { ipv4: { address: '10.0.0.2' } }, isWished: true, isProven: true });
    expect([state(), former]).toEqual([{ up: true, context: '"IP","internet"' }, []]);
  });

  it.each<[string, ModemOptions, Trial, object]>([
    ['not bound', { ...up, says: bound('+BOUND: 0\r\nOK\r\n') }, {}, { isProven: false, isWished: true }],
    ['silent of it', { ...up, says: bound('') }, {}, { isProven: false }],
    ['without an address', { ...up, says: { ...bound('+BOUND: 1\r\nOK\r\n'), 'AT+CGPADDR=1': 'ERROR\r\n' } }, {}, { isProven: false }],
    ['of another access point', { ...up, stands: '"IP","other"' }, {}, { isProven: true, isWished: false }],
    ['of any access point', { ...up, stands: '"IP","other"' }, { wish: wishes({ apn: '' }) }, { isProven: true, isWished: true }],
    ['with a login wished', up, { wish: wishes(login) }, { isWished: false }],
    ['with a login and no access point wished', up, { wish: wishes({ ...login, apn: '' }) }, { isWished: false }],
  ])('%s', async (_, options, trial, expected) => {
    expect((await tried(options, { dials: [ownDial], may, ...trial })).result).toMatchObject(expected);
  });

  it('needs no proof of its binding where its family has none, and is of no known context then', async () => {
    const { itself } = ownDial;
    const unbound: Dial = { ...ownDial, itself: { setUp: [], reads: itself?.reads ?? [] } };
    const { result, sent } = await tried(up, { dials: [unbound] });
    expect(sent()).toEqual(['AT+CGPADDR=1']);
    expect(result).toMatchObject({ isProven: true, isWished: false });
  });

  it('is used while it stands', async () => {
    const used: string[] = [];
    await tried(up, { dials: [ownDial], may, whileUp: async () => void used.push('once') });
    expect(used).toEqual(['once']);
  });
});

describe('what a call is proven by', () => {
  const { address } = dial.call ?? {};
  const proof = { query: 'AT+CGACT?', up: '^\\+CGACT: ?1, ?1$', withinMs: 5000 };
  const untold = { 'AT+CGPADDR=1': 'ERROR\r\n' };
  it.each<[string, Dial, ModemOptions, boolean]>([
    ['an address', dial, {}, true],
    ['no address', dial, { says: untold }, false],
    ['its state, where no address is asked for', otherDial({ address: { from: 'dhcp', reads: [] } }), {}, true],
    ['one question alone', otherDial({ address: { from: 'modem', reads: address?.reads.slice(0, 1) ?? [] } }), { says: untold }, false],
    ['its context alone', otherDial({}, { proof: { ...proof, contextOnly: true } }), {}, false],
    [
      'its context alone, where no address is asked for',
      otherDial({ address: { from: 'dhcp', reads: [] } }, { proof: { ...proof, contextOnly: true } }),
      {},
      false,
    ],
  ])('%s', async (_, one, options, isProven) => {
    expect((await tried(options, { dials: [one] })).result).toMatchObject({ isProven });
    const found = await tried({ ...options, upBefore: true }, { dials: [{ ...one, ...otherStanding(one, 'asked') }] });
    expect(found.result).toMatchObject({ isProven });
  });
});

function otherStanding({ call }: Dial, standing: NonNullable<Dial['call']>['standing']): Pick<Dial, 'call'> {
  return call ? { call: { ...call, standing } } : {};
}

describe('a call that stands before', () => {
  const test = 'AT+QNETDEVCTL=?';
  const reads = ['AT+CGPADDR=1', 'AT+GTDNS=1'];
  const start = 'AT+QNETDEVCTL=1,1,1';
  const stop = 'AT+QNETDEVCTL=1,2,1';
  const made = ['AT+CGDCONT?', start, 'AT+CGACT?', ...reads, stop];
  const before = { upBefore: true, stands: '"IP","internet"' } as const;
  const of = async (standing: NonNullable<Dial['call']>['standing'], options: ModemOptions, apn = 'internet') => {
    let used = 0;
    const dials = [{ ...dial, ...otherStanding(dial, standing) }];
    const { sent, state } = await tried(options, { dials, wish: wishes({ apn }), whileUp: async () => void used++ });
    expect(used).toBe(1);
    return { sent: sent(), up: state().up };
  };

  it('is left as it is, and asked whose it is', async () => {
    expect(await of('asked', before)).toEqual({ sent: [test, 'AT+CGACT?', 'AT+CGDCONT?', 'AT+CGCONTRDP=1', ...reads], up: true });
    expect(await of('asked', before, '')).toEqual({ sent: [test, 'AT+CGACT?', ...reads], up: true });
  });

  it('is ended, seen to be down, and made anew', async () => {
    expect(await of('ended', before)).toEqual({ sent: [test, 'AT+CGACT?', stop, 'AT+CGACT?', ...made, 'AT+CGACT?'], up: false });
  });

  it('is not looked for where that says nothing', async () => {
    expect(await of('ignored', before)).toEqual({ sent: [test, ...made], up: false });
  });

  it('is not there: it is made', async () => {
    const none = { stands: '"IP","internet"' } as const;
    expect(await of('asked', none)).toEqual({ sent: [test, 'AT+CGACT?', ...made], up: false });
    expect(await of('ended', none)).toEqual({ sent: [test, 'AT+CGACT?', ...made, 'AT+CGACT?'], up: false });
  });

  it('that does not end is waited for six seconds, and left', async () => {
    const { sent, ms } = await tried({ ...before, sticks: true });
    expect(sent().filter((line) => line === 'AT+CGACT?')).toHaveLength(1 + 7);
    expect(sent()).not.toContain(start);
    expect(ms - new ManualClock().now()).toBeGreaterThanOrEqual(6000);
  });
});

describe('a line of a call', () => {
  const line = (send: string, rest: object = {}) => otherDial({}, { before: [{ send, ...rest }] });
  const began = new ManualClock().now();

  it('that is refused ends the call, unless it is optional', async () => {
    const says = { 'AT+CGAUTH=1,1': 'ERROR\r\n' };
    const { result, sent } = await tried({ says }, { dials: [line('AT+CGAUTH=1,1')], may });
    expect(result).toMatchObject({ code: 'AT_ERROR', detail: { command: 'AT+CGAUTH=1,1', reply: 'ERROR' } });
    expect(sent()).not.toContain('AT+QNETDEVCTL=1,1,1');
    expect((await tried({ says }, { dials: [line('AT+CGAUTH=1,1', { optional: true })], may })).result).toMatchObject({ isProven: true });
  });

  it('that ends with CONNECT is right only where that is its end', async () => {
    const says = { 'AT+CGAUTH=1,1': 'CONNECT\r\n' };
    expect((await tried({ says }, { dials: [line('AT+CGAUTH=1,1')], may })).result).toMatchObject({ code: 'AT_ERROR' });
    expect((await tried({ says }, { dials: [line('AT+CGAUTH=1,1', { ends: 'connect' })], may })).result).toMatchObject({ isProven: true });
  });

  it('is waited for as long as its family says, ten seconds otherwise', async () => {
    const says = { 'AT+CGAUTH=1,1': '' };
    const seconds = async (rest: object) => {
      const { ms } = await tried({ says }, { dials: [line('AT+CGAUTH=1,1', { optional: true, ...rest })], may });
      return Math.round((ms - began) / 1000);
    };
    const [own, usual] = [await seconds({ withinMs: 3000 }), await seconds({})];
    expect(usual - own).toBe(7);
  });

  it('that sets the context back is waited for', async () => {
    const { ms } = await tried({ says: { 'AT+CGDCONT=1,"IPV4V6","ims"': '' } });
    expect(ms - began).toBeGreaterThanOrEqual(10_000);
  });

  it('is asked about by its own name where nothing comes up', async () => {
    const { result, sent } = await tried({ comesUp: false });
    expect(result).toMatchObject({ code: 'AT_ERROR', detail: { command: 'AT+QNETDEVCTL=1,1,1', reply: 'no connection' } });
    // Once before, each second for five, and once behind the end.
    expect(sent().filter((one) => one === 'AT+CGACT?')).toHaveLength(1 + 6 + 1);
  });
});

describe('a modem whose ways are not asked for', () => {
  it('is dialled the first one', async () => {
    const { sent, result } = await tried({}, { dials: [otherDial({ test: undefined }, { when: undefined })] });
    expect(sent()[0]).toBe('AT+CGACT?');
    expect(sent()).toContain('AT+QNETDEVCTL=1,1,1');
    expect(result).toMatchObject({ isProven: true });
  });
});
