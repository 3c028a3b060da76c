import { describe, expect, it } from 'vitest';
import { Masker } from '../../electron/bench/capture/mask.ts';
import { maskPlaces } from '../../electron/bench/capture/places.ts';

/** Where a modem is, in answers whose form is known, and what looks so and is none. */

const masked = (line: string, command = 'AT') => maskPlaces(command, line, new Map());

describe('a line with a place in it', () => {
  it.each([
    ['+CEREG: 2,1,"1A2B","01A2B3C4",7', '+CEREG: 2,1,"0001","00000002",7'],
    ['+CREG: 1,1A2B,FFFF', '+CREG: 1,0001,FFFF'],
    ['+C5GREG: 2,1,"1A2B","01A2B3C4",11', '+C5GREG: 2,1,"0001","00000002",11'],
    ['+CGREG: 0,1', '+CGREG: 0,1'],
    ['+CGDCONT: 1,"IP","my.apn","10.0.0.2",0,0', '+CGDCONT: 1,"IP","apn1"'],
    ['+CGDCONT: 1,"IP","internet"', '+CGDCONT: 1,"IP","internet"'],
    ['+CGDCONT: (1-16),"IP",,,(0-2)', '+CGDCONT: (1-16),"IP",,,(0-2)'],
    ['+CNUM: "Ann 1","+4917012345",145', '+CNUM: "AAA A","+4917012345",145'],
    ['TAC: 1A2B (6699)', 'TAC: 0001 (0001)'],
    ['TAC: 1A2B (6698)', 'TAC: 0001 (0002)'],
    ['TAC: 6699 (0x6699)', 'TAC: 0001 (0x0001)'],
    ['Cell ID: 0x1A2B', 'Cell ID: 0x0001'],
    ['CI,"1A2B"', 'CI,"0001"'],
    ['LAC 2', 'LAC 2'],
    ['BAND: 1A2B', 'BAND: 1A2B'],
  ])('%s', (line, expected) => {
    expect(masked(line).startsWith(expected)).toBe(true);
  });

  it('has the same for the same place, in hexadecimal and in decimal', () => {
    const known = new Map<string, string>();
    const both = [maskPlaces('AT', 'TAC: 1A2B (6699)', known), maskPlaces('AT', '+CEREG: 2,1,"1A2B","00AF"', known)];
    expect(both).toEqual(['TAC: 0001 (0001)', '+CEREG: 2,1,"0001","0002"']);
    for (let n = 3; n < 10; n++) maskPlaces('AT', `TAC: 5A${n}1`, known);
    expect(maskPlaces('AT', 'TAC: 0A2B (2603)', known)).toBe('TAC: 000A (0010)');
  });

  it('is left as it is in the list of commands', () => {
    expect(masked('CI: 1A2B', 'AT+CLAC')).toBe('CI: 1A2B');
  });
});

describe('a date in a firmware’s name', () => {
  const seen = (text: string, command = 'AT+CGMR') => {
    const masker = new Masker();
    masker.learnReply(command, [text]);
    return masker.reply(command, [text])[0] === text;
  };
  it.each([
    ['FW_20230517', true],
    ['FW_20491231', true],
    ['FW_20501231', false],
    ['FW_20231317', false],
    ['FW_20230532', false],
    ['FW_202305171', false],
    ['FW_120230517', false],
  ])('%s stays: %s', (text, stays) => {
    expect(seen(text)).toBe(stays);
  });

  it('is a number as any other in other answers', () => {
    expect(seen('20230517', 'AT+CXYZ')).toBe(false);
  });
});
