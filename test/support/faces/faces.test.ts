import { describe, expect, it } from 'vitest';
import { quectelEc25Identity } from '../../../electron/virtual/models/quectel-ec25.ts';
import { compareFaces, contradicts } from './face.ts';
import { readMbimcli } from './mbimcli.ts';
import { readMmcli } from './mmcli.ts';
import { readQmicli } from './qmicli.ts';
import { technologyOf } from './technology.ts';
import { truthOf } from './truth.ts';

const truth = truthOf(quectelEc25Identity);

/** Forms: libqmi, src/qmicli; the card as one EM7455 printed it (fw-web.de, bpi-r3:lte). */
const qmicli = `[/dev/cdc-wdm0] Device manufacturer retrieved:
	Manufacturer: 'Quectel'
[/dev/cdc-wdm0] Device model retrieved:
	Model: 'EC25'
[/dev/cdc-wdm0] Device revision retrieved:
	Revision: 'EC25EFAR06A08M4G'
[/dev/cdc-wdm0] Device IDs retrieved:
	    ESN: '0'
	   IMEI: '861536030196001'
	   MEID: '0'
	IMEI SV: '01'
[/dev/cdc-wdm0] UIM ICCID retrieved:
	ICCID: '8901010000000000033'
[/dev/cdc-wdm0] UIM IMSI retrieved:
	IMSI: '001010000000033'
[/dev/cdc-wdm0] Successfully got card status
Provisioning applications:
	Primary GW:   slot '1', application '1'
	Primary 1X:   session doesn't exist
Slot [1]:
	Card state: 'present'
	UPIN state: 'not-initialized'
		UPIN retries: '0'
		UPUK retries: '0'
	Application [1]:
		Application type:  'usim (2)'
		Application state: 'ready'
		Personalization state: 'ready'
		UPIN replaces PIN1: 'no'
		PIN1 state: 'enabled-verified'
			PIN1 retries: '3'
			PUK1 retries: '10'
[/dev/cdc-wdm0] Successfully got serving system:
	Registration state: 'registered'
	CS: 'attached'
	PS: 'attached'
	Selected network: '3gpp'
	Radio interfaces: '1'
		[0]: 'lte'
	Roaming status: 'off'
	Data service capabilities: '1'
		[0]: 'lte'
	Current PLMN:
		MCC: '1'
		MNC: '1'
		Description: 'Practice Mobile'
[/dev/cdc-wdm0] Successfully got signal info
LTE:
	RSSI: '-67 dBm'
	RSRQ: '-9 dB'
	RSRP: '-92 dBm'
	SNR: '12.6 dB'
`;

/** Forms: libmbim, src/mbimcli. */
const mbimcli = `[/dev/cdc-wdm0] Device capabilities retrieved:
	      Device type: 'embedded'
	        Device ID: '861536030196001'
	    Firmware info: 'EC25EFAR06A08M4G'
	    Hardware info: 'EC25-E'
[/dev/cdc-wdm0] Subscriber ready status retrieved:
	      Ready state: 'initialized'
	    Subscriber ID: '001010000000033'
	        SIM ICCID: '8901010000000000033'
	       Ready info: 'none'
	Telephone numbers: (1) '+15550100017'
[/dev/cdc-wdm0] PIN info:
	         PIN state: 'unlocked'
	          PIN type: 'pin1'
	Remaining attempts: '3'
[/dev/cdc-wdm0] Registration status:
	         Network error: 'unknown'
	        Register state: 'home'
	         Register mode: 'automatic'
	Available data classes: 'lte'
	Current cellular class: 'gsm'
	           Provider ID: '00101'
	         Provider name: 'Practice Mobile'
	          Roaming text: 'unknown'
	    Registration flags: 'packet-service-automatic-attach'
[/dev/cdc-wdm0] Signal state:
	          RSSI [0-31,99]: '23'
	     Error rate [0-7,99]: '99'
`;

const mmcli = {
  modem: JSON.stringify({
    modem: {
      generic: {
        manufacturer: 'Quectel',
        model: 'EC25',
        revision: 'EC25EFAR06A08M4G',
        state: 'registered',
        'state-failed-reason': '--',
        'unlock-required': 'sim-pin2',
        'unlock-retries': ['sim-pin (3)', 'sim-pin2 (3)', 'sim-puk (10)', 'sim-puk2 (10)'],
        'access-technologies': ['lte'],
      },
      '3gpp': { imei: '861536030196001', 'operator-name': 'Practice Mobile', 'registration-state': 'home' },
    },
  }),
  sim: JSON.stringify({ sim: { properties: { imsi: '001010000000033', iccid: '8901010000000000033' } } }),
  signal: JSON.stringify({ modem: { signal: { lte: { rssi: '-67.00', rsrp: '-92.00', rsrq: '-9.00', snr: '12.60' } } } }),
};

describe('what the programs print', () => {
  it('qmicli: all of it', () => {
    expect(readQmicli(qmicli)).toEqual(truth);
  });

  it('mbimcli: what MBIM 1.0 has, the signal in its steps', () => {
    expect(readMbimcli(mbimcli)).toEqual({ ...truth, manufacturer: null, model: null, rsrp: null, rsrq: null, snr: null });
    const version2 = `${mbimcli}[/dev/cdc-wdm0] RSRP/SNR info: 'lte'\n\t           RSRP: '-92 dBm'\n\t            SNR: '12.5 dB'\n`;
    expect(readMbimcli(version2)).toMatchObject({ rsrp: -92, snr: 12.5 });
    expect(readMbimcli(mbimcli.replace("'23'", "'99'")).rssi).toBeNull();
  });

  it('mmcli: all of it', () => {
    expect(readMmcli(mmcli)).toEqual(truth);
    expect(readMmcli({ ...mmcli, sim: null, signal: null })).toMatchObject({ iccid: null, sim: null, rssi: null });
  });

  it('locked and missing cards, and no network', () => {
    const locked = qmicli.replace("Application state: 'ready'", "Application state: 'pin1-or-upin-pin-required'");
    expect(readQmicli(locked).sim).toBe('pin');
    expect(readQmicli(qmicli.replace("'present'", "'absent'")).sim).toBe('missing');
    expect(readQmicli(qmicli.replace("'registered'", "'not-registered-searching'")).registration).toBe('searching');
    expect(readQmicli(qmicli.replace("Roaming status: 'off'", "Roaming status: 'on'")).registration).toBe('roaming');
    expect(readMbimcli(mbimcli.replace("'initialized'", "'device-locked'")).sim).toBe('pin');
    expect(readMbimcli(mbimcli.replace("'initialized'", "'device-locked'").replace("'pin1'", "'puk1'"))).toMatchObject({
      sim: 'puk',
      pinTries: null,
    });
    expect(readMmcli({ ...mmcli, modem: mmcli.modem.replace('sim-pin2', 'sim-pin') }).sim).toBe('pin');
  });

  it('nothing, where nothing is printed', () => {
    for (const face of [readQmicli(''), readMbimcli('')]) expect(Object.values(face).filter((value) => value !== null)).toEqual([]);
  });

  it.each([
    [['lte'], 'LTE'],
    [['5gnr', 'lte'], '5G NSA'],
    [['5gnr'], '5G'],
    [['umts', 'hsdpa', 'hsupa'], 'HSUPA'],
    [['gprs', 'edge'], 'EDGE'],
    [['cdma1x'], null],
  ])('%j is %s', (words, technology) => {
    expect(technologyOf(words)).toBe(technology);
  });
});

describe('the comparison', () => {
  it('lets a program keep silent and round, and nothing else', () => {
    expect(contradicts('rssi', truth, { ...truth, rssi: -68 })).toBe(false);
    expect(contradicts('rssi', truth, { ...truth, rssi: -69 })).toBe(true);
    expect(contradicts('pinTries', truth, { ...truth, pinTries: 2 })).toBe(true);
    expect(contradicts('imsi', truth, { ...truth, imsi: null })).toBe(false);
  });

  it('prints a column a program and says who contradicts in what', () => {
    const { lines, contradictions } = compareFaces(truth, [
      { program: 'one', face: { ...truth, model: 'EC21', imsi: null } },
      { program: 'two', face: { ...truth, model: 'Generic' }, ownWords: ['model'] },
      { program: 'three', face: 'not there' },
    ]);
    expect(contradictions).toEqual(['one: model EC21, not EC25']);
    expect(lines[0]?.split(/ {2,}/)).toEqual(['', 'truth', 'one', 'two', 'three']);
    expect(lines[2]).toMatch(/^model +EC25 +! EC21 +Generic$/);
    expect(lines.find((line) => line.startsWith('imsi'))).toMatch(/001010000000033 +- +001010000000033$/);
    expect(lines.at(-1)).toBe('three: not there');
  });
});
