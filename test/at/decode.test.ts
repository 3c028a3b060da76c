import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAt } from '../../electron/at/decode.ts';
import {
  iccidCommand,
  identityCommands,
  lockQuery,
  networkCommands,
  pinCommand,
  registrationCommands,
  simCommands,
  triesCommands,
  unlockCommand,
} from '../../electron/modem/commands.ts';
import { loadDb, readingCommands } from '../../modem-db/db.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
/** Text and data of a write, and that the plan would show the same. */
function decode(text: string) {
  const decoded = decodeAt(bytes(text));
  expect(decoded.planned).toBe(decoded.text);
  expect(decoded.data).toHaveLength(text.length);
  return [decoded.text, Buffer.from(decoded.data).toString('latin1')];
}

describe('a command', () => {
  it.each([
    ['AT+CGMM\r', 'AT+CGMM', 'AT+CGMM\r'],
    ['AT\r', 'AT', 'AT\r'],
    ['ATE0V1\r\n', 'ATE0V1', 'ATE0V1\r\n'],
    ['AT+CPIN="1234"\r', 'AT+CPIN="****"', 'AT+CPIN="****"\r'],
    ['AT+CPIN="12345678"\r', 'AT+CPIN="****"', 'AT+CPIN="********"\r'],
    ['AT+CPIN=1234\r', 'AT+CPIN=****', 'AT+CPIN=****\r'],
    ['AT+CPIN="12345678","1234"\r', 'AT+CPIN="****","****"', 'AT+CPIN="********","****"\r'],
    ['at + cpin = "1234"\r', 'at + cpin = "****"', 'at + cpin = "****"\r'],
    ['ATE0+CPIN="1234";+CREG?\r', 'ATE0+CPIN="****";+CREG?', 'ATE0+CPIN="****";+CREG?\r'],
    // A line that was cut off, with the mark still open.
    ['AT+CPIN="1234', 'AT+CPIN="****', 'AT+CPIN="****'],
    ['AT+CPIN=?\r', 'AT+CPIN=?', 'AT+CPIN=?\r'],
    ['AT+CPIN?\r', 'AT+CPIN?', 'AT+CPIN?\r'],
    ['AT+CPIN2="1234"\r', 'AT+CPIN2="****"', 'AT+CPIN2="****"\r'],
    ['AT^CPIN="1234"\r', 'AT^CPIN="****"', 'AT^CPIN="****"\r'],
    ['AT+CLCK="SC",2\r', 'AT+CLCK="SC",2', 'AT+CLCK="SC",2\r'],
    ['AT+CLCK="SC",0,"1234",7\r', 'AT+CLCK="SC",0,"****",7', 'AT+CLCK="SC",0,"****",7\r'],
    ['AT+CPWD="SC","1234","98765"\r', 'AT+CPWD="SC","****","****"', 'AT+CPWD="SC","****","*****"\r'],
    ['AT^CARDLOCK="12345678"\r', 'AT^CARDLOCK="****"', 'AT^CARDLOCK="********"\r'],
    // VERIFY PIN as an APDU.
    ['AT+CSIM=26,"0020000108313233"\r', 'AT+CSIM=26,"****"', 'AT+CSIM=26,"****************"\r'],
    ['AT!ENTERCND="SECRET"\r', 'AT!ENTERCND="****"', 'AT!ENTERCND="******"\r'],
    [
      'AT^NDISDUP=1,1,"internet","me","geheim",1\r',
      'AT^NDISDUP=1,1,"internet","me","****",1',
      'AT^NDISDUP=1,1,"internet","me","******",1\r',
    ],
    [
      'AT^NDISDUP=1,1,"a,b;c","m,e","a,b;+CPIN=",1\r',
      'AT^NDISDUP=1,1,"a,b;c","m,e","****",1',
      'AT^NDISDUP=1,1,"a,b;c","m,e","**********",1\r',
    ],
    ['AT^NDISDUP=1,1,"internet","me",""\r', 'AT^NDISDUP=1,1,"internet","me",""', 'AT^NDISDUP=1,1,"internet","me",""\r'],
    ['AT+CGAUTH=1,2,"me","geheim"\r', 'AT+CGAUTH=1,2,"****","****"', 'AT+CGAUTH=1,2,"**","******"\r'],
    ['AT+QICSGP=1,3,"internet","me","geheim",1\r', 'AT+QICSGP=1,3,"internet","me","****",1', 'AT+QICSGP=1,3,"internet","me","******",1\r'],
    ['AT$QCPDPP=1,2,"geheim","me"\r', 'AT$QCPDPP=1,2,"****","****"', 'AT$QCPDPP=1,2,"******","**"\r'],
    ['AT+EGMR=1,7,"490154203237518"\r', 'AT+EGMR=1,7,"****"', `AT+EGMR=1,7,"${'*'.repeat(15)}"\r`],
    ['AT+XYZ=5,"8949020000012345678F"\r', 'AT+XYZ=5,"****"', `AT+XYZ=5,"${'*'.repeat(20)}"\r`],
    ['AT+NEWAUTH=1,"me","geheim"\r', 'AT+NEWAUTH=1,"****","****"', 'AT+NEWAUTH=1,"**","******"\r'],
    ['ATD*99***1#\r', 'ATD*99***1#', 'ATD*99***1#\r'],
    ['ATD+4917012345;\r', 'ATD****;', 'ATD***********;\r'],
  ])('%j', (sent, text, data) => expect(decode(sent)).toEqual([text, data]));

  it('is not alone, cut off, or none at all', () => {
    expect(decode('AT+CREG?\rAT+CPIN="1234"\r')).toEqual(['AT+CREG?\\x0dAT+CPIN="****"', 'AT+CREG?\rAT+CPIN="****"\r']);
    expect(decode('AT+CG')).toEqual(['AT+CG', 'AT+CG']);
    expect(decode('+++')).toEqual(['+++', '+++']);
    expect(decode('A/')).toEqual(['A/', 'A/']);
    expect(decode('')).toEqual(['', '']);
    expect(decode('\u001b')).toEqual(['\\x1b', '\u001b']);
    // What goes on with a line, and what is typed behind a prompt.
    expect(decode('34"\r')).toEqual(['****', '***\r']);
    expect(decode('AT+CMGS="+4917012345"\rcome at 8\u001a')).toEqual([
      'AT+CMGS="****"\\x0d****',
      `AT+CMGS="${'*'.repeat(11)}"\r${'*'.repeat(10)}`,
    ]);
    // A QMI message that went astray: shown as it is, but for what somebody can read in it.
    expect(decode('\u0001\u000b\u0000\u00001234\u0000')).toEqual(['9 bytes: 010b00002a2a2a2a00', '\u0001\u000b\u0000\u0000****\u0000']);
    expect(decode('AT+COPS="\u00e4"\r')[0]).toBe('AT+COPS="\\xe4"');
  });

  it('takes as much room as a plan has', () => {
    const [text = '', data = ''] = decode(`AT+XYZ="${'a'.repeat(5000)}"\r`);
    expect(text).toHaveLength(500);
    expect(text.endsWith('…')).toBe(true);
    expect(data).toHaveLength(5010);
  });
});

describe('the commands of the house', () => {
  const db = loadDb();

  it('are what they are called where they hold a secret', () => {
    expect(decode('AT+CPIN="4711"\r')[0]).toBe(pinCommand);
    expect(decode('AT+CLCK="SC",0,"4711"\r')[0]).toBe(unlockCommand);
  });

  it('are shown letter for letter where they hold none', () => {
    const own = [undefined, ...db.vendors].flatMap((vendor) => [
      ...[...Object.values(identityCommands), ...Object.values(simCommands), lockQuery, ...Object.values(networkCommands)],
      ...[iccidCommand(vendor), ...triesCommands(vendor), ...registrationCommands],
    ]);
    const listed = db.vendors.flatMap(({ recipes, settings = [], reading }) => [
      ...recipes.flatMap(({ query, test, unlock = [], modes, restart }) => [
        ...[query, test, restart].filter((command) => command != null),
        ...unlock,
        ...Object.values(modes).flatMap(({ set }) => set),
      ]),
      ...settings.flatMap(({ query, values }) => [query, ...Object.values(values).map(({ set }) => set)]),
      ...readingCommands(reading),
    ]);
    const all = new Set([...own, ...listed]);
    expect(all.size).toBeGreaterThan(150);
    for (const command of all) expect(decode(`${command}\r`)).toEqual([command, `${command}\r`]);
  });
});

/** Commands with a secret in it, `@` in its place. */
const holders = [
  'AT+CPIN="@"',
  'AT+CPIN="@","@"',
  'AT^CPIN="@"',
  'AT+CPIN2="@"',
  'AT+CLCK="SC",0,"@"',
  'AT+CLCK="SC",1,"@",7',
  'AT+CPWD="SC","@","@"',
  'AT^SPWD="SC","@","@"',
  'AT^CARDLOCK="@"',
  'AT!ENTERCND="@"',
  'AT^NDISDUP=1,1,"internet","me","@",1',
  'AT+CGAUTH=1,1,"me","@"',
  'AT+CGAUTH=1,1,"@","me"',
  'AT+QICSGP=1,1,"internet","me","@",1',
  'AT$QCPDPP=1,1,"@","me"',
  'AT_OPDPP=1,1,"@","me"',
  'AT%IPDPCFG=1,0,1,"me","@"',
  'AT%PDNSET=1,"internet","IPV4",1,"me","@"',
  'AT^AUTHDATA=1,1,,"@","me"',
  'AT^AUTHDATA=1,1,,"me","@"',
  'AT^SGAUTH=1,1,"me","@"',
  'AT+UAUTHREQ=1,1,"@","me"',
  'AT*AUTHReq=1,1,"me","@"',
  'AT*CGDFAUTH=0,1,"me","@"',
  'AT*EIAAUW=1,1,"me","@",3',
  'AT+EIAAPN="internet",0,"IP","IP",1,"me","@"',
  'AT+MGAUTH=1,1,"me","@"',
  'AT+XGAUTH=1,1,"me","@"',
  'AT+ZGPCOAUTH=5,"me","@",1',
  'AT$NWQMICONNECT=,,,,,,"internet",,,"me","@"',
  'AT#PDPAUTH=1,1,"me","@"',
  'AT+NETSHAREACT=2,1,0,"internet","me","@",1',
  'AT^SETAUTODIAL=1,1,"IP","internet","me","@",1',
  'AT+UPSD=0,3,"@"',
  'AT+EGMR=1,7,"@"',
  'AT+SIMEI="@"',
  'AT+LCTSN=1,7,"@"',
];

describe('whatever is written', () => {
  it('keeps every secret of a command that is known', () => {
    // The letters Q and W are in no command of the list but in one.
    const secrets = fc.oneof(fc.stringMatching(/^[1-9]{4,8}$/), fc.stringMatching(/^[!#-~]{0,10}QW[ !#-~]{0,12}Q$/));
    fc.assert(
      fc.property(
        fc.constantFrom(...holders),
        secrets,
        fc.boolean(),
        fc.constantFrom('\r', '', ';+CREG?\r'),
        (holder, secret, lower, end) => {
          const command = (lower ? holder.toLowerCase() : holder).replaceAll('@', () => secret) + end;
          const decoded = decodeAt(bytes(command));
          const data = Buffer.from(decoded.data).toString('latin1');
          for (const said of [decoded.text, decoded.planned, data]) expect(said).not.toContain(secret);
          expect(data).toHaveLength(command.length);
          expect(decoded.text).toContain('****');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws, and has as many bytes as before', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 30 }).map((data) => Buffer.from(data)),
        fc.constantFrom('AT', '+CPIN=', '"', ',', ';', '\r', '\n', '1234', '=', ' ', '\u001a', '*').map(bytes),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const data = Uint8Array.from(Buffer.concat(parts));
        const before = Uint8Array.from(data);
        const decoded = decodeAt(data);
        expect(data).toEqual(before);
        expect(decoded.data).toHaveLength(data.length);
        expect([...decoded.data].every((byte, index) => byte === data[index] || byte === 0x2a)).toBe(true);
        expect(decoded.text).toMatch(/^[ -~…]*$/);
        expect(decoded.text.length).toBeLessThanOrEqual(500);
      }),
      { numRuns: 500 },
    );
  });

  it('is read whole, however long', () => {
    for (const piece of ['AT+C ', '+A', '1', '1234567890123F', '"', 'AT+CPIN="1",', ';', 'AT+CLCK=;']) {
      const data = bytes(`AT${piece.repeat(Math.ceil(100_000 / piece.length))}`);
      expect(decodeAt(data).data, piece).toHaveLength(data.length);
    }
  });
});
