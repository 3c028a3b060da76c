import type { PlannedTransfer } from './plan.ts';

const hex = (n: number, digits: number) => `0x${n.toString(16).padStart(digits, '0')}`;

const behind = (means: string | undefined) => (means === undefined ? '' : ` (${means})`);

/**
 * One transfer in the words of the wire, the same in every language: what a plan shows, a journal holds and a log says. The bytes come
 * first, and what they mean stands behind them in brackets, where the plan knows it.
 */
export function describeTransfer(transfer: PlannedTransfer): string {
  switch (transfer.kind) {
    case 'detach':
      return 'detach kernel drivers';
    case 'claim':
      return `claim interface ${transfer.interface}`;
    case 'release':
      return `release interface ${transfer.interface}`;
    case 'bulk-out':
      return `out ${hex(transfer.endpoint, 2)} ${transfer.data}${behind(transfer.means)}`;
    case 'bulk-in':
      return `in ${hex(transfer.endpoint, 2)} ${transfer.length} bytes`;
    case 'csw':
      return `in ${hex(transfer.endpoint, 2)} status`;
    case 'control': {
      const setup = [transfer.requestType, transfer.request].map((n) => hex(n, 2));
      const words = [transfer.value, transfer.index].map((n) => hex(n, 4));
      const data = transfer.data ?? (transfer.length > 0 ? `${transfer.length} bytes` : '');
      return `${`control ${[...setup, ...words].join(' ')} ${data}`.trimEnd()}${behind(transfer.means)}`;
    }
    case 'clear-halt':
      return `clear halt ${hex(transfer.endpoint, 2)}`;
    case 'set-configuration':
      return transfer.value < 0 ? 'unconfigure' : `set configuration ${transfer.value}`;
    case 'set-alternate':
      return `set interface ${transfer.interface} alternate ${transfer.alternate}`;
    case 'wait':
      return `wait ${transfer.ms} ms`;
  }
}
