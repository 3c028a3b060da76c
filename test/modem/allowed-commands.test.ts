import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedCommands } from '../../electron/modem/allowed-commands.ts';
import { loadDb } from '../../modem-db/db.ts';

const db = loadDb();
const allows = allowedCommands(db);

describe('the list of AT commands', () => {
  it('has every command that a plan of the database sends', () => {
    const commands = db.vendors.flatMap(({ recipes, settings = [] }) => [
      ...recipes.flatMap((r) => [r.query, ...(r.unlock ?? []), ...Object.values(r.modes).flatMap(({ set }) => set)]),
      ...settings.flatMap(({ query, values }) => [query, ...Object.values(values).map(({ set }) => set)]),
    ]);
    expect(commands.length).toBeGreaterThan(100);
    expect(commands.filter((command) => !allows(command))).toEqual([]);
  });

  it.each(['AT', 'ATE0V1', 'AT+CGSN', 'AT+CPIN?', 'AT+CPIN="1234"', 'AT+CFUN=1', 'AT+CLCK="SC",2', 'AT+CLCK="SC",0,"12345678"'])(
    'has %s',
    (command) => {
      expect(allows(command)).toBe(true);
    },
  );

  it.each(['AT^NDISDUP=1,1', 'AT^NDISDUP=1,1,"internet"', 'AT^NDISDUP=1,1,"internet","me","geheim",2'])('has %s', (command) => {
    expect(allows(command)).toBe(true);
  });

  it.each([
    'AT+QDOWNLOAD=1',
    'AT+CFUN=0',
    'AT+CPIN="1234","5678"',
    'AT+CPIN="1234";+CFUN=0',
    'AT+CPWD="SC","1234","5678"',
    'AT+CLCK="SC",1,"1234"',
    'AT+CGMI;+EGMR=1,7,"1"',
    'at+cpin?',
    'AT^NDISDUP=1,1,"x","y","z"",1',
    'ATD*99#',
    '',
  ])('has not %s', (command) => {
    expect(allows(command)).toBe(false);
  });

  it('has nothing that was changed in one letter', () => {
    const listed = db.vendors.flatMap(({ recipes }) => recipes.flatMap((r) => Object.values(r.modes).flatMap(({ set }) => set)));
    fc.assert(
      fc.property(fc.constantFrom(...listed), fc.nat(), fc.constantFrom('1', '9', 'X', ';'), (command, place, letter) => {
        const at = 2 + (place % (command.length - 2));
        const changed = `${command.slice(0, at)}${letter}${command.slice(at + 1)}`;
        // Another value of the same list is one that the database knows.
        if (!listed.includes(changed)) expect(allows(changed), changed).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
