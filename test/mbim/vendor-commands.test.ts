import { expect, it } from 'vitest';
import { maxControlMessage } from '../../electron/mbim/functional-descriptor.ts';
import { compal, deviceUpdate, fibocom, intelAuthentication, intelTunnel, qualcomm, quectel } from '../../electron/mbim/vendor-commands.ts';

/** Numbers that others have given: commands of a maker's service, and where a descriptor says how long a message may be. */

it('makers’ commands have the numbers of libmbim’s mbim-cid.h', () => {
  const numbers = Object.entries({ qualcomm, deviceUpdate, quectel, fibocom, compal, intelTunnel, intelAuthentication }).flatMap(
    ([maker, commands]) => Object.values(commands).map(({ service, id }) => `${maker} ${service} ${id}`),
  );
  expect(numbers).toEqual([
    'qualcomm d1a30bc2f97a6e43bf65c7e24fb0f0d3 1',
    'deviceUpdate 6427015f579d48f58c54f43ed1e76f83 8',
    'quectel 112233445566778899aabbccddeeff11 1',
    'fibocom ffffffffabca4b11a4e2f2fc87f94488 1',
    'compal a2a32a97cab14f579ae1451c74dda957 1',
    'intelTunnel da138c646515489392b2a1e1ca7c81ca 1',
    'intelAuthentication f85d46efab26408198684d183c0a3aec 1',
  ]);
});

it.each<[string, number[], number | null]>([
  ['a whole one', [12, 0x24, 0x1b, 0, 1, 0, 0x10, 16, 64, 0xdc, 5, 0x20], 4096],
  ['the shortest that tells it', [7, 0x24, 0x1b, 0, 1, 0, 0x10], 4096],
  ['the least', [7, 0x24, 0x1b, 0, 1, 64, 0], 64],
  ['less than the least', [7, 0x24, 0x1b, 0, 1, 63, 0], null],
  ['more than the most', [7, 0x24, 0x1b, 0, 1, 1, 0x10], 4096],
  ['one too short', [6, 0x24, 0x1b, 0, 1, 0], null],
  ['behind others', [5, 0x24, 0, 0x10, 1, 5, 0x24, 6, 0, 1, 12, 0x24, 0x1b, 0, 1, 0, 2, 16, 64, 0xdc, 5, 0x20], 512],
  ['another kind', [7, 0x24, 0x1c, 0, 1, 0, 0x10], null],
  ['another type', [7, 0x25, 0x1b, 0, 1, 0, 0x10], null],
  ['none', [], null],
  ['a length of nothing', [0, 0x24, 0x1b, 0, 1, 0, 0x10], null],
])('wMaxControlMessage of %s', (_, bytes, expected) => {
  expect(maxControlMessage(Uint8Array.from(bytes))).toBe(expected);
});
