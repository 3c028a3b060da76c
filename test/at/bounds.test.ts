import { describe, expect, it } from 'vitest';
import { LineSplitter, ReplyGatherer } from '../../electron/at/lines.ts';
import { bandNumber } from '../../electron/at/replies/measures/measured.ts';
import { registrationOf } from '../../electron/at/replies/registration.ts';
import { AtSession } from '../../electron/at/session.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ScriptedPort } from '../support/scripted-port.ts';

/** Numbers that stand for none, lines that go on, and a port that takes nothing for a moment. */

describe('a band', () => {
  it.each([
    ['B3', 3],
    ['EUTRAN-BAND3', 3],
    ['"NR5G_BAND78"', 78],
    ['n257', 257],
    ['3', 3],
    ['n1234', null],
    ['B3 x', null],
    ['-3', null],
    ['none', null],
    ['', null],
    [undefined, null],
  ])('%s is %j', (field, expected) => {
    expect(bandNumber(field)).toBe(expected);
  });
});

describe('a cell', () => {
  it.each([
    ['0FFFFFFF', null],
    ['FFFFFFFF', null],
    ['FFFFFFFFF', null],
    ['0', null],
    ['0FFFFFFE', 0xffffffe],
    ['FFFFFFFE', 0xfffffffe],
    ['FFFFFFFFE', 0xffffffffe],
    ['100000000', 0x100000000],
    ['1', 1],
  ])('%s is %j', (code, expected) => {
    const reply = { lines: [`+CEREG: 2,1,"1A2B","${code}",7`], final: { kind: 'ok' } } as const;
    expect(registrationOf(reply)).toEqual({ state: 'home', areaCode: 0x1a2b, cellId: expected, technology: 'LTE' });
  });
});

describe('an answer with a line end within quotation marks', () => {
  it('is joined to 4096 characters, and no more', () => {
    const [head, tail] = [`+COPS: 0,0,"${'A'.repeat(3000)}`, `${'B'.repeat(3000)}",7`];
    const gatherer = new ReplyGatherer('AT+COPS?', false, []);
    const replies = new LineSplitter().feed(Buffer.from(`\r\n${head}\r\n${tail}\r\nOK\r\n`)).map((line) => gatherer.take(line));
    expect(replies.at(-1)?.lines).toEqual([`${head}${tail}`.slice(0, 4096)]);
  });
});

describe('a port that could not be written to', () => {
  class FailingPort extends ScriptedPort {
    #fails = true;
    override async write(data: Uint8Array): Promise<void> {
      if (!this.#fails) return super.write(data);
      this.#fails = false;
      throw new Error('EIO');
    }
  }

  it('owes no answer: the next command goes at once', async () => {
    const clock = new ManualClock();
    const port = new FailingPort(() => '\r\nOK\r\n');
    const session = new AtSession(port, clock, { allows: () => true });
    await expect(session.command('AT+CGMM', { timeoutMs: 60_000 })).rejects.toMatchObject({ code: 'AT_NO_PORT' });
    const next = session.command('AT+CGMI');
    await clock.advance(10);
    expect(port.written).toEqual(['AT+CGMI\r']);
    expect((await next).final).toEqual({ kind: 'ok' });
  });
});
