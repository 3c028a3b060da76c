import { expect, it } from 'vitest';
import { readSupported } from '../../electron/qmi/supported.ts';
import { hex, modem } from './answering.ts';
import { failure, SUCCESS } from './scripted-channel.ts';

it('bit n of byte m is message 8 m + n', async () => {
  const { client } = await modem({ '3/1e': [SUCCESS, [0x10, hex('0a00 00 00 00 40 11 00 00 00 08 80')]] });
  expect([...((await readSupported(client, 'NAS')) ?? [])]).toEqual([0x1e, 0x20, 0x24, 0x43, 0x4f]);
});

it('a modem that does not tell, and a service that there is not, are null', async () => {
  const { client, channel } = await modem({ '2/1e': [failure(25)], '1/1e': [SUCCESS] });
  expect(await readSupported(client, 'NAS')).toBeNull();
  expect(await readSupported(client, 'DMS')).toBeNull();
  expect(await readSupported(client, 'WDS')).toBeNull();
  const versions = [SUCCESS, [0x01, hex('01 02 0100 0a00')]] as const;
  const few = await modem({});
  few.channel.script = (f) => (f.message === 0x21 ? versions : null);
  await few.client.readVersions();
  const sent = few.channel.sent.length;
  expect(await readSupported(few.client, 'NAS')).toBeNull();
  expect(few.channel.sent).toHaveLength(sent);
  expect(channel.sent.filter((f) => f.message === 0x1e)).toHaveLength(3);
});

it('a list is read as far as the numbers that are the standard ones', async () => {
  const { client } = await modem({ '11/1e': [SUCCESS, [0x10, Uint8Array.of(0xff, 0x1f, ...new Uint8Array(0x1fff).fill(0xff))]] });
  expect((await readSupported(client, 'UIM'))?.size).toBe(0x4000);
});
