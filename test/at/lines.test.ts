import { describe, expect, it } from 'vitest';
import { LineSplitter, ReplyGatherer } from '../../electron/at/lines.ts';

/** What is gathered of a text; `rest` are the lines after the result. */
function gather(command: string, text: string, earlier: readonly string[] = []) {
  const gatherer = new ReplyGatherer(command, false, earlier);
  const lines = new LineSplitter().feed(Buffer.from(text, 'latin1'));
  for (const [i, line] of lines.entries()) {
    const reply = gatherer.take(line);
    if (reply) return { lines: reply.lines, final: reply.final.kind, glued: gatherer.glued, rest: lines.slice(i + 1) };
  }
  return null;
}

const linesOf = (command: string, text: string, earlier?: readonly string[]) => gather(command, text, earlier)?.lines;

describe('the gatherer of a reply', () => {
  it.each([
    ['in small letters', 'at+cgmi\r\r\nACME\r\n\r\nOK\r\n'],
    ['with blanks', 'AT +CGMI \r\r\nACME\r\n\r\nOK\r\n'],
    ['after the answer', '\r\nACME\r\nAT+CGMI\r\n\r\nOK\r\n'],
    ['of the command before', 'AT+CGMM\r\r\nACME\r\n\r\nOK\r\n'],
    ['of a command before, in small letters', 'ate0v1\r\r\nACME\r\n\r\nOK\r\n'],
  ])('passes over an echo %s', (_, text) => {
    expect(linesOf('AT+CGMI', text, ['ATE0V1', 'AT+CGMM'])).toEqual(['ACME']);
  });

  it('parts an echo from the answer behind it', () => {
    expect(linesOf('AT+CSQ', 'at+csq +CSQ: 21,99\r\n\r\nOK\r\n')).toEqual(['+CSQ: 21,99']);
    // What is no answer of the command was not glued to its echo.
    expect(linesOf('AT+GMM', '\r\nAT+GMMX 3\r\nOK\r\n')).toEqual(['AT+GMMX 3']);
  });

  it('leaves the list of commands as it is', () => {
    expect(linesOf('AT+CLAC', '\r\nAT+CGMI\r\nAT+CSQ\r\n\r\nOK\r\n', ['AT+CGMI'])).toEqual(['AT+CGMI', 'AT+CSQ']);
  });

  it('keeps what comes unasked out of an answer', () => {
    const unasked = ['+CEREG: 1,"1A2D","01A2D001",7', '+CREG: 5', '+C5GREG: 1', '^RFSWITCH:1,1', '+CSCON: 1', '^RSSI:21', 'RING'];
    for (const line of unasked) {
      expect([line, linesOf('AT+CGMM', `\r\nE3276\r\n${line}\r\n\r\nOK\r\n`)]).toEqual([line, ['E3276']]);
    }
    // Not what was asked for.
    expect(linesOf('AT+CEREG?', '\r\n+CEREG: 0,1\r\n+CREG: 1\r\n\r\nOK\r\n')).toEqual(['+CEREG: 0,1']);
    expect(linesOf('AT^RFSWITCH?', '\r\n^RFSWITCH:1,1\r\n\r\nOK\r\n')).toEqual(['^RFSWITCH:1,1']);
  });

  it('joins an answer that has a line end within quotation marks', () => {
    expect(linesOf('AT+COPS?', '\r\n+COPS: 0,0,"LAB \r\nNET",7\r\n\r\nOK\r\n')).toEqual(['+COPS: 0,0,"LABNET",7']);
    expect(linesOf('AT+COPS?', '\r\n+COPS: 0,0,"LAB\r\n+COPS: 0,0,"NET",7\r\n\r\nOK\r\n')).toHaveLength(2);
  });

  it.each(['+CSQ: 21,99OK', '+CSQ: 21,99 OK'])('finds the result at the end of an answer: %s', (line) => {
    expect(gather('AT+CSQ', `\r\n${line}\r\n`)).toEqual({ lines: ['+CSQ: 21,99'], final: 'ok', glued: true, rest: [] });
  });

  it.each([
    ['AT+CPIN?', '+CPIN: READYOK', '+CPIN: READY'],
    ['AT+COPS?', '+COPS: 0,0,"LAB",7OK', '+COPS: 0,0,"LAB",7'],
  ])('finds it behind what %s answers', (command, line, answer) => {
    expect(linesOf(command, `\r\n${line}\r\n`)).toEqual([answer]);
  });

  it.each([
    ['AT+CGMM', '+CGMM: BROOK'],
    ['AT+CGMM', '+CGMM: OK'],
    ['AT+COPS?', '+COPS: 0,0,"LAB OK'],
    ['AT+CGMM', 'E3276OK'],
  ])('takes %s %s for no result', (command, line) => {
    expect(gather(command, `\r\n${line}\r\n`)).toBeNull();
  });

  it('finds the result before what the modem says next', () => {
    const text = '\r\n+CSQ: 21,99\r\nOK+CIEV: 1,3\r\n';
    expect(gather('AT+CSQ', text)).toEqual({ lines: ['+CSQ: 21,99'], final: 'ok', glued: false, rest: [] });
    expect(gather('AT+CSQ', '\r\nOKAY\r\n')).toBeNull();
  });
});
