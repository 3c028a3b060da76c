import { describe, expect, it } from 'vitest';
import { decodeText } from '../../electron/contract/decode-text.ts';

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const MARK = '\ufeff';

describe('what somebody saved, read as text', () => {
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), ''],
    ['ASCII', Buffer.from('lsusb -v'), 'lsusb -v'],
    ['UTF-8', Buffer.from('Модем — 4G'), 'Модем — 4G'],
    ['UTF-8 with its mark', Buffer.from(`${MARK}Модем`), 'Модем'],
    ['UTF-16, low byte first, with its mark', Buffer.from(`${MARK}Модем`, 'utf16le'), 'Модем'],
    ['UTF-16, high byte first, with its mark', utf16be(`${MARK}Модем`), 'Модем'],
    ['UTF-16, low byte first, without', Buffer.from('Bus 001', 'utf16le'), 'Bus 001'],
    ['UTF-16, high byte first, without', utf16be('Bus 001'), 'Bus 001'],
    ['the shortest text of UTF-16 that shows it, low byte first', Buffer.from('Bus0', 'utf16le'), 'Bus0'],
    ['the shortest text of UTF-16 that shows it, high byte first', utf16be('Bus0'), 'Bus0'],
    ['half of it Russian, high byte first', utf16be('abcdМоде'), 'abcdМоде'],
    ['Windows-1252', Buffer.from('T\xe9l\xe9phone', 'latin1'), 'Téléphone'],
    ['half a mark, low byte first', Buffer.from([0xff, 0x41]), 'ÿA'],
    ['half a mark, high byte first', Buffer.from([0xfe, 0x41]), 'þA'],
    ['a zero or two', Buffer.from('a\0b\0cdef'), 'a\0b\0cdef'],
    ['a log of UTF-8 with a byte that is none', Buffer.concat([Buffer.from('Модем '), Buffer.of(0xff)]), 'Модем \ufffd'],
  ])('%s', (_name, bytes, text) => {
    expect(decodeText(bytes)).toBe(text);
  });

  it('that may be cut off in a character is UTF-8 up to there, and in a whole file the rest says that it is none', () => {
    const cut = Buffer.from('caf\u00e9').subarray(0, 4);
    expect(decodeText(cut, true)).toBe('caf\ufffd');
    expect(decodeText(cut)).toBe('caf\u00c3');
  });
});
