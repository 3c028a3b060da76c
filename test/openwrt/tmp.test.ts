import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { Wishes } from '../../electron/contract/wishes.ts';
import { findRelease } from '../../modem-db/openwrt/index.ts';
import { planInterface } from '../../electron/openwrt/protos.ts';
import { removeScript, setupScript } from '../../electron/openwrt/script.ts';
it('dump', () => {
  const release = findRelease('24.10.8');
  if (!release) throw new Error();
  const w = Wishes.parse({ mode: 'ncm', router: '24.10.8', apn: 'internet', username: "us'er x", password: 'p$(id)`w', auth: 'pap', pin: '1234' });
  const plan = planInterface(w, { controlNode: '/dev/ttyUSB2', netDevice: 'wwan0', vendorFamily: 'huawei', manufacturer: 'huawei' }, release);
  if (!plan) throw new Error();
  writeFileSync('/tmp/t/setup.sh', setupScript({ interfaceName: 'wwan', plan, release, installCommand: 'opkg update && opkg install x' }));
  writeFileSync('/tmp/t/remove.sh', removeScript());
});
