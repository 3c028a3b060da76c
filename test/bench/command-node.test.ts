import { describe, expect, it } from 'vitest';
import { commandNode } from '../../electron/bench/bundling/job-dongle.ts';
import type { Check } from '../../electron/contract/snapshot.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode, PortRole } from '../../electron/contract/words.ts';
import { routerNodes } from '../../electron/openwrt/router-nodes.ts';
import type { InterfaceBinding } from '../../electron/seams/host.ts';
import { interfaces, sighting } from '../support/sightings.ts';

const vendor = (number: number): [number, number, number, number] => [number, 0xff, 0xff, 0xff];
const diagThenModem = new Map<number, PortRole>([
  [0, 'diag'],
  [2, 'at'],
  [3, 'modem'],
]);
const option = sighting(0x19d2, 0x0117, interfaces(vendor(0), vendor(1), vendor(2), vendor(3)));
const heard: Check = { id: 'control-at', title: { key: 'k', values: {} }, state: 'passed', seen: '', code: null };

function node(mode: Mode, over: Partial<Parameters<typeof commandNode>[0]> = {}) {
  return commandNode({
    wishes: Wishes.parse({ mode, router: '24.10.8' }),
    atPortIndex: 1,
    roles: diagThenModem,
    bindings: [],
    sighting: option,
    checks: [],
    ...over,
  });
}

describe('the node over which a router will command the modem', () => {
  it('is the only control node for QMI and MBIM, and for NCM where AT was heard there', () => {
    expect([node('qmi'), node('mbim'), node('ncm', { checks: [heard] })]).toEqual(Array(3).fill({ controlNode: '/dev/cdc-wdm0' }));
    expect(node('ncm')).toEqual({ controlNode: '/dev/ttyUSB1' });
    expect(node('ncm', { atPortIndex: null })).toEqual({ controlNode: null });
  });

  it('is none for a network card', () => {
    expect([node('ecm'), node('rndis')]).toEqual([{ controlNode: null }, { controlNode: null }]);
  });

  it('is for PPP the modem port, before one for AT, counted as Linux does', () => {
    expect(node('ppp')).toEqual({ controlNode: '/dev/ttyUSB2' });
    const at = new Map<number, PortRole>([
      [0, 'diag'],
      [2, 'at'],
    ]);
    expect(node('ppp', { roles: at })).toEqual({ controlNode: '/dev/ttyUSB1' });
    expect(node('ppp', { roles: new Map([[0, 'diag' as const]]) })).toEqual({ controlNode: null });
  });

  it('is a ttyACM where the port is of the CDC class', () => {
    const cdc = sighting(0x1234, 0x5678, interfaces(vendor(0), [1, 2, 2, 1, 0x8a], [3, 2, 2, 1, 0x8b]));
    const roles = new Map<number, PortRole>([
      [0, 'diag'],
      [1, 'at'],
      [3, 'modem'],
    ]);
    expect(node('ppp', { sighting: cdc, roles })).toEqual({ controlNode: '/dev/ttyACM1' });
  });

  it('is what this host bound, from which the router’s number follows', () => {
    const bindings: InterfaceBinding[] = [0, 1, 2, 3].map((n) => ({
      interfaceNumber: n,
      driver: 'option',
      nodes: [`/dev/ttyUSB${n + 4}`],
      netDevices: [],
    }));
    const found = node('ppp', { bindings });
    expect(found.controlNode).toBe('/dev/ttyUSB7');
    expect(routerNodes({ ...found, netDevice: null }).controlNode).toBe('/dev/ttyUSB3');
  });
});
