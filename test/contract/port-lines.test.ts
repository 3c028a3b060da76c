import { describe, expect, it } from 'vitest';
import type { ReportedPort } from '../../electron/contract/drivers.ts';
import { portLines } from '../../electron/contract/port-lines.ts';
import { createText } from '../../electron/contract/text.ts';

const port = (number: number, role: ReportedPort['role'], known: ReportedPort['known'], node = true): ReportedPort => ({
  interface: number,
  node: node ? `/dev/ttyUSB${number}` : null,
  role,
  known,
});
const en = createText('en');
const ru = createText('ru');

describe('lines about serial ports', () => {
  it('name each, and the AT port with how it is known', () => {
    const ports = [port(0, 'diag', 'code'), port(1, 'gps', 'listed'), port(2, 'at', 'listed'), port(3, 'modem', 'listed', false)];
    const lines = portLines({ ports, at: { state: 'named', interfaces: [2, 3] } }, en);
    expect(lines).toEqual([
      'Serial ports: ttyUSB0: diagnostics, ttyUSB1: GPS, ttyUSB2: AT, interface 3 (no port): modem',
      'AT port: ttyUSB2, as listed for these ids.',
    ]);
    expect(portLines({ ports, at: { state: 'named', interfaces: [2, 3] } }, ru)[1]).toBe(
      'AT-порт: ttyUSB2, так указано для этих идентификаторов.',
    );
  });

  it('name those that may be, in the order in which they are asked', () => {
    const ports = [port(0, 'other', 'listed'), port(1, 'other', 'candidate'), port(2, 'other', 'candidate')];
    expect(portLines({ ports, at: { state: 'candidates', interfaces: [2, 1] } }, en)).toEqual([
      'Serial ports: ttyUSB0: other, ttyUSB1: unknown, ttyUSB2: unknown',
      'AT port: not known. Candidates: ttyUSB2, ttyUSB1; tested on the bench.',
    ]);
    expect(portLines({ ports, at: { state: 'candidates', interfaces: [2, 1] } }, ru)[1]).toContain('Возможно, это ttyUSB2, ttyUSB1');
  });

  it('say that there is none, and nothing of what has no serial port', () => {
    expect(portLines({ ports: [port(0, 'diag', 'code')], at: { state: 'none', interfaces: [] } }, en)[1]).toContain('none');
    expect(portLines({ ports: [], at: null }, en)).toEqual([]);
  });
});
