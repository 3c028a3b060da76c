import { describe, expect, it } from 'vitest';
import { commandNode } from '../../electron/bench/export-facts/job-dongle.ts';
import type { Check } from '../../electron/contract/snapshot.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode, PortRole } from '../../electron/contract/words.ts';
import { routerNodes } from '../../electron/openwrt/router-nodes.ts';
import type { InterfaceBinding } from '../../electron/seams/host.ts';
import { interfaces, sighting } from '../support/sightings.ts';

const vendor = (number: number): [number, number, number, number, number, number] => [number, 0xff, 0xff, 0xff, 0x81 + number, 1 + number];
const diagThenModem = new Map<number, PortRole>([
  [0, 'diag'],
  [2, 'at'],
  [3, 'modem'],
]);
/** Linux' option.c takes every interface of this id; interface 1 is a port whose use nobody lists. */
const option = sighting(0x19d2, 0x0117, interfaces(vendor(0), vendor(1), vendor(2), vendor(3)));
/** No table has this id, and a class of its own, so that none can be given it either. */
const dc = (number: number): [number, number, number, number, number, number] => [number, 0xdc, 0xff, 0xff, 0x81 + number, 1 + number];
const unlisted = sighting(0x1234, 0x5678, interfaces(dc(0), dc(1), dc(2), dc(3)));
const heard: Check = { id: 'control-at', title: { key: 'k', values: {} }, state: 'passed', seen: '', code: null };

function node(mode: Mode, over: Partial<Parameters<typeof commandNode>[0]> = {}) {
  return commandNode({
    wishes: Wishes.parse({ mode, router: '24.10.8' }),
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
    expect(node('ncm')).toEqual({ controlNode: '/dev/ttyUSB2' });
    expect(node('ncm', { roles: new Map([[3, 'modem' as const]]) })).toEqual({ controlNode: null });
  });

  it('is none for a network card', () => {
    expect([node('ecm'), node('rndis')]).toEqual([{ controlNode: null }, { controlNode: null }]);
  });

  it('is for PPP the modem port, before one for AT, counted among all that the release’s drivers bind', () => {
    expect(node('ppp')).toEqual({ controlNode: '/dev/ttyUSB3' });
    const at = new Map<number, PortRole>([
      [0, 'diag'],
      [2, 'at'],
    ]);
    expect(node('ppp', { roles: at })).toEqual({ controlNode: '/dev/ttyUSB2' });
    expect(node('ppp', { roles: new Map([[0, 'diag' as const]]) })).toEqual({ controlNode: null });
  });

  it('is not counted over interfaces that no driver takes as a port', () => {
    // option.c keeps its hands off interface 5 of a ZTE MF683 (RSVD), which is QMI.
    const zte = sighting(0x19d2, 0x0157, interfaces(vendor(4), vendor(5), vendor(6)));
    const roles = new Map<number, PortRole>([
      [4, 'diag'],
      [6, 'modem'],
    ]);
    expect(node('ppp', { sighting: zte, roles })).toEqual({ controlNode: '/dev/ttyUSB1' });
  });

  it('is a ttyACM where the port is of the CDC class', () => {
    const union = (control: number) => Uint8Array.of(5, 0x24, 6, control, control + 1);
    const parts = interfaces(vendor(0), [1, 2, 2, 1, 0x8a], [2, 0x0a, 0, 0, 0x82, 2], [3, 2, 2, 1, 0x8b], [4, 0x0a, 0, 0, 0x84, 4]);
    const cdc = sighting(
      0x1234,
      0x5678,
      parts.map((part) => (part.class === 2 ? { ...part, extra: union(part.number) } : part)),
    );
    const roles = new Map<number, PortRole>([
      [0, 'diag'],
      [1, 'at'],
      [3, 'modem'],
    ]);
    expect(node('ppp', { sighting: cdc, roles })).toEqual({ controlNode: '/dev/ttyACM1' });
  });

  it('is that of the driver that is given the id, where the release’s tables do not have the dongle', () => {
    const given = { ...option, vid: 0x1234, pid: 0x5678 };
    expect(node('ppp', { sighting: given })).toEqual({ controlNode: '/dev/ttyUSB3' });
  });

  it('is what this host bound, where no driver of the release can have it; the router’s number follows from it', () => {
    const bindings: InterfaceBinding[] = [0, 1, 2, 3].map((n) => ({
      interfaceNumber: n,
      driver: 'option',
      nodes: [`/dev/ttyUSB${n + 4}`],
      netDevices: [],
    }));
    const found = node('ppp', { sighting: unlisted, bindings });
    expect(found.controlNode).toBe('/dev/ttyUSB7');
    expect(routerNodes({ ...found, netDevice: null }).controlNode).toBe('/dev/ttyUSB3');
    expect(node('ppp', { sighting: unlisted })).toEqual({ controlNode: null });
    expect(node('ppp', { bindings })).toEqual({ controlNode: '/dev/ttyUSB3' });
  });
});
