import { matchKeys } from '../../modem-db/import/keys.ts';
import type { StringMatch, SwitchEntry } from '../../modem-db/schema.ts';

const shortKeys = new Map<StringMatch['key'], string>(Object.entries(matchKeys).map(([short, key]) => [key, short]));

/** The name under which usb_modeswitch's dispatcher looks for the entry: `0471:1210:uMa=Philips`. */
export function switchFileName(entry: SwitchEntry): string {
  return [entry.id, ...(entry.when ?? []).map(({ key, contains }) => `${shortKeys.get(key) ?? key}=${contains}`)].join(':');
}

/**
 * An entry in usb_modeswitch's own format, complete enough for `usb_modeswitch -c FILE`. String matches are not part of the text:
 * they are in the file's name.
 */
export function exportSwitch(entry: SwitchEntry): string {
  const [vid = '', pid = ''] = entry.id.split(':');
  const { method, target } = entry;
  const lines = [`# ${entry.name}`, '', `DefaultVendor=0x${vid}`, `DefaultProduct=0x${pid}`];
  if (target.vid !== undefined) lines.push(`TargetVendor=0x${target.vid}`);
  if (target.class !== undefined) lines.push(`TargetClass=0x${target.class}`);
  const [onlyPid, ...otherPids] = target.pids ?? [];
  if (onlyPid !== undefined && otherPids.length === 0) lines.push(`TargetProduct=0x${onlyPid}`);
  else if (target.pids !== undefined) lines.push(`TargetProductList="${target.pids.join(',')}"`);
  switch (method.name) {
    case 'PantechMode':
      lines.push(`PantechMode=${method.value}`);
      break;
    case 'AltSetting':
      lines.push(`AltSetting=${method.alternate}`);
      break;
    case 'MbimOrNothing':
      lines.push('Configuration=0');
      break;
    case 'Configuration':
    case 'MessageContent':
      break;
    default:
      lines.push(`${method.name}=1`);
  }
  if ('messages' in method) {
    for (const [i, message] of (method.messages ?? []).entries()) lines.push(`MessageContent${i === 0 ? '' : i + 1}="${message}"`);
  }
  const number = (key: string, value: number | undefined) => {
    if (value !== undefined) lines.push(`${key}=${value}`);
  };
  number('Configuration', entry.configuration);
  number('Interface', entry.interface);
  number('MessageEndpoint', entry.messageEndpoint);
  number('ResponseEndpoint', entry.responseEndpoint);
  number('WaitBefore', entry.waitBeforeSeconds);
  number('ReleaseDelay', entry.releaseDelayMs);
  return `${lines.join('\n')}\n`;
}
