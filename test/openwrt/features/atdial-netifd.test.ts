import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Mode } from '../../../electron/contract/words.ts';
import recorded from '../../field/atdial-netifd.json';
import { someOf } from '../../support/some-of.ts';
import { dialOf, fm350, huaweiNcm, l850 } from '../inputs.ts';
import { equipDialler } from './dialled.ts';
import { apply, bundle, disposeRouters, newRouter } from './tools.ts';

afterEach(disposeRouters);

const { runs } = z
  .object({
    runs: z.array(
      z.object({
        release: z.string(),
        modem: z.string(),
        dial: z.string(),
        mode: Mode,
        said: z.record(z.string(), z.array(z.string())),
        netifd: z.object({
          address: z.array(z.string()),
          routes: z.array(z.string()),
          dns: z.array(z.string()),
          served: z.string().nullable(),
        }),
      }),
    ),
  })
  .parse(recorded);

const dongles = { rndis: fm350, ncm: l850, ecm: { ...fm350, mode: 'ecm' as const } };
const ofHuawei = (modem: string) => modem.startsWith('huawei');

/** What netifd was told, in the words that its status has. */
function shown(told: readonly string[]) {
  const of = (word: string) => told.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1).split(' ')] : []));
  const bits = (mask: string) => mask.split('.').reduce((sum, part) => sum + Number(part).toString(2).replaceAll('0', '').length, 0);
  return {
    address: of('proto_add_ipv4_address').map(([address, mask = '']) => `${address}/${bits(mask)}`),
    routes: of('proto_add_ipv4_route').map(([target, mask, gateway]) => `${target}/${mask} via ${gateway ?? '0.0.0.0'}`),
    dns: of('proto_add_dns_server').map(([server]) => server),
    served: told.some((line) => line.includes('proto=dhcp')) ? 'dhcp' : null,
  };
}

describe('what the real netifd showed of a call', () => {
  it.each(someOf(runs, 8))(
    'is what the dialler tells it by the same answers: $modem on $release',
    async ({ modem, dial, mode, said, netifd }) => {
      const router = newRouter();
      router.commands.set('pidof', () => ({ code: 1 }));
      const dialler = equipDialler(router);
      const { told } = dialler;
      const dongle = ofHuawei(modem) ? huaweiNcm : mode === 'ncm' ? l850 : dongles[mode === 'rndis' ? 'rndis' : 'ecm'];
      const way = ofHuawei(modem) ? ({ way: 'dial' } as const) : {};
      const given = { ...bundle({ mode }, way, { atInterface: 2 }), dongle: { ...dongle, dial: dialOf(dial) } };
      router.plugUsb('1-1', dongle, { 0: 'eth1', 2: ofHuawei(modem) ? 'cdc-wdm0' : 'ttyUSB3', 4: 'ttyUSB4' });
      expect((await apply(router, given)).code).toBe(0);
      told.length = 0;
      const port = router.path(ofHuawei(modem) ? 'dev/cdc-wdm0' : 'dev/ttyUSB3');
      for (const [command, answers] of Object.entries(said)) {
        const left = [...answers];
        dialler.replies.set(command, () => (left.length > 1 ? left.shift() : left[0]) ?? 'OK');
      }
      const tell = router.commands.get('netifd');
      router.commands.set('netifd', (args) => {
        // The call is over as soon as it is up: nobody has to look after it.
        if (args[0] === 'proto_send_update') rmSync(port);
        return tell?.(args) ?? { code: 0 };
      });
      await router.run('etc/modem-bench/dial', ['wwan', 'call'], false, { apn: 'internet', pdptype: 'ipv4' });
      // What was asked then is asked now, the command that makes the port carry the data among it.
      expect(Object.keys(said).filter((command) => !dialler.sent.includes(command))).toEqual([]);
      expect(shown(told)).toEqual(netifd);
    },
  );
});
