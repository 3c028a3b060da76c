import { describe, expect, it } from 'vitest';
import { models } from '../../electron/virtual/models/index.ts';
import { loadDb } from '../../modem-db/db.ts';
import { kernelTables, tableKernels } from '../../modem-db/drivers/index.ts';
import { numbersOf, openSerial, pidOf, tripleOf } from './serial-terminal.ts';
import { model, plug } from './wire.ts';

describe('the further models', () => {
  it('have names and SIMs of their own', () => {
    const all = models;
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it('quectel-ec25-unlisted shows an EC25 under an id that no list has', async () => {
    const { stick, ask } = await openSerial('quectel-ec25-unlisted', 2);
    expect([pidOf(stick), numbersOf(stick)]).toEqual(['4006', [0, 1, 2, 3, 4]]);
    expect([0, 1, 2, 3, 4].map((number) => tripleOf(stick, number))).toEqual(['ff/ff/ff', 'ff/00/00', 'ff/00/00', 'ff/00/00', 'ff/ff/ff']);
    expect(await ask('AT+QCFG="usbnet"')).toEqual(['+QCFG: "usbnet",0', 'OK']);
    const { bindings } = model('quectel-ec25-unlisted');
    expect(bindings('qmi').map(({ driver }) => driver)).toEqual([null, null, null, null, null]);
    // A class has its driver whatever the id.
    expect(bindings('ecm').map(({ driver }) => driver)).toEqual([null, null, null, null, 'cdc_ether', 'cdc_ether']);
  });

  it('sierra-em7455-qmi-only and -mbim-only have one function', () => {
    expect(numbersOf(plug('sierra-em7455-qmi-only'))).toEqual([8]);
    expect(numbersOf(plug('sierra-em7455-mbim-only'))).toEqual([0, 1]);
    expect(numbersOf(plug('sierra-em7455-mbim-only', { composition: 'mbim-12' }))).toEqual([12, 13]);
  });

  it('sierra-em9191 leaves interface 2 out and answers on 3', async () => {
    const { stick, ask } = await openSerial('sierra-em9191', 3);
    expect(numbersOf(stick)).toEqual([0, 1, 3, 4]);
    expect(tripleOf(stick, 3)).toBe('ff/ff/40');
    expect((await ask('ATI'))[1]).toBe('Model: EM9191');
    const before = await openSerial('sierra-em9191', 3, { composition: 'mbim-2022' });
    expect(tripleOf(before.stick, 3)).toBe('ff/00/00');
  });

  it('five-silent-ports answers on the last of six alike', async () => {
    const { stick, ask } = await openSerial('five-silent-ports', 5);
    expect(new Set([0, 1, 2, 3, 4, 5].map((number) => tripleOf(stick, number)))).toEqual(new Set(['ff/00/00']));
    expect(await ask('AT+CGMM')).toEqual(['SIX-PORTS', 'OK']);
    for (const number of [0, 1, 2, 3, 4]) expect(await (await openSerial('five-silent-ports', number)).ask('AT')).toEqual([]);
  });

  it.each(['quectel-ec25-unlisted', 'five-silent-ports'])('%s is in no list', (name) => {
    const { vid, pid } = plug(name).modem.device?.spec ?? { vid: 0, pid: 0 };
    const id = [vid, pid].map((n) => n.toString(16).padStart(4, '0')).join(':');
    expect(
      loadDb()
        .vendors.flatMap((v) => v.compositions)
        .filter((c) => c.id === id),
    ).toEqual([]);
    expect(loadDb().findSwitch(vid, pid)).toBeUndefined();
    for (const kernel of tableKernels()) {
      const rows = [...kernelTables(kernel).drivers.values()].flat();
      expect(
        rows.filter((row) => row.vid === vid && (row.pid === undefined || row.pid === pid)),
        kernel,
      ).toEqual([]);
    }
  });
});
