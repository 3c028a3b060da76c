import { type Desk, type Line, type LineReader, taken } from '../desk.ts';
import type { Draft } from '../draft.ts';
import type { ToldRole } from '../dump.ts';

/**
 * Hardware ids of Windows (its device manager, `Get-PnpDevice`, .inf files): `USB\VID_2C7C&PID_0125&REV_0318&MI_02`, where `MI_` is the number of an
 * interface in hexadecimal; compatible ids `USB\Class_ff&SubClass_ff&Prot_40` are of the interface before them (Microsoft, "Standard USB
 * Identifiers"). A name with a port in brackets on the same line says what it is for: `Quectel USB AT Port (COM5)`.
 */
const HARDWARE_ID = /\bVID_([0-9a-f]{4})&PID_([0-9a-f]{4})(?:&REV_([0-9a-f]{4}))?(?:&MI_([0-9a-f]{2}))?/gi;
const COMPATIBLE_ID = /\bUSB\\Class_([0-9a-f]{2})&SubClass_([0-9a-f]{2})&Prot_([0-9a-f]{2})/i;
/** Less of the same, which says nothing more. */
const SHORTER_ID = /^\s*USB\\(?:Class_[0-9a-f]{2}(?:&SubClass_[0-9a-f]{2})?|COMPOSITE|DevClass_[0-9a-f]{2}\S{0,40})\s*$/i;
const COM_PORT = /\b([A-Za-z][\w .+-]{0,60})\((COM\d{1,3})\)/;
const MOST_IN_LINE = 32;
const MOST_LINE = 4096;

/** What a port is for, by the names that makers' drivers give it; the first that fits. */
const roles: readonly (readonly [RegExp, ToldRole])[] = [
  [/\b(?:DM|DIAG|diagnostics?)\b/i, 'diag'],
  [/\b(?:NMEA|GPS|GNSS)\b/i, 'gps'],
  [/\b(?:AT|PCUI|command|control)\b/i, 'at'],
  [/\bmodem\b/i, 'modem'],
];

export class WindowsIds implements LineReader {
  readonly #desk: Desk;
  #last: { readonly draft: Draft; readonly interface: number | null } | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  line({ text }: Line) {
    const line = text.slice(0, MOST_LINE);
    const [, cls, subclass, protocol] = COMPATIBLE_ID.exec(line) ?? [];
    if (cls !== undefined && subclass !== undefined && protocol !== undefined) return this.#compatible(cls, subclass, protocol);
    if (SHORTER_ID.test(line)) return 'foreign' as const;
    if (!line.includes('_')) return null;
    const ids = [...line.matchAll(HARDWARE_ID)].slice(0, MOST_IN_LINE);
    for (const [, vid = '', pid = '', revision, interfaceNumber] of ids)
      this.#device(vid, pid, revision, interfaceNumber === undefined ? null : Number.parseInt(interfaceNumber, 16));
    const [, name, node] = COM_PORT.exec(line) ?? [];
    if (ids.length > 0 && name !== undefined && node !== undefined && this.#last) {
      const role = roles.find(([looks]) => looks.test(name))?.[1] ?? null;
      this.#last.draft.tellPort({ node, role, interface: this.#last.interface });
    }
    return ids.length > 0 ? taken : null;
  }

  #device(vidText: string, pidText: string, revision: string | undefined, interfaceNumber: number | null): void {
    const [vid, pid] = [Number.parseInt(vidText, 16), Number.parseInt(pidText, 16)];
    const known = this.#desk.drafts.find((draft) => draft.form === 'windows' && draft.vid === vid && draft.pid === pid);
    const draft = known ?? this.#desk.add('windows');
    draft.vid = vid;
    draft.pid = pid;
    if (revision !== undefined) draft.bcdDevice = Number.parseInt(revision, 16);
    this.#last = { draft, interface: interfaceNumber };
  }

  #compatible(cls: string, subclass: string, protocol: string) {
    const last = this.#last;
    if (!last || last.interface === null) return 'foreign' as const;
    const { draft, interface: number } = last;
    if (draft.configurations.every(({ settings }) => settings.every((s) => s.number !== number))) {
      draft.beginSetting(number);
      const { setting } = draft;
      if (setting) {
        setting.class = Number.parseInt(cls, 16);
        setting.subclass = Number.parseInt(subclass, 16);
        setting.protocol = Number.parseInt(protocol, 16);
      }
    }
    return taken;
  }

  close(): void {}
}
