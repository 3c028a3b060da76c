import type { Phrase } from './plan.ts';
import type { HolderView } from './snapshot.ts';

/** The sentence about a program that has the dongle: what it does there, and what will be done about it. */
export function holderPhrase(holder: HolderView): Phrase {
  switch (holder.kind) {
    case 'modem-manager':
      return holder.modem === null
        ? { key: 'holders.modem-manager-near', values: {} }
        : { key: 'holders.modem-manager', values: { modem: holder.modem } };
    case 'usb-modeswitch':
      return { key: 'holders.usb-modeswitch', values: { pid: holder.pid } };
    case 'mounted':
      return { key: 'holders.mounted', values: { device: holder.device, at: holder.at.slice(0, 500) } };
  }
}
