import type { Reply } from '../../lines.ts';
import { smoni } from './cinterion.ts';
import { gtccinfo } from './fibocom.ts';
import { debug } from './foxconn.ts';
import { hcsq, monsc } from './huawei.ts';
import { xcesq, xmci } from './intel.ts';
import type { Measured } from './measured.ts';
import { qcsq, qeng } from './quectel.ts';
import { gstatus } from './sierra.ts';
import { cpsi } from './simcom.ts';
import { cesq, csq } from './standard.ts';
import { rfsts } from './telit.ts';
import { zrssi } from './zte.ts';

/** The answers that are read, by the name of the command. A module each vendor says where the form is from. */
const formats: Readonly<Record<string, (reply: Reply) => Measured[]>> = {
  '+CSQ': csq,
  '+CESQ': cesq,
  '+QENG': qeng,
  '+QCSQ': qcsq,
  '^HCSQ': hcsq,
  '^MONSC': monsc,
  '+GTCCINFO': gtccinfo,
  '+XCESQ': xcesq,
  '+XMCI': xmci,
  '+CPSI': cpsi,
  '!GSTATUS': gstatus,
  '#RFSTS': rfsts,
  '^SMONI': smoni,
  '+ZRSSI': zrssi,
  '^DEBUG': debug,
  '+DEBUG': debug,
};

/** Every cell that a reply tells of, as its command has them; none where it failed. */
export function measuresIn(command: string, reply: Reply): Measured[] {
  const name = /^AT([+^*%$!#][A-Z0-9]+)/i.exec(command)?.[1]?.toUpperCase() ?? '';
  return Object.hasOwn(formats, name) && reply.final.kind === 'ok' ? (formats[name]?.(reply) ?? []) : [];
}
