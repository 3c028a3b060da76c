import { describe, expect, it } from 'vitest';
import { valueSet } from '../../electron/at/replies/value-set.ts';

/** Which of these values an answer to a test command lists; `null`: it lists nothing that could be read. */
const among = (values: readonly string[], answer: string, after?: string) => {
  const set = valueSet(answer, after);
  return set === null ? null : values.filter((value) => set.has(value));
};
const numbers = Array.from({ length: 45 }, (_, number) => String(number));

describe('a set of values', () => {
  it.each([
    // Real ones: an FM160-CN, an FM350-GL, an FM650.
    ['+GTUSBMODE: (17-18,20-21,24,29-33)', ['17', '18', '20', '21', '24', '29', '30', '31', '32', '33']],
    ['+GTUSBMODE: (40,41)', ['40', '41']],
    ['+GTUSBMODE: (34-39)', ['34', '35', '36', '37', '38', '39']],
    ['#USBCFG: (0-3)', ['0', '1', '2', '3']],
    ['#USBCFG: (0,1,4)', ['0', '1', '4']],
    ['#USBCFG: (0)', ['0']],
    ['#USBCFG:(0 - 2, 5)', ['0', '1', '2', '5']],
    ['#USBCFG: 0-2,7', ['0', '1', '2', '7']],
    ['+SER: (1-3),(0,1)', ['1', '2', '3']],
    ['+SER: ("1","3"),(0,1)', ['1', '3']],
    ['+SER: (01,03)', ['1', '3']],
    ['+CSQ: 20,99\n+SER: (1,3)', ['20']],
  ])('%s', (answer, listed) => expect(among(numbers, answer)).toEqual(listed));

  it('may be of words and of hexadecimal numbers', () => {
    // A SIM7600G-H.
    const ids = '+CUSBPIDSWITCH: (9000,9001,9002,9003,9011,901A,902B),(0-1),(0-1)';
    expect(among(['9001', '9003', '901a', '0', '1', '9004'], ids)).toEqual(['9001', '9003', '901a']);
    expect(among(['0x9001', '9001', '90D5', '90d5'], '^USBSWITCH: (0x9001,90d5)')).toEqual(['0x9001', '9001', '90D5', '90d5']);
    expect(among(['ecm', 'rmnet', 'mbim'], '+QCFGEXT: "usbnet",("ecm","modem","rmnet")', '"usbnet",')).toEqual(['ecm', 'rmnet']);
    // +ZSWITCH: e and E are two settings.
    expect(among(['e', 'E', 'r', 'x'], '+ZSWITCH: (E,r,x)')).toEqual(['E', 'r', 'x']);
  });

  it('stands behind the name that it is asked for', () => {
    const answer = '+QCFG: "usbspeed",("20","311","312")\n+QCFG: "usbnet",(0-3,5)\n+QCFG: "roamservice",(1,2,255),(0,1)';
    expect(among(numbers, answer, '"usbnet",')).toEqual(['0', '1', '2', '3', '5']);
    expect(among(numbers, answer.replace('"usbnet",', '"USBNET", '), '"usbnet",')).toEqual(['0', '1', '2', '3', '5']);
    expect(among(numbers, answer, '"pcie/mode",')).toBeNull();
  });

  it.each([
    '',
    'OK',
    '#USBCFG:',
    '#USBCFG: ()',
    '#USBCFG: (0-3',
    '#USBCFG: (0-)',
    '#USBCFG: (<mode>)',
    '+QCFG: "usbnet",(list of supported <net>s)',
    '#USBCFG: ("0,1)',
    '0 - reserved NOT SUPPORTED',
    'AT!USBCOMP=<Config Index>,<Config Type>,<Interface bitmask>',
    `#USBCFG: (${'1,'.repeat(600)}1)`,
    `#USBCFG: (0,${'9'.repeat(100)})`,
  ])('is none: %s', (answer) => expect(valueSet(answer)).toBeNull());

  it('takes no range the wrong way round, and no part of a number', () => {
    expect(among(numbers, '#USBCFG: (3-0)')).toEqual([]);
    expect(among(numbers, '+GTUSBMODE: (0-3,117)')).toEqual(['0', '1', '2', '3']);
    expect(among(['-1', '1.0', '', '0x2', '02'], '#USBCFG: (0-3)')).toEqual(['0x2', '02']);
  });
});
