import { describe, expect, it } from 'vitest';
import { dongleForecast } from '../../electron/bench/forecast/dongle.ts';
import { identify } from '../../electron/bench/identity/identify.ts';
import { meantWay, recogniseDevice } from '../../electron/bench/identity/recognise.ts';
import { loadDb } from '../../modem-db/db.ts';
import { interfaces, sighting } from '../support/sightings.ts';

const db = loadDb();

/** An EC25 by its ids with two of its serial ports, as a clone showed itself (lore.kernel.org, linux-usb). */
const clone = sighting(
  0x2c7c,
  0x0125,
  interfaces([0, 0xff, 0xff, 0xff, 0x81, 1], [1, 0xff, 0, 0, 0x8a, 0x82, 2], [4, 0xff, 0xff, 0xff, 0x8b, 0x88, 5]),
);
/** Serial ports beside a network of its own that the firmware's calls do not use (usb-devices of an E173). */
const e173 = sighting(
  0x12d1,
  0x1436,
  interfaces(
    [0, 0xff, 0xff, 0xff, 0x8a, 0x81, 1],
    [1, 2, 6, 0xff, 0x8b],
    [2, 0x0a, 0, 0, 0x83, 3],
    [3, 0xff, 0xff, 0xff, 0x84, 4],
    [4, 0xff, 0xff, 0xff, 0x85, 5],
    // Header, union and Ethernet (CDC 1.2, 5.2.3; ECM 1.2, 5.4), as cdc_ether asks for them.
  ).map((i) =>
    i.number === 1 ? { ...i, extra: Uint8Array.of(5, 36, 0, 16, 1, 5, 36, 6, 1, 2, 13, 36, 15, 1, 0, 0, 0, 0, 234, 5, 0, 0, 0) } : i,
  ),
);

describe('what a device is', () => {
  it('is told by the drivers that have its id where the database has no composition for what it shows', () => {
    const found = recogniseDevice(clone, db);
    expect([found.mode, found.control, found.roles.get(4), found.known?.get(4)]).toEqual(['qmi', 'qmi', 'control', 'listed']);
    expect(identify(clone, db).kind).toBe('modem');
    expect(db.recognise(0x2c7c, 0x0125, clone.configurations[0]?.interfaces ?? []).mode).not.toBe('qmi');
  });

  it('is left as the database has it where that tells a mode', () => {
    expect(recogniseDevice(e173, db)).toEqual(db.recognise(0x12d1, 0x1436, e173.configurations[0]?.interfaces ?? []));
    const mbim = sighting(0x2c7c, 0x0125, interfaces([4, 2, 0x0e, 0, 0x8a], [5, 0x0a, 0, 2, 0x85, 5]));
    expect(recogniseDevice(mbim, db).mode).toBe('mbim');
  });

  it('is nothing that no driver has an id for', () => {
    const stranger = { ...clone, vid: 0x1234, pid: 0x5678 };
    expect(recogniseDevice(stranger, db)).toEqual(db.recognise(0x1234, 0x5678, stranger.configurations[0]?.interfaces ?? []));
  });
});

describe('the way to the network', () => {
  it('is the one of the mode, though another driver is bound as well', () => {
    expect(dongleForecast(e173, '24.10.8', db, null).interfaces[1]?.driver).toBe('cdc_ether');
    expect(dongleForecast(e173, '24.10.8', db, null).way).toEqual({ proto: '3g', device: '/dev/ttyUSB0', net: null, dial: null });
    expect(dongleForecast(clone, '24.10.8', db, null).way).toMatchObject({ proto: 'qmi', device: '/dev/cdc-wdm0' });
  });

  it('never dials over a port for diagnosis or GPS', () => {
    // A Telit LE910C1-EUX with its ports in another order than most: ff/ff/30 is diagnosis, ff/ff/60 NMEA.
    const ports = sighting(
      0x1bc7,
      0x110a,
      interfaces([0, 0xff, 0xff, 0x30, 0x81, 1], [1, 0xff, 0xff, 0x60, 0x8a, 0x82, 2], [2, 0xff, 0xff, 0x40, 0x8b, 0x83, 3]),
    );
    expect(meantWay(ports, recogniseDevice(ports, db)).dials).not.toContain(0);
    const onlyDiagnosis = sighting(0x2c7c, 0x0125, interfaces([0, 0xff, 0xff, 0xff, 0x81, 1]));
    expect(dongleForecast(onlyDiagnosis, '24.10.8', db, null).way).toBeNull();
  });
});
