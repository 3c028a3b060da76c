import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskReply } from '../../electron/at/mask-reply.ts';

const mask = (command: string, ...lines: string[]) => maskReply(command, lines);

describe('an answer for the journal', () => {
  it.each([
    ['AT+CGSN', '490154203237518', '****'],
    ['AT+CGSN', '+CGSN: "490154203237518"', '+CGSN: "****"'],
    ['AT+CGSN=1', '+CGSN: "490154203237518"', '+CGSN: "****"'],
    ['AT+GSN', '80A1B2C3', '****'],
    ['AT+EGMR=0,7', '+EGMR: "490154203237518"', '+EGMR: "****"'],
    ['ATI', 'IMEI: 490154203237518', 'IMEI: ****'],
    ['ATI', 'IMEI SV: 07', 'IMEI SV: 07'],
    ['ATI', 'SVN: 01, SN: A1B2C3D4', 'SVN: 01, SN: ****'],
    ['ATI', '+GCAP: +CGSM,+DS,+ES', '+GCAP: +CGSM,+DS,+ES'],
    ['AT+SIMCOMATI', 'IMEI:49 015420 323751 8', 'IMEI:****'],
    ['AT+CIMI', '262019876543210', '****'],
    // Short ones: TS 23.003, 2.2 has no least length.
    ['AT+CIMI', '+CIMI: 2620198765', '+CIMI: ****'],
    ['AT+CIMI', '"262019876543210"', '"****"'],
    ['AT^ICCID?', '^ICCID: 89490200001234567890', '^ICCID: ****'],
    ['AT+QCCID', '+QCCID: 8949020000123456789F', '+QCCID: ****'],
    ['AT+CCID', '+CCID: "89490200001234567890"', '+CCID: "****"'],
    ['AT#CCID', '#CCID: 89490200001234567890', '#CCID: ****'],
    ['AT!ICCID?', '!ICCID: 8949020000123456789', '!ICCID: ****'],
    ['AT+CICCID', '+ICCID: 89860012345678D01234', '+ICCID: ****'],
    ['AT+ICCID', 'ICCID: 89490200001234567890', 'ICCID: ****'],
    ['AT+ZGETICCID', '+ZGETICCID: 89490200001234567890', '+ZGETICCID: ****'],
    ['AT$MYCCID', '$MYCCID: "89490200001234567890"', '$MYCCID: "****"'],
    ['AT^SCID', '^SCID: 89490200001234567890', '^SCID: ****'],
    // Swapped, as the card has it, with the F before the last digit.
    ['AT^ICCID?', '^ICCID: 984920000010325476F8', '^ICCID: ****'],
    ['AT+CRSM=176,12258,0,0,10', '+CRSM: 144,0,"984920000010325476F8"', '+CRSM: 144,0,"****"'],
    ['AT+CRSM=176,28423,0,0,9', '+CRSM: 144,0,"082926109A785634F2"', '+CRSM: 144,0,"****"'],
    ['AT+CRSM=176,28539,0,0,12', '+CRSM: 144,0,"62F21062F230FFFFFFFFFFFF"', '+CRSM: 144,0,"62F21062F230FFFFFFFFFFFF"'],
    ['AT+CNUM', '+CNUM: "Max","+4917012345678",145', '+CNUM: "****","****",145'],
    ['AT+CNUM', '+CNUM: ,"017012345678",129', '+CNUM: ,"****",129'],
    ['AT+CNUM', '+CNUM: "","",129', '+CNUM: "","",129'],
    [
      'AT#RFSTS',
      '#RFSTS: "262 01",1300,-95,-63,-12,1A2B,255,-10,128,19,0,1A2B3C4,"262019876543210","Telekom.de",3,3',
      '#RFSTS: "262 01",1300,-95,-63,-12,1A2B,255,-10,128,19,0,1A2B3C4,"****","Telekom.de",3,3',
    ],
    [
      'AT#RFSTS',
      '#RFSTS: "262 01",1300,-95,-63,-12,1A2B,255,-10,128,19,0,1A2B3C4,"2620198765","Telekom.de",3,3',
      '#RFSTS: "262 01",1300,-95,-63,-12,1A2B,255,-10,128,19,0,1A2B3C4,"****","Telekom.de",3,3',
    ],
    ['AT+CCED=0,1', '+CCED:LTE current cell:460,00,460001234567890,0,40,38950,316', '+CCED:LTE current cell:460,00,****,0,40,38950,316'],
    ['AT+CCED=0,2', '+CCED:LTE neighbor cell:460,00,38950,316', '+CCED:LTE neighbor cell:460,00,38950,316'],
    ['AT+CGAUTH?', '+CGAUTH: 1,2,"me","geheim"', '+CGAUTH: 1,2,"****","****"'],
    ['AT+QICSGP=1', '+QICSGP: 1,"internet","me","geheim",1', '+QICSGP: 1,"internet","****","****",1'],
    // Another's answer in between, and an echo.
    ['AT+CSQ', '+CIMI: 262019876543210', '+CIMI: ****'],
    ['AT+CPIN="****"', 'AT+CPIN="1234"', 'AT+CPIN="****"'],
    ['AT+XYZ', 'something 490154203237518 else', 'something **** else'],
    // Longer than any value.
    ['ATI', `IMEI: ${'1A'.repeat(21)}49015420323751`, 'IMEI: ****'],
    ['AT+XYZ', '+XYZ: 8949020000123456789F,8949020000123456789ff', '+XYZ: ****,****'],
    ['AT+XYZ', '+XYZ: 984920000010325476F8', '+XYZ: ****'],
    ['AT+XYZ', '+XYZ: 49-015420-323751-8', '+XYZ: ****'],
    ['AT+QESIM="eid"', '+QESIM: "eid","89033023426100000000001234567890"', '+QESIM: "eid","****"'],
  ])('%s: %s', (command, line, kept) => expect(mask(command, line)).toEqual([kept]));

  it('keeps what is nobody’s', () => {
    const answers: [string, string][] = [
      ['AT+CSQ', '+CSQ: 21,99'],
      ['AT+CPIN?', '+CPIN: READY'],
      ['AT^CPIN?', '^CPIN: READY,,10,3,10,3'],
      ['AT+CLCK="SC",2', '+CLCK: 1'],
      ['AT+COPS?', '+COPS: 0,2,"26201",7'],
      ['AT+CEREG?', '+CEREG: 2,1,"1A2B","01A2B3C4",7'],
      ['AT+CGPADDR=1', '+CGPADDR: 1,"10.23.45.67","32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.2"'],
      ['AT^DHCP?', '^DHCP: 4302170A,FCFFFFFF,4102170A,4102170A,0A0A0A0A,0B0B0B0B,100000000,100000000'],
      ['AT^SYSCFGEX?', '^SYSCFGEX:"00",3FFFFFFF,1,2,7FFFFFFFFFFFFFFF'],
      ['AT+QCFG="band"', '+QCFG: "band",0x93,0x1a0080800d5,0x1234567890123456'],
      ['AT+CGMR', 'EC25EUGAR06A04M4G'],
      ['ATI', 'Revision: 21.328.62.00.1080'],
      ['AT!BAND?', '00, Custom, 0000000000000000'],
      ['AT+CGMM', 'E3372'],
    ];
    for (const [command, line] of answers) expect(mask(command, line)).toEqual([line]);
  });

  it('loses no line, and leaves no run of fourteen digits in any', () => {
    const line = fc.array(
      fc.oneof(
        fc.string({ maxLength: 12 }),
        fc.constantFrom('"', ',', ': ', '+CIMI', '#RFSTS: ', 'IMEI', 'F'),
        fc.stringMatching(/^[1-9]{14,20}$/),
      ),
      { maxLength: 12 },
    );
    const commands = fc.constantFrom('AT', 'AT+CIMI', 'AT#RFSTS', 'AT+CNUM', 'AT+CRSM=176,12258,0,0,10', 'ATI');
    fc.assert(
      fc.property(commands, fc.array(line, { maxLength: 4 }), (command, parts) => {
        const lines = parts.map((p) => p.join(''));
        const kept = maskReply(command, lines);
        expect(kept).toHaveLength(lines.length);
        for (const text of kept) expect(text).not.toMatch(/(?<![0-9A-Fa-f]|0x)\d{14,20}(?![0-9A-Fa-f])/i);
      }),
      { numRuns: 500 },
    );
  });

  it('is read whole, however long', () => {
    for (const piece of ['1', 'IMEI: ', '"', '+CNUM: "', '1 ', '+1', 'F1234567890123', ',"+123456"']) {
      expect(maskReply('AT+CNUM', [`+CNUM: ${piece.repeat(Math.ceil(4096 / piece.length))}`]), piece).toEqual([
        expect.stringMatching(/^\+CNUM: /),
      ]);
    }
  });
});
