import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finalResult, LineSplitter, ReplyGatherer } from '../../electron/at/lines.ts';
import { iccid, imei, plainValue } from '../../electron/at/replies/identity.ts';
import { operator } from '../../electron/at/replies/operator.ts';
import { recipeValue } from '../../electron/at/replies/recipe.ts';
import { registration } from '../../electron/at/replies/registration.ts';
import { signal } from '../../electron/at/replies/signal.ts';
import { pinTries, simState } from '../../electron/at/replies/sim.ts';
import { AtSession } from '../../electron/at/session.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import { loadDb } from '../../modem-db/db.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';
import { ScriptedPort } from '../support/scripted-port.ts';

const lines = (...info: string[]) => ({ lines: info, final: { kind: 'ok' } as const });
const codeOf = async (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof BenchError ? error.code : String(error)),
  );

describe('lines of a modem', () => {
  it('cuts a stream wherever the pieces fall', () => {
    const text = '\r\n+CSQ: 21,99\r\n\r\nOK\r\n';
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: text.length - 1 }), { maxLength: 6 }), (cuts) => {
        const splitter = new LineSplitter();
        const edges = [0, ...[...new Set(cuts)].sort((a, b) => a - b), text.length];
        const found = edges.slice(1).flatMap((end, i) => splitter.feed(Buffer.from(text.slice(edges[i], end))));
        expect(found).toEqual(['+CSQ: 21,99', 'OK']);
      }),
    );
  });

  it('stays bounded and quiet on noise', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 30 }), (pieces) => {
        const splitter = new LineSplitter();
        const gatherer = new ReplyGatherer('AT', true);
        for (const piece of pieces) for (const line of splitter.feed(piece)) gatherer.take(line);
        expect(splitter.rest.length).toBeLessThanOrEqual(4096);
      }),
    );
  });

  it('knows the final results, and nothing else as one', () => {
    expect(finalResult('OK')).toEqual({ kind: 'ok' });
    expect(finalResult('+CME ERROR: 11')).toEqual({ kind: 'error', text: '+CME ERROR: 11', number: 11 });
    expect(finalResult('+CME ERROR: SIM PIN required')).toMatchObject({ kind: 'error', number: null });
    expect(finalResult('COMMAND NOT SUPPORT')).toMatchObject({ kind: 'error' });
    expect(finalResult('0')).toBeNull();
    expect(finalResult('0', true)).toEqual({ kind: 'ok' });
    for (const line of ['OKAY', '+CSQ: 0,99', 'ERRORS', 'huawei']) expect(finalResult(line)).toBeNull();
  });
});

describe('a session', () => {
  it('keeps echo and unsolicited lines out of answers', async () => {
    const port = new ScriptedPort((line) =>
      line === 'AT+CSQ' ? 'AT+CSQ\r\r\n^RSSI:21\r\n\r\n+CSQ: 21,99\r\n\r\n^HCSQ:"LTE",46,41,116,22\r\n\r\nOK\r\n' : null,
    );
    const reply = await new AtSession(port, new ManualClock(), { allows: () => true }).command('AT+CSQ');
    expect(reply.lines).toEqual(['+CSQ: 21,99']);
  });

  it('takes a line for the answer when the command asked for it', async () => {
    const port = new ScriptedPort(() => '\r\n^HCSQ:"LTE",46\r\n\r\nOK\r\n');
    expect((await new AtSession(port, new ManualClock(), { allows: () => true }).command('AT^HCSQ?')).lines).toEqual(['^HCSQ:"LTE",46']);
  });

  it('sends one command after the other', async () => {
    const port = new ScriptedPort((line) => `\r\n${line.slice(2)}\r\nOK\r\n`);
    const session = new AtSession(port, new ManualClock(), { allows: () => true });
    const replies = await Promise.all(['AT+CGMI', 'AT+CGMM', 'AT+CGMR'].map((c) => session.command(c)));
    expect(replies.map((r) => r.lines[0])).toEqual(['+CGMI', '+CGMM', '+CGMR']);
    expect(port.written).toEqual(['AT+CGMI\r', 'AT+CGMM\r', 'AT+CGMR\r']);
  });

  it('tells silence from noise from refusal from a lost port', async () => {
    const clock = new ManualClock();
    const outcomes: Promise<string>[] = [];
    outcomes.push(codeOf(new AtSession(new ScriptedPort(() => null), clock, { allows: () => true }).command('AT')));
    outcomes.push(codeOf(new AtSession(new ScriptedPort(() => '\u0007\u00ff~~~\r\n'), clock, { allows: () => true }).command('AT')));
    outcomes.push(codeOf(new AtSession(new ScriptedPort(() => '\r\n+CME ERROR: 3\r\n'), clock, { allows: () => true }).command('AT+X')));
    const lost = new ScriptedPort(() => null);
    outcomes.push(codeOf(new AtSession(lost, clock, { allows: () => true }).command('AT')));
    await settle();
    lost.closing.close(new Error('unplugged'));
    await clock.advance(5000);
    expect(await Promise.all(outcomes)).toEqual(['AT_SILENT', 'AT_GARBLED', 'AT_ERROR', 'AT_NO_PORT']);
  });

  it('does not take a late answer for the next command’s', async () => {
    const clock = new ManualClock();
    const port = new ScriptedPort((line) => (line === 'AT+SLOW' ? null : '\r\n+CGMM: E3276\r\n\r\nOK\r\n'));
    const session = new AtSession(port, clock, { allows: () => true });
    const slow = codeOf(session.command('AT+SLOW'));
    await clock.advance(5000);
    expect(await slow).toBe('AT_SILENT');
    const next = session.command('AT+CGMM');
    await clock.advance(100);
    port.say('\r\n+SLOW: 1\r\n\r\nOK\r\n');
    await clock.advance(1000);
    expect((await next).lines).toEqual(['+CGMM: E3276']);
  });

  describe('with a command that was broken off', () => {
    const broken = async () => {
      const clock = new ManualClock();
      const port = new ScriptedPort((line) => (line === 'AT+COPS=?' ? null : '\r\nOK\r\n'));
      const session = new AtSession(port, clock, { allows: () => true });
      const abort = new AbortController();
      const slow = codeOf(session.command('AT+COPS=?', { timeoutMs: 60_000, signal: abort.signal }));
      await clock.advance(1000);
      return { clock, port, session, abort, slow };
    };

    it('ends at once, with the reason that was given', async () => {
      const { clock, abort, slow } = await broken();
      abort.abort(new BenchError('CANCELLED'));
      expect(await slow).toBe('CANCELLED');
      expect(clock.pending).toBe(0);
    });

    it('sends the next one after its answer, which is nobody’s', async () => {
      const { clock, port, session, abort } = await broken();
      abort.abort(new BenchError('CANCELLED'));
      const next = session.command('AT+CGMM');
      await clock.advance(20_000);
      expect(port.written).toEqual(['AT+COPS=?\r']);
      port.say('\r\n+COPS: (1,"LAB","LAB","00101",7)\r\n\r\nOK\r\n');
      await clock.advance(1000);
      expect(port.written).toEqual(['AT+COPS=?\r', 'AT+CGMM\r']);
      expect((await next).lines).toEqual([]);
    });

    it('sends the next one when no answer can come any more', async () => {
      const { clock, port, session, abort } = await broken();
      abort.abort(new BenchError('CANCELLED'));
      const next = session.command('AT+CGMM');
      await clock.advance(58_000);
      expect(port.written).toEqual(['AT+COPS=?\r']);
      await clock.advance(2000);
      expect(port.written).toEqual(['AT+COPS=?\r', 'AT+CGMM\r']);
      expect((await next).lines).toEqual([]);
    });

    it('breaks off the next one while it waits', async () => {
      const { clock, port, session, abort } = await broken();
      abort.abort(new BenchError('CANCELLED'));
      const second = new AbortController();
      const next = codeOf(session.command('AT+CGMM', { signal: second.signal }));
      await clock.advance(1000);
      second.abort(new BenchError('CANCELLED'));
      await settle();
      expect(await next).toBe('CANCELLED');
      await clock.advance(120_000);
      expect(port.written).toEqual(['AT+COPS=?\r']);
    });

    it('sends nothing that was broken off before its turn', async () => {
      const { clock, port, session, abort, slow } = await broken();
      const second = new AbortController();
      const next = codeOf(session.command('AT+CGMM', { signal: second.signal }));
      second.abort(new BenchError('CANCELLED'));
      port.say('\r\nOK\r\n');
      await clock.advance(1000);
      expect(await slow).toBe('no error');
      expect(await next).toBe('CANCELLED');
      expect(port.written).toEqual(['AT+COPS=?\r']);
      abort.abort();
    });
  });

  it('waits for a second result where the first stood at the end of a line', async () => {
    const clock = new ManualClock();
    const port = new ScriptedPort((line) => (line === 'AT+CSQ' ? '\r\n+CSQ: 21,99OK\r\n' : null));
    const session = new AtSession(port, clock, { allows: () => true });
    expect((await session.command('AT+CSQ')).lines).toEqual(['+CSQ: 21,99']);
    const next = session.command('AT+CGMM');
    await settle();
    port.say('\r\nOK\r\n');
    await clock.until(() => port.written.length === 2);
    port.say('\r\nE3276\r\n\r\nOK\r\n');
    expect((await next).lines).toEqual(['E3276']);
  });

  it('knows the echo of a command that was sent before', async () => {
    const port = new ScriptedPort((line) => (line === 'AT+CGMM' ? 'AT+CGMI\r\r\nE3276\r\n\r\nOK\r\n' : '\r\nhuawei\r\n\r\nOK\r\n'));
    const session = new AtSession(port, new ManualClock(), { allows: () => true });
    await session.command('AT+CGMI');
    expect((await session.command('AT+CGMM')).lines).toEqual(['E3276']);
  });

  it('gives up on a flood', async () => {
    const port = new ScriptedPort(() => 'x\r\n'.repeat(40_000));
    expect(await codeOf(new AtSession(port, new ManualClock(), { allows: () => true }).command('AT'))).toBe('AT_GARBLED');
  });

  it('wakes a modem that is slow to listen', async () => {
    const clock = new ManualClock();
    let asked = 0;
    const port = new ScriptedPort(() => (++asked < 3 ? null : '\r\nOK\r\n'));
    const woken = new AtSession(port, clock, { allows: () => true }).wake();
    await clock.until(() => port.written.length === 5);
    await woken;
    expect(port.written).toEqual(['AT\r', 'AT\r', 'AT\r', 'ATE0V1\r', 'AT+CMEE=1\r']);
  });

  it.each(['AT+EGMR=1,7,"350000000000000"', 'AT^NVWRE', 'at+egmr=1', 'AT+SIMEI="1"', 'AT$QCMDN=1', 'AT+CGMI;+EGMR=1,7,"1"'])(
    'never sends %s',
    async (command) => {
      const port = new ScriptedPort(() => '\r\nOK\r\n');
      expect(await codeOf(new AtSession(port, new ManualClock(), { allows: () => true }).command(command))).toBe('STEP_REFUSED_LOCKOUT');
      expect(port.written).toEqual([]);
    },
  );

  it('never sends control characters', async () => {
    const port = new ScriptedPort(() => '\r\nOK\r\n');
    expect(await codeOf(new AtSession(port, new ManualClock(), { allows: () => true }).command('AT+CGDCONT=1,"IP","x"\rAT+CFUN=0'))).toBe(
      'AT_ERROR',
    );
    expect(port.written).toEqual([]);
  });
});

describe('replies', () => {
  it('reads identity', () => {
    expect(plainValue(lines('huawei'), 'AT+CGMI')).toBe('huawei');
    expect(plainValue(lines('+CGMM: "E3276"'), 'AT+CGMM')).toBe('E3276');
    expect(plainValue(lines(), 'AT+CGMM')).toBeNull();
    expect(imei(lines('860000000000017'))).toBe('860000000000017');
    expect(imei(lines('+CGSN: "86000000000001701"'))).toBe('860000000000017');
    expect(imei(lines('12345'))).toBeNull();
    expect(iccid(lines('^ICCID: 89460800000000000172'))).toBe('89460800000000000172');
    expect(iccid(lines('+QCCID: 8946080000000000017F'))).toBe('8946080000000000017');
  });

  it('reads the SIM', () => {
    const error = (number: number) => ({ lines: [], final: { kind: 'error', text: `+CME ERROR: ${number}`, number } as const });
    expect([lines('+CPIN: READY'), lines('+CPIN: SIM PIN'), lines('+CPIN: SIM PUK'), lines('+CPIN: PH-NET PIN')].map(simState)).toEqual([
      'ready',
      'pin',
      'puk',
      'failed',
    ]);
    expect([error(10), error(11), error(12), error(13), error(14)].map(simState)).toEqual(['missing', 'pin', 'puk', 'failed', 'unknown']);
  });

  it('reads tries left as each vendor says them', () => {
    const db = loadDb();
    const huawei = db.vendorOf(0x12d1)?.reading?.pinTriesReply ?? '';
    const quectel = db.vendorOf(0x2c7c)?.reading?.pinTriesReply ?? '';
    expect(pinTries(lines('^CPIN: SIM PIN,3,10,3,10,3'), huawei)).toBe(3);
    expect(pinTries(lines('^CPIN: READY,,10,2,10,3'), huawei)).toBe(2);
    expect(pinTries(lines('+QPINC: "SC",1,10', '+QPINC: "P2",3,10'), quectel)).toBe(1);
    expect(pinTries(lines('+QPINC: garbage'), quectel)).toBeNull();
  });

  it('reads the network', () => {
    expect(signal(lines('+CSQ: 21,99'))).toEqual({ dbm: -71, percent: 68 });
    expect(signal(lines('+CSQ: 99,99'))).toBeNull();
    expect(
      ['+CREG: 0,1', '+CEREG: 2,5,"1A2B","01C3D4E5",7', '+CGREG: 0,3', '+CEREG: 0,2', '+CREG: 0,0', 'x'].map((l) => registration(lines(l))),
    ).toEqual(['home', 'roaming', 'denied', 'searching', 'none', 'unknown']);
    expect(operator(lines('+COPS: 0,0,"LAB",7'))).toEqual({ name: 'LAB', technology: 'LTE' });
    expect(operator(lines('+COPS: 0'))).toBeNull();
  });

  it('reads what a recipe asks for', () => {
    const db = loadDb();
    expect(recipeValue(lines('^SETPORT:FF;12,16,10'), db.recipe('huawei-setport')?.reply ?? '')).toBe('FF;12,16,10');
    expect(recipeValue(lines('+QCFG: "usbnet",1'), db.recipe('quectel-usbnet')?.reply ?? '')).toBe('1');
    expect(recipeValue(lines('ERROR'), db.recipe('quectel-usbnet')?.reply ?? '')).toBeNull();
  });

  it('never throws on what a broken modem says', () => {
    const parsers = [imei, iccid, simState, signal, registration, operator];
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 200 }), { maxLength: 5 }), (text) => {
        for (const parse of parsers) parse(lines(...text));
      }),
    );
  });
});
