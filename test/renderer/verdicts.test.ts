import { describe, expect, it } from 'vitest';
import type { InterfaceForecast } from '../../electron/contract/drivers.ts';
import { contradicts, packagesOf, reportedRows, rowsOf, summariesOf, verdictOf } from '../../renderer/state/verdicts.ts';
import { forecast, ncmInterfaces, reportedModem } from './fixtures.ts';

const binds = (driver: string | null): InterfaceForecast => ({
  number: 0,
  driver,
  kmod: null,
  newId: false,
  why: { key: 'drivers.rules.row', values: {} },
  row: null,
  runnerUp: null,
  nodes: [],
});
const seen = (driver: string | null) => ({ driver, nodes: [] });

describe('a verdict', () => {
  it.each([
    ['same', seen('option'), binds('option')],
    ['none', seen(null), binds(null)],
    ['other', seen('qcserial'), binds('option')],
    ['router-only', seen(null), binds('option')],
    ['here-only', seen('option'), binds(null)],
    ['untold', null, binds('option')],
    ['untold', seen('usbfs'), binds('option')],
    ['unforetold', seen('option'), null],
  ] as const)('is %s', (verdict, here, there) => {
    expect(verdictOf(here, there)).toBe(verdict);
  });

  it('of a text is what the bench says of it, whatever the names of the drivers', () => {
    const rows = reportedRows(reportedModem);
    expect(rows.map((row) => row.verdict)).toEqual(['same', 'here-only', 'router-only', 'untold']);
    const [first] = reportedModem.interfaces;
    const aliased = first ? { ...reportedModem, interfaces: [{ ...first, seen: 'option1', agrees: true }] } : reportedModem;
    expect(reportedRows(aliased).map((row) => row.verdict)).toEqual(['same']);
    const unjudged = first ? { ...reportedModem, interfaces: [{ ...first, driver: null, seen: 'usbhid', agrees: null }] } : reportedModem;
    expect(reportedRows(unjudged).map((row) => row.verdict)).toEqual(['untold']);
  });
});

describe('the rows of a dongle', () => {
  it('are one for each interface, with the nodes of every alternate setting', () => {
    const rows = rowsOf(ncmInterfaces, forecast.interfaces, true);
    expect(rows.map((row) => row.number)).toEqual([0, 1, 2, 3, 4]);
    expect(rows[2]).toMatchObject({
      triple: 'ff/03/16',
      role: 'net',
      seen: { driver: 'huawei_cdc_ncm', nodes: ['/dev/cdc-wdm0', 'wwan0'] },
    });
    expect(rows.map((row) => row.verdict)).toEqual(['same', 'same', 'same', 'same', 'router-only']);
    expect(packagesOf(rows)).toEqual(['kmod-usb-serial-option', 'kmod-usb-net-huawei-cdc-ncm', 'kmod-usb-storage']);
  });

  it('leave open what this system does not tell, and what only one side has', () => {
    expect(rowsOf(ncmInterfaces, forecast.interfaces, false).every((row) => row.seen === null && row.verdict === 'untold')).toBe(true);
    const rows = rowsOf(ncmInterfaces.slice(0, 1), forecast.interfaces.slice(1, 2), true);
    expect(rows.map(({ number, verdict }) => [number, verdict])).toEqual([
      [0, 'unforetold'],
      [1, 'untold'],
    ]);
  });

  it('come to their troubles, the worst first, or to what they agree in', () => {
    const of = (pairs: [string | null, string | null][]) =>
      summariesOf(
        pairs.map(([here, there], number) => {
          const foretold = { ...binds(there), number };
          return { number, triple: null, role: null, seen: seen(here), foretold, verdict: verdictOf(seen(here), foretold) };
        }),
      );
    expect(of([])).toEqual([{ summary: 'empty', count: 0 }]);
    expect(
      of([
        ['option', 'option'],
        [null, null],
      ]),
    ).toEqual([{ summary: 'same', count: 2 }]);
    expect(
      of([
        ['option', 'option'],
        [null, 'option'],
      ]),
    ).toEqual([{ summary: 'router-only', count: 1 }]);
    expect(
      of([
        ['option', null],
        ['qcserial', 'option'],
        [null, 'option'],
      ]),
    ).toEqual([
      { summary: 'differs', count: 2 },
      { summary: 'router-only', count: 1 },
    ]);
    expect(summariesOf(rowsOf(ncmInterfaces, forecast.interfaces, false))).toEqual([{ summary: 'untold', count: 5 }]);
    expect(contradicts('router-only')).toBe(false);
  });
});
