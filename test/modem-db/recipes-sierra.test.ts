import { describe, expect, it } from 'vitest';
import { commandsOf, lockedOut, modesOffered, modesReached, readValue, recipe, recipesOfModel } from './recipe-support.ts';

describe('Sierra: which recipe for which modem', () => {
  it.each([
    ['1199:9041', 'MC7355', ['sierra-udusbcomp']],
    ['1199:68c0', 'MC7354', ['sierra-udusbcomp']],
    // Shares the id with the MC73xx, and has !USBCOMP of another kind.
    ['1199:68c0', 'WP7607', []],
    ['1199:9071', 'EM7455', ['sierra-usbcomp']],
    ['1199:9071', 'MC7430', ['sierra-usbcomp']],
    ['1199:9079', 'Sierra Wireless EM7455 Qualcomm Snapdragon X7 LTE-A', ['sierra-usbcomp']],
    ['1199:9091', 'EM7565', ['sierra-usbcomp-9x50']],
    ['1199:9091', 'EM7455', []],
    ['1199:90d3', 'EM9191', ['sierra-usbcomp-sdx55']],
  ])('%s %s', (id, model, recipes) => expect(recipesOfModel(id, model)).toEqual(recipes));
});

describe('Sierra: replies', () => {
  it('reads an index as an MC73xx answers it', () => {
    expect(readValue('sierra-udusbcomp', ['!UDUSBCOMP: 6'])).toBe('6');
    expect(modesReached('sierra-udusbcomp', '6')).toEqual(['qmi']);
    expect(modesReached('sierra-udusbcomp', '8')).toEqual(['mbim']);
    for (const value of ['7', '9', '14', '16', '18']) expect(modesReached('sierra-udusbcomp', value)).toEqual([]);
  });

  it.each([
    ['sierra-usbcomp', '1 (Generic)', '0000100D (diag,nmea,modem,mbim)', ['mbim']],
    ['sierra-usbcomp', '1 (Generic)', '00001009 (diag,modem,mbim)', ['mbim']],
    ['sierra-usbcomp', '1 (Generic)', '0000050D (diag,nmea,modem,rmnet0,rmnet1)', ['qmi']],
    ['sierra-usbcomp', '1 (Generic)', '0000010D (diag,nmea,modem,rmnet0)', ['qmi']],
    // With ECM the network goes there, and QMI is control alone.
    ['sierra-usbcomp', '1 (Generic)', '0008010D (diag,nmea,modem,rmnet0,ecm)', []],
    ['sierra-usbcomp', '1 (Generic)', '00001000 (mbim)', []],
    ['sierra-usbcomp-9x50', '3 (Generic)', '0000010D (diag,nmea,modem,rmnet0)', ['qmi']],
  ])('%s reads the mask of type %s: %s', (id, type, mask, modes) => {
    const value = readValue(id, ['Config Index: 1', `Config Type:  ${type}`, `Interface bitmask: ${mask}`]);
    expect(value).toBe(mask.slice(0, 8));
    expect(modesReached(id, value ?? '')).toEqual(modes);
  });

  it('sees in the help what the firmware has', () => {
    const help = [
      '!USBCOMP: ',
      '  <Interface bitmask> - DIAG     - 0x00000001,',
      '     RMNET0   - 0x00000100,',
      '     MBIM     - 0x00001000,',
    ];
    expect(modesOffered('sierra-usbcomp', help).toSorted()).toEqual(['mbim', 'qmi']);
    expect(modesOffered('sierra-usbcomp', help.slice(0, 3))).toEqual(['qmi']);
    const list = ['6  - DM   NMEA  AT    QMI      SUPPORTED', '8  - DM   NMEA  AT    MBIM     NOT SUPPORTED', '16 - Config1: comp6'];
    expect(modesOffered('sierra-udusbcomp', list)).toEqual(['qmi']);
    expect(modesOffered('sierra-udusbcomp', ['16 - x', '18 - y'])).toEqual([]);
  });
});

describe('Sierra: what must never be sent', () => {
  const ids = ['sierra-udusbcomp', 'sierra-usbcomp', 'sierra-usbcomp-9x50'];

  it.each([
    'AT!UDUSBCOMP=7',
    'AT!UDUSBCOMP=9',
    'AT!UDUSBCOMP=09',
    'at!udusbcomp = 10',
    'AT!UDUSBCOMP=11',
    'AT!UDUSBCOMP=12',
    'AT!ENTERCND="A710";!UDUSBCOMP=9',
    'AT!UDPID=68E2',
    'AT!USBPID=9071,9070',
    'AT!USBVID=413C',
    'AT!USBCOMP=1,1,505',
    'AT!USBCOMP=1,1,00001000',
    'AT!USBCOMP=1,1,0x1004',
    'AT!USBCOMP=1,3,1007',
    'AT!USBCOMP=1,1,1000',
    'AT!USBCOMP=1,2,10D',
    'AT!USBCOMP=1,1,0008010D',
    'AT!ENTERCND="A710";!USBCOMP=1,1,101;!RESET',
  ])('%s', (command) => {
    for (const id of ids) expect([id, lockedOut(id, command)]).toEqual([id, true]);
  });

  it('the type of other chips, which takes the AT port of these away', () => {
    expect(ids.map((id) => lockedOut(id, 'AT!USBCOMP=1,1,10D'))).toEqual([true, false, true]);
    expect(ids.map((id) => lockedOut(id, 'AT!USBCOMP=1,3,10D'))).toEqual([true, true, false]);
    expect(ids.map((id) => lockedOut(id, 'AT!UDUSBCOMP=6'))).toEqual([false, true, true]);
  });

  it('nothing that the recipes send themselves, nor a way back', () => {
    for (const id of ids) for (const command of commandsOf(recipe(id))) expect(lockedOut(id, command), command).toBe(false);
    expect(lockedOut('sierra-udusbcomp', 'AT!UDUSBCOMP=14')).toBe(false);
    for (const back of ['AT!USBCOMP=1,1,0000050D', 'AT!USBCOMP=1,1,00001009', 'AT!USBPID?'])
      expect(lockedOut('sierra-usbcomp', back), back).toBe(false);
  });
});
