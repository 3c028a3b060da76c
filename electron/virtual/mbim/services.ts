import { AtEngine } from '../at-engine/engine.ts';
import type { MbimAbilities } from '../mbim-abilities.ts';
import { fail, type Handler, type Handlers, type MbimFirmware, ok, type Services, status } from './firmware.ts';
import { u32 } from './wire.ts';

/** Services besides Basic Connect: UUIDs of mbim-uuid.c, numbers of mbim-cid.h, both of libmbim 1.34. */
const uuids = {
  extensions: '3d01dcc5fef54d050d3abef7058e9aaf',
  qmi: 'd1a30bc2f97a6e43bf65c7e24fb0f0d3',
  deviceUpdate: '6427015f579d48f58c54f43ed1e76f83',
  quectel: '112233445566778899aabbccddeeff11',
  fibocom: 'ffffffffabca4b11a4e2f2fc87f94488',
  compal: 'a2a32a97cab14f579ae1451c74dda957',
  intel: 'da138c646515489392b2a1e1ca7c81ca',
} as const;

const QMI_MSG = 1;

/** MBIMEx 2.0, MBIM_CID_VERSION: MBIM 1.0 and the extensions in 16 bits of BCD each; the lower of both sides' is in force. */
const version: Handler = {
  query: (firmware, asked) => {
    const host = asked.u32(0);
    if (host === null) return fail(status.invalidParameters);
    firmware.extended = host >>> 16 >= 0x0200;
    return ok(u32(firmware.extended ? 0x0200_0100 : 0x0100_0100));
  },
};

/** QMI firmware: one QMUX frame in, the answer and what it set off out; what it says unasked by itself. */
export interface FrameFirmware {
  handle(frame: Uint8Array): Uint8Array[];
  onIndication: ((frame: Uint8Array) => void) | null;
}

/** One frame in, the answer out; what it set off goes the way of indications. */
function qmi(firmware: MbimFirmware, behind: FrameFirmware): Handler {
  const indicate = (frame: Uint8Array) => firmware.indicate(QMI_MSG, frame, uuids.qmi);
  behind.onIndication = indicate;
  return {
    set: (_firmware, asked) => {
      const [answer, ...more] = behind.handle(asked.rest(0));
      for (const frame of more) indicate(frame);
      return answer ? ok(answer) : null;
    },
  };
}

/** A command line in, all that it says at once out; what it says later has no way to the host. */
function atLine(
  { identity, body }: MbimFirmware,
  { maker, tables }: NonNullable<MbimAbilities['at']>,
): (line: Uint8Array) => string | null {
  let said = '';
  // Quectel's gives the line back before the answer (ModemManager, mm-port-mbim-quectel.c).
  const engine = new AtEngine({
    identity,
    body,
    tables,
    echo: maker === 'quectel',
    send: (data) => (said += Buffer.from(data).toString('latin1')),
  });
  return (line) => {
    said = '';
    engine.feed(line);
    return said === '' ? null : said;
  };
}

/** Plain text both ways. */
function at(firmware: MbimFirmware, ability: NonNullable<MbimAbilities['at']>): Handler {
  const run = atLine(firmware, ability);
  const handle: Handler['set'] = (_firmware, asked) => {
    const said = run(asked.rest(0));
    return said === null ? null : ok(Buffer.from(said, 'latin1'));
  };
  return ability.maker === 'compal' ? { query: handle } : { set: handle };
}

/** A word before the text: 0 for AT, and in the answer the outcome, which is assumed to be 1 where the text ends in an error. */
function quectelAt(firmware: MbimFirmware, ability: NonNullable<MbimAbilities['at']>): Handler {
  const run = atLine(firmware, ability);
  return {
    set: (_firmware, asked) => {
      if (asked.u32(0) !== 0) return fail(status.invalidParameters);
      const said = run(asked.rest(4));
      return said === null ? null : ok(Buffer.concat([u32(/ERROR/.test(said) ? 1 : 0), Buffer.from(said, 'latin1')]));
    },
  };
}

/** MbimQuectelRadioSwitchState of libmbim: off, on, FCC-locked; switching it on unlocks it. */
const quectelRadio: Handler = {
  query: (firmware) => ok(u32(firmware.fccLocked ? 4 : firmware.radioOn ? 1 : 0)),
  set: (firmware, asked) => {
    const wanted = asked.u32(0);
    if (wanted !== 0 && wanted !== 1) return fail(status.invalidParameters);
    if (wanted === 1) firmware.body.memory.set('fccUnlocked', true);
    firmware.radioOn = wanted === 1 && !firmware.fccLocked;
    return ok(u32(firmware.radioOn ? 1 : 0));
  },
};

/** What a firmware has beside Basic Connect; `frames`: what is behind Qualcomm's service. */
export function servicesOf(firmware: MbimFirmware, frames?: FrameFirmware): Services {
  const { abilities } = firmware;
  const ability = abilities.at;
  const all: readonly (readonly [service: string, id: number, handler: Handler] | false | undefined)[] = [
    abilities.extensions === true && [uuids.extensions, 15, version],
    frames && [uuids.qmi, QMI_MSG, qmi(firmware, frames)],
    ability &&
      (ability.maker === 'quectel'
        ? [uuids.deviceUpdate, 8, quectelAt(firmware, ability)]
        : [uuids[ability.maker], 1, at(firmware, ability)]),
    abilities.quectelRadio !== undefined && [uuids.quectel, 1, quectelRadio],
  ];
  const had = all.filter((one) => one !== false && one !== undefined);
  return new Map(had.map(([service, id, handler]): [string, Handlers] => [service, new Map([[id, handler]])]));
}
