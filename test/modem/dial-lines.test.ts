import { describe, expect, it } from 'vitest';
import type { Reply } from '../../electron/at/lines.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { commandsOf, dialLimitMs, dialMessages, dialPatterns, questionOf } from '../../electron/modem/dial/commands.ts';
import { contextCommand, contextSetUps, contextStands, isAnotherInUse, standsAs } from '../../electron/modem/dial/contexts.ts';
import { Dial } from '../../modem-db/dials/schema.ts';

/** The lines of a call: what a wish makes of a template, what a plan shows of it, how long it may take, and what may go out at all. */

const wishes = (rest: Partial<Wishes> = {}) => Wishes.parse({ mode: 'rndis', router: '24.10.8', apn: 'internet', ...rest });
const login = { username: 'me', password: 'secret', auth: 'chap' } as const;

const head = { name: 'Test', match: { ids: ['1234:5678'], modes: ['rndis'] }, proof: 'code', sources: ['this test, that is all'] };
const proof = { query: 'AT+CGACT?', up: '^\\+CGACT: ?3, ?1$' };

/** Two ways, the first of them with all that a line can have. */
const called: Dial = Dial.parse({
  ...head,
  id: 'test-called',
  call: {
    cid: 3,
    definesContext: true,
    test: 'AT+TEST={cid}',
    ways: [
      {
        when: 'ours',
        before: [{ send: 'AT+FIRST', withinMs: 2000 }],
        start: [{ send: 'AT+DIAL={cid},1', again: '^BUSY$', withinMs: 4000 }],
        proof: { ...proof, withinMs: 7000 },
        stop: [{ send: 'AT+DIAL={cid},0', optional: true }],
      },
      { start: [{ send: 'AT+CGACT=1,{cid}' }], proof, stop: [{ send: 'AT+CGACT=0,{cid}', withinMs: 1000 }] },
    ],
    address: { from: 'modem', reads: [{ query: 'AT+CGPADDR={cid}', replies: ['(?<address>.*)'] }] },
    repeat: 'connect',
    writesFlash: false,
  },
});
const ownDial: Dial = Dial.parse({
  ...head,
  id: 'test-itself',
  itself: {
    proof: { query: 'AT+BOUND?', up: '1' },
    setUp: [{ send: 'AT+CGDCONT=1,"{type}","{apn}"' }, { send: 'AT+AUTO=1' }, { send: 'AT+CGDCONT=12,"{type}","{apn}"' }],
    reads: [
      { query: 'AT+ADDR?', replies: ['(?<address>.*)'] },
      { query: 'AT+DNS?', replies: ['(?<dns>.*)'] },
    ],
  },
});
const { call } = called;
if (call === undefined) throw new Error('no call');

describe('a line of a call', () => {
  const sent = (send: string, wish: Wishes, own: Partial<typeof call> = {}) =>
    commandsOf([{ send }], { ...call, ...own }, wish).map(({ command }) => command);

  it.each<[string, Partial<Wishes>, string]>([
    ['AT+A={cid},"{type}","{apn}"', {}, 'AT+A=3,"IP","internet"'],
    ['AT+A={cid},"{type}"', { pdpType: 'ipv6' }, 'AT+A=3,"IPV6"'],
    ['AT+A={cid},"{type}"', { pdpType: 'ipv4v6' }, 'AT+A=3,"IPV4V6"'],
    ['AT+A={auth},"{user}","{password}"', login, 'AT+A=2,"me","secret"'],
    ['AT+A={auth}', { ...login, auth: 'pap' }, 'AT+A=1'],
    ['AT+A={auth}', { ...login, auth: 'both' }, 'AT+A=2'],
    ['AT+A={auth}', { ...login, auth: 'none' }, 'AT+A=0'],
    ['AT+A=1{,auth}', login, 'AT+A=1,2'],
    ['AT+A={cid},{cid},{other}', {}, 'AT+A=3,3,{other}'],
  ])('%s with %j is %s', (send, wish, expected) => {
    expect(sent(send, wishes(wish))).toEqual([expected]);
  });

  it('has the numbers that its family gives the ways of a login', () => {
    const auth = { none: null, pap: '5', chap: '6', both: '7' };
    const of = (way: Wishes['auth']) => sent('AT+A={auth}{,auth}', wishes({ ...login, auth: way }), { auth });
    expect([of('none'), of('pap'), of('chap'), of('both')]).toEqual([['AT+A='], ['AT+A=5,5'], ['AT+A=6,6'], ['AT+A=7,7']]);
  });

  it('is sent where all that it asks for is wished', () => {
    const lines = [
      { send: 'AT+ALWAYS' },
      ...(['apn', 'no-apn', 'login', 'no-login'] as const).map((only) => ({ send: `AT+${only}`, only: [only] })),
      { send: 'AT+both', only: ['apn' as const, 'login' as const] },
    ];
    const names = (wish: Partial<Wishes>) => commandsOf(lines, call, wishes(wish)).map(({ command }) => command.slice(3));
    expect(names({})).toEqual(['ALWAYS', 'apn', 'no-login']);
    expect(names({ apn: '' })).toEqual(['ALWAYS', 'no-apn', 'no-login']);
    expect(names(login)).toEqual(['ALWAYS', 'apn', 'login', 'both']);
    expect(names({ ...login, apn: '' })).toEqual(['ALWAYS', 'no-apn', 'login']);
  });

  it('is asked with its context at each place', () => {
    expect(questionOf('AT+A={cid},{cid}', call)).toBe('AT+A=3,3');
  });
});

describe('what a plan shows of a call', () => {
  const lines = (dials: readonly Dial[], wish = wishes()) =>
    dialMessages(dials, wish).map(({ text, times, when }) => `${text} ${times} ${when}`);
  const context = ['AT+CGDCONT? once always', 'AT+CGDCONT=3,"IP","internet" once always'];
  const way = ['AT+CGACT? until always', 'AT+FIRST once always', 'AT+DIAL=3,1 until always', 'AT+DIAL=3,0 until always'];
  const otherWay = ['AT+CGACT=1,3 once instead', 'AT+CGACT=0,3 until instead'];
  const former = ['AT+CGDCONT=3,? once always', 'AT+CGDCONT=3 once instead', 'AT+CGCONTRDP=3 once instead'];

  it('is each of its lines in order, another way in place of the first', () => {
    expect(lines([called])).toEqual(['AT+TEST=3 once always', ...context, ...way, ...otherWay, 'AT+CGPADDR=3 once always', ...former]);
  });

  it('has no context where none is set', () => {
    const without = ['AT+TEST=3 once always', ...way, ...otherWay, 'AT+CGPADDR=3 once always'];
    expect(lines([called], wishes({ apn: '' }))).toEqual(without);
    expect(lines([{ ...called, call: { ...call, definesContext: false, test: undefined } }])).toEqual(without.slice(1));
  });

  it('is what a modem that dials itself is asked', () => {
    const [bound, address, dns] = ['AT+BOUND? once always', 'AT+ADDR? once always', 'AT+DNS? once always'];
    const inUse = ['AT+CGCONTRDP=1 once always', 'AT+CGCONTRDP=12 once always'];
    expect(lines([ownDial])).toEqual([bound, 'AT+CGDCONT? once always', ...inUse, address, dns]);
    expect(lines([ownDial], wishes({ apn: '' }))).toEqual([bound, address, dns]);
    expect(lines([{ ...ownDial, itself: { setUp: [], reads: [] } }])).toEqual([]);
    expect(lines([])).toEqual([]);
  });

  it('has the lines of another family in place of the first one’s', () => {
    expect(lines([ownDial, called], wishes({ apn: '' }))).toEqual([
      ...['AT+BOUND? once always', 'AT+ADDR? once always', 'AT+DNS? once always', 'AT+TEST=3 once instead', 'AT+CGACT? until instead'],
      ...['AT+FIRST once instead', 'AT+DIAL=3,1 until instead', 'AT+DIAL=3,0 until instead', ...otherWay, 'AT+CGPADDR=3 once instead'],
    ]);
  });
});

describe('how long a call may take', () => {
  it('is each line with all of its time, twice where it is sent again or ends what is behind it', () => {
    // First way: 2 + 2 * 4 + 2 * 10 s of lines, 7 s of proof, 30 s around; the other: 10 + 2 * 1, 30, 30. Questions: (4 + 1) * 10 s.
    expect(dialLimitMs([called])).toBe((5 * 10 + Math.max(30 + 7 + 30, 12 + 30 + 30)) * 1000);
    const [first] = call.ways;
    if (first === undefined) throw new Error('no way');
    expect(dialLimitMs([{ ...called, call: { ...call, ways: [first] } }])).toBe((5 * 10 + 30 + 7 + 30) * 1000);
  });

  it('is that of the longest, and a line’s where there is none', () => {
    expect(dialLimitMs([ownDial])).toBe((4 + 2) * 10_000);
    expect(dialLimitMs([ownDial, called])).toBe(dialLimitMs([called]));
    expect(dialLimitMs([])).toBe(10_000);
  });
});

describe('what may go out for a call', () => {
  const goes = (dials: readonly Dial[]) => {
    const patterns = dialPatterns(dials);
    return (command: string) => patterns.some((pattern) => pattern.test(command));
  };
  const template = (send: string): Dial => ({ ...called, call: { ...call, ways: [{ before: [], start: [{ send }], proof, stop: [] }] } });

  it('is each of its lines and questions with its own context, and nothing around them', () => {
    const may = goes([called]);
    const own = ['AT+TEST=3', 'AT+FIRST', 'AT+DIAL=3,1', 'AT+DIAL=3,0', 'AT+CGACT?', 'AT+CGACT=1,3', 'AT+CGPADDR=3'];
    for (const line of own) expect([line, may(line), may(`${line}0`), may(`X${line}`)]).toEqual([line, true, false, false]);
    for (const line of ['AT+TEST=1', 'AT+DIAL=1,1', 'AT+BOUND?', 'AT+ADDR?']) expect(may(line), line).toBe(false);
    const mayItself = goes([ownDial]);
    for (const line of ['AT+BOUND?', 'AT+ADDR?', 'AT+DNS?']) expect(mayItself(line), line).toBe(true);
    expect(mayItself('AT+AUTO=1')).toBe(false);
  });

  it.each([
    ['AT+CGDCONT?', true],
    ['AT+CGDCONT=0', true],
    ['AT+CGDCONT=16', true],
    ['AT+CGDCONT=17', false],
    ['AT+CGDCONT=3,"IPV4V6","internet"', true],
    ['AT+CGDCONT=3,"PPP",""', true],
    ['AT+CGDCONT=3,"X.25","internet"', false],
    ['AT+CGDCONT=3,"IP","a";+CFUN=0', false],
    [`AT+CGDCONT=3,"IP","${'a'.repeat(100)}"`, true],
    [`AT+CGDCONT=3,"IP","${'a'.repeat(101)}"`, false],
    ['AT+CGCONTRDP=16', true],
    ['AT+CGCONTRDP=17', false],
    ['AT+CGCONTRDP', false],
    ['XAT+CGDCONT?', false],
    ['AT+CGDCONT?X', false],
  ])('of a context: %s %s', (command, may) => {
    expect(goes([])(command)).toBe(may);
  });

  it.each([
    ['AT+A="{type}"', ['AT+A="IP"', 'AT+A="IPV6"', 'AT+A="IPV4V6"'], ['AT+A="PPP"', 'AT+A=""']],
    ['AT+A="{apn}"', ['AT+A=""', 'AT+A="a b"', `AT+A="${'a'.repeat(100)}"`], ['AT+A="a"b"', `AT+A="${'a'.repeat(101)}"`]],
    ['AT+A="{user}","{password}"', ['AT+A="",""', `AT+A="me","${'a'.repeat(255)}"`], [`AT+A="me","${'a'.repeat(256)}"`]],
    ['AT+A={auth}', ['AT+A=', 'AT+A=0', 'AT+A=12'], ['AT+A=123', 'AT+A=x']],
    ['AT+A=1{,auth}', ['AT+A=1', 'AT+A=1,2', 'AT+A=1,22'], ['AT+A=1,', 'AT+A=1,222']],
    ['AT+A=(1)*[2].$', ['AT+A=(1)*[2].$'], ['AT+A=1*[2].$', 'AT+A=(1)*[2]x$']],
  ])('by %s', (send, may, mayNot) => {
    const goesBy = goes([template(send)]);
    for (const command of may) expect(goesBy(command), command).toBe(true);
    for (const command of mayNot) expect(goesBy(command), command).toBe(false);
  });
});

describe('a context', () => {
  const said = (lines: readonly string[], final: Reply['final'] = { kind: 'ok' }): Reply => ({ lines: [...lines], final });
  const error: Reply['final'] = { kind: 'error', text: 'ERROR', number: null };

  it('is set to the wished type and access point, where the call has one of its own', () => {
    const of = (rest: Partial<Wishes>, definesContext = true) => contextCommand({ cid: 5, definesContext }, wishes(rest));
    expect([of({}), of({ pdpType: 'ipv6' }), of({ apn: '' }), of({}, false)]).toEqual([
      'AT+CGDCONT=5,"IP","internet"',
      'AT+CGDCONT=5,"IPV6","internet"',
      null,
      null,
    ]);
  });

  it('is one of those that a modem takes its access point from by itself', () => {
    expect(contextSetUps(ownDial, wishes())).toEqual([
      { cid: 1, command: 'AT+CGDCONT=1,"IP","internet"' },
      { cid: 12, command: 'AT+CGDCONT=12,"IP","internet"' },
    ]);
    expect(contextSetUps(ownDial, wishes({ apn: '' }))).toEqual([]);
    expect(contextSetUps(called, wishes())).toEqual([]);
    const strange = ['XAT+CGDCONT=1,"{type}","{apn}"', 'AT+CGDCONT=1,"{type}","{apn}",0', 'AT+CGDCONT=123,"{type}","{apn}"'];
    const setUp = strange.map((send) => ({ send }));
    expect(contextSetUps({ ...ownDial, itself: { setUp, reads: [] } }, wishes())).toEqual([]);
  });

  it('stands as the modem tells it', () => {
    const lines = [
      '+CGDCONT: 1,"IP","old","",0,0',
      '+CGDCONT: 11,"IPV6","other"',
      '+CGDCONT: 4,"Non-IP","iot"',
      '+CGDCONT: 1,"IPV6","twice"',
    ];
    const of = (cid: number) => contextStands(said(lines), cid);
    expect([of(1), of(11), of(2), of(4)]).toEqual([
      { kind: 'stands', command: 'AT+CGDCONT=1,"IP","old"' },
      { kind: 'stands', command: 'AT+CGDCONT=11,"IPV6","other"' },
      { kind: 'none' },
      { kind: 'untold' },
    ]);
    expect(contextStands(said(lines, error), 1)).toEqual({ kind: 'untold' });
    expect(standsAs(of(1), 'AT+CGDCONT=1,"IP","old"')).toBe(true);
    expect(standsAs(of(1), 'AT+CGDCONT=1,"IP","new"')).toBe(false);
    expect(standsAs(of(2), null)).toBe(false);
  });

  it.each([
    ['internet', false],
    ['INTERNET', false],
    ['internet.mnc001.mcc001.gprs', false],
    ['Internet.x', false],
    ['', false],
    ['internet2', true],
    ['old', true],
    ['my.internet', true],
  ])('in use as "%s" is of another access point than Internet: %s', (told, isAnother) => {
    const reply = said([`+CGCONTRDP: 2,5,"strange"`, `+CGCONTRDP: 3,5,"${told}","10.0.0.2"`, '+CGCONTRDP: 3,5,"later"']);
    expect(isAnotherInUse(reply, 3, 'Internet')).toBe(isAnother);
    expect(isAnotherInUse(reply, 4, 'Internet')).toBe(false);
  });
});
