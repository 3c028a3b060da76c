import { mbimFunctions } from '../behind.ts';
import { cdc } from '../descriptors.ts';
import type { VirtualIdentity } from '../identity.ts';
import type { MbimAbilities } from '../mbim-abilities.ts';
import { bulk, interrupt as interruptEndpoint, type Part } from './parts.ts';

/** wMaxControlMessage of most Qualcomm modems, and the least that the specification wants for wMaxSegmentSize (MBIM 1.0, table 6-3); bytes. */
const MAX_CONTROL_MESSAGE = 4096;
const MAX_SEGMENT = 2048;

export interface MbimPartOptions {
  /** Control interface. */
  readonly number: number;
  /** Data interface. */
  readonly data: number;
  /** Addresses of the endpoints; those in with the direction bit: 0x89, 0x88, 0x05. */
  readonly interrupt: number;
  readonly input: number;
  readonly output: number;
  readonly identity: VirtualIdentity;
  /** wMaxControlMessage in bytes; 4096 unless told. Intel's modems have 512. */
  readonly maxControlMessage?: number;
  /** Default: MBIM 1.0 and nothing else. */
  readonly abilities?: MbimAbilities;
}

/**
 * An MBIM function: control interface 02/0e/00 with its association, data interface 0a/00/02 with endpoints in alternate 1 (MBIM
 * 1.0, 6.1 to 6.6), as Fibocom's L850-GL shows it in usb-devices (4IceG/luci-app-3ginfo-lite, issue 82). A device that has one
 * needs the class triple ef/02/01.
 */
export function mbimPart({
  number,
  data,
  interrupt,
  input,
  output,
  identity,
  maxControlMessage = MAX_CONTROL_MESSAGE,
  abilities = {},
}: MbimPartOptions): Part {
  const dataInterface = { number: data, class: 0x0a, subclass: 0, protocol: 2 };
  return {
    interfaces: [
      {
        number,
        class: 2,
        subclass: 0x0e,
        protocol: 0,
        endpoints: [interruptEndpoint(interrupt, 64, 9)],
        extra: [cdc.header(), cdc.union(number, data), cdc.mbim(maxControlMessage, MAX_SEGMENT), cdc.mbimExtended(16, identity.ip.mtu)],
        association: { count: 2, class: 2, subclass: 0x0e, protocol: 0 },
      },
      { ...dataInterface, endpoints: [] },
      { ...dataInterface, alternate: 1, endpoints: [bulk(input), bulk(output)] },
    ],
    functions: (body) =>
      mbimFunctions(
        { control: number, data, interrupt, input, output, maxSegment: MAX_SEGMENT, maxControlMessage, identity, abilities },
        body,
      ),
    bindings: [
      { interfaceNumber: number, driver: 'cdc_mbim', node: 'cdc-wdm', net: 'wwan' },
      { interfaceNumber: data, driver: 'cdc_mbim' },
    ],
  };
}
