import { describe, expect, it } from 'vitest';
import { commandsOf, db, lockedOut, modesOffered, modesReached, readValue, recipe, recipesOfModel } from './recipe-support.ts';

describe('SIMCom: which recipe for which modem', () => {
  it.each([
    ['1e0e:9001', 'SIMCOM_SIM7600G-H', ['simcom-cusbpidswitch']],
    ['1e0e:9001', 'SIMCOM_SIM7500A', ['simcom-cusbpidswitch']],
    ['1e0e:9011', 'SIMCOM_SIM7600E-H', ['simcom-cusbpidswitch']],
    ['1e0e:9001', 'SIMCOM_SIM8260G-M2', ['simcom-cusbcfg']],
    ['1e0e:9001', 'SIMCOM_SIM8200EA-M2', ['simcom-cusbcfg']],
    ['1e0e:9011', 'A7670E-LASE', ['simcom-myconfig']],
    // Another set of ids: 9071, 9078, 907b.
    ['1e0e:9001', 'SIMCOM_SIM8230G', []],
    ['1e0e:9001', 'SIMCOM_SIM7100E', []],
  ])('%s %s', (id, model, recipes) => expect(recipesOfModel(id, model)).toEqual(recipes));

  it('tells the adapters of 9011 apart by class', () => {
    const name = (triple: [number, number, number]) =>
      db.recognise(0x1e0e, 0x9011, [
        { number: 0, class: triple[0], subclass: triple[1], protocol: triple[2] },
        { number: 4, class: 0xff, subclass: 0, protocol: 0 },
      ]);
    expect(name([0x02, 0x02, 0xff])).toMatchObject({ mode: 'rndis', name: 'SIMCom SIM7500, SIM7600, RNDIS' });
    expect(name([0xe0, 0x01, 0x03])).toMatchObject({ mode: 'rndis', name: 'SIMCom A76xx, RNDIS' });
    expect(name([0x02, 0x06, 0x00])).toMatchObject({ mode: 'ecm', name: 'SIMCom A76xx, ECM' });
    for (const triple of [[2, 2, 255] as const, [0xe0, 1, 3] as const, [2, 6, 0] as const])
      expect(name([...triple]).roles.get(4)).toBe('at');
  });
});

describe('SIMCom: replies', () => {
  it('reads +CUSBPIDSWITCH as a SIM7600G-H answered it', () => {
    const id = 'simcom-cusbpidswitch';
    expect(readValue(id, ['+CUSBPIDSWITCH: 9001'])).toBe('9001');
    const test =
      '+CUSBPIDSWITCH: (9000,9001,9002,9003,9004,9005,9006,9007,9011,9016,9018,9019,901A,901B,9020,9021,9022,9023,9024,9025,9026,9027,9028,9029,902A,902B),(0-1),(0-1)';
    expect(modesOffered(id, [test]).toSorted()).toEqual(['mbim', 'qmi', 'rndis']);
    expect(modesOffered(id, ['+CUSBPIDSWITCH: (9000,9001),(0-1),(0-1)'])).toEqual(['qmi']);
    expect(modesReached(id, '9018')).toEqual([]);
  });

  it('reads +CUSBCFG in every form that was seen', () => {
    const id = 'simcom-cusbcfg';
    expect(readValue(id, ['USBADB: 0', 'USBID: 0X1E0E,0X9011'])).toBe('9011');
    expect(readValue(id, ['USBID: 1e0e,9011'])).toBe('9011');
    expect(readValue(id, ['USBID: 0x1e0e, 0x9001'])).toBe('9001');
    expect(readValue(id, ['USBID: 2DEE,4D23'])).toBeNull();
    expect(modesReached(id, '9003')).toEqual(['mbim']);
    expect(modesReached(id, '902B')).toEqual([]);
    expect(modesOffered(id, ['9001,9003,9011,901e']).toSorted()).toEqual(['mbim', 'qmi', 'rndis']);
    expect(modesOffered(id, ['9001,9011'])).not.toContain('mbim');
  });

  it('reads $MYCONFIG in either case', () => {
    const id = 'simcom-myconfig';
    expect(readValue(id, ['$MYCONFIG: "usbnetmode",1,0'])).toBe('1');
    expect(readValue(id, ['$MYCONFIG: "USBNETMODE",0,1'])).toBe('0');
    expect(modesReached(id, '2')).toEqual([]);
  });
});

describe('SIMCom: what must never be sent', () => {
  const ids = ['simcom-cusbpidswitch', 'simcom-cusbcfg', 'simcom-myconfig'];

  it.each([
    'AT+CUSBPIDSWITCH=901E,1,1',
    'AT+CUSBPIDSWITCH=901E',
    'AT+CUSBPIDSWITCH=9018,1,1',
    'AT+CUSBPIDSWITCH=9016,1,1',
    'AT+CUSBPIDSWITCH=9019,1,1',
    'at+cusbpidswitch = 902A,1,1',
    'AT$MYCONFIG="usbnetmode",7',
    'AT$MYCONFIG="usbnetmode",2,1',
    'AT$MYCONFIG="usbadb",1',
    'AT+CUSBCFG=usbadb,1',
    'AT+CUSBCFG=usbid,1e0e,901e',
    'AT+CUSBCFG=USBID,0X1E0E,0X901E',
    'AT+CUSBCFG="usbid","1e0e","901e"',
    'AT+CUSBCFG=usbid,05c6,9001',
    'AT+CUSBCFG=usbid,1e0e,90011',
    'AT+CPCIEMODE=EP',
    'AT+SIMEI=860000000000000',
  ])('%s', (command) => {
    for (const id of ids) expect([id, lockedOut(id, command)]).toEqual([id, true]);
  });

  it('nothing that the recipes send themselves, nor a way back', () => {
    for (const id of ids) for (const command of commandsOf(recipe(id))) expect(lockedOut(id, command), command).toBe(false);
    expect(lockedOut('simcom-cusbcfg', 'AT+CUSBCFG=usbid,0X1E0E,0X9001')).toBe(false);
    expect(lockedOut('simcom-cusbcfg', 'AT+CPCIEMODE?')).toBe(false);
  });
});
