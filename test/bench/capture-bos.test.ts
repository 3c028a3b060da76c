import { expect, it } from 'vitest';
import { maskBos } from '../../electron/bench/capture/bos.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import { captureOf } from './capture-support.ts';

const usb2 = [7, 0x10, 2, 2, 0, 0, 0];
/** Its own UUID, as no other device has it. */
const uuid = Array.from({ length: 16 }, (_, i) => 0xa1 + i);
const container = (id: readonly number[]) => [20, 0x10, 4, 0, ...id];
/** Of a platform, not of a device. */
const platform = [20, 0x10, 5, 0, ...uuid];
const bos = (...capabilities: readonly number[][]) => {
  const rest = capabilities.flat();
  return Uint8Array.from([5, 15, 5 + rest.length, 0, capabilities.length, ...rest]);
};
const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);

it('a container id is zeros, and nothing else is touched', () => {
  expect(maskBos(bos(usb2, container(uuid), platform, container(uuid)))).toEqual(
    bos(usb2, container(zeros(16)), platform, container(zeros(16))),
  );
  expect(maskBos(bos(usb2, platform))).toEqual(bos(usb2, platform));
});

it('one that is cut off, of the wrong length, or behind what cannot be read, does not survive', () => {
  expect(maskBos(bos(container(uuid)).slice(0, 17))).toEqual(bos(container(zeros(16))).slice(0, 17));
  expect(maskBos(bos([12, 0x10, 4, 0, ...uuid]))).not.toContain(uuid[9]);
  expect(maskBos(bos([0, 0x10, 4, 0, ...uuid]))).toEqual(Uint8Array.from([...bos(zeros(20))]));
  expect(maskBos(Uint8Array.of())).toEqual(Uint8Array.of());
});

it('a capture holds none', async () => {
  const model = findModel('telit-fn980');
  if (!model) throw new Error('no such model');
  const given = bos(usb2, container(uuid));
  const { bos: captured } = await captureOf({
    ...model,
    compose: (composition, body) => {
      const made = model.compose(composition, body);
      return { ...made, spec: { ...made.spec, bos: given } };
    },
  });
  expect(captured).toBe(Buffer.from(bos(usb2, container(zeros(16)))).toString('hex'));
});
