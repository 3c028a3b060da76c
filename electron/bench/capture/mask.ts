import { groupedImei, labelled, numberCommands } from '../../modem/replies.ts';
import { fake, hasLuhn, type SecretKind } from './fakes.ts';
import { maskPlaces } from './places.ts';

/**
 * Takes out of a capture what names a dongle, a SIM, a person or a place. First everything is shown to it (`learn…`), then
 * everything goes through it: what one port calls by a label another may give without. Any run of eight digits counts as a secret
 * unless it is known to be something else; what is masked in vain costs nothing.
 */

/** Bytes of a MAC address, with or without what stands between them. */
const MAC = /\b[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}\b/gi;
const BARE_MAC = /^[0-9a-f]{12}$/i;
/** However its bytes are told apart, where a label says what it is. */
const LABELLED_MAC = /MAC(?:[ _-]?ADDR(?:ESS)?)?[\s"':=.,_-]*([0-9a-f]{2}(?:[ .:-]?[0-9a-f]{2}){5})(?![0-9a-f])/gi;
/** Without a label: a word of its own, with a digit and a letter. */
const MAC_WORD = /(?<![0-9a-z])(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{12}(?![0-9a-z])/gi;
/** What a bit mask has and a MAC address has not. */
const MASK_LIKE = /0{6}|F{6}/i;
const LONG_RUN = /\d{8,}/g;
/** A hexadecimal literal is a bit mask, never a number of somebody. */
const HEX_LITERAL = /\b0x[0-9a-f]+\b/gi;
/** `20230517` in a firmware's name. */
const BUILD_DATE = /^20[0-4]\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;

/** Questions about the firmware: the only answers in which a date is a date. */
const revisionCommands = /^AT(I|\+C?GMR|\+C?GMM|\+CLAC)$/i;

const labelKinds: Readonly<Record<string, SecretKind>> = { IMEI: 'imei', IMEISV: 'imei', IMSI: 'imsi', ICCID: 'iccid', MSISDN: 'phone' };

/** Shortest serial number that is looked for in other texts, or believed without a colon: `1` is no secret, and stands everywhere. */
const TELLING_SERIAL = 6;
/** Shortest telephone number: what is shorter is a service's. */
const TELLING_PHONE = 4;

export class Masker {
  /** Kind by original, separators taken out, upper case. */
  readonly #originals = new Map<string, SecretKind>();
  readonly #fakes = new Map<string, string>();
  readonly #places = new Map<string, string>();
  #pattern: RegExp | null = null;

  learnSerial(text: string): void {
    for (const [run] of text.matchAll(LONG_RUN)) this.#learn(run, kindOfRun(run));
    if (text.length >= TELLING_SERIAL) this.#learn(text, kindOfRun(text));
  }

  learnString(text: string): void {
    if (BARE_MAC.test(text)) this.#learn(text, 'mac');
    this.#learnRuns(text, false);
  }

  learnReply(command: string, lines: readonly string[]): void {
    const kind = numberCommands.find(([asks]) => asks.test(command))?.[1];
    for (const line of lines) {
      if (kind !== undefined) this.#learnWhole(line, kind);
      for (const [, label = '', between = '', value = ''] of line.matchAll(labelled)) {
        this.#learnLabelled(label, value, /[:=]/.test(between) ? TELLING_PHONE : TELLING_SERIAL);
      }
      this.#learnRuns(line, revisionCommands.test(command));
    }
  }

  /** A serial number, masked even where it is too short to be looked for elsewhere. */
  serial(text: string): string {
    return text.length >= TELLING_SERIAL ? this.text(text) : fake('serial', text, 1);
  }

  text(text: string): string {
    const pattern = this.#sealed();
    return pattern ? text.replace(pattern, (found) => this.#fakeOf(found)) : text;
  }

  reply(command: string, lines: readonly string[]): string[] {
    return lines.map((line) => this.text(maskPlaces(command, line, this.#places)));
  }

  #learn(original: string, kind: SecretKind): void {
    const plain = normal(original);
    if (plain.length < TELLING_PHONE || /^[0F]*$/.test(plain) || this.#originals.has(plain)) return;
    this.#originals.set(plain, kind);
    this.#pattern = null;
  }

  #learnWhole(line: string, kind: SecretKind): void {
    const answer = line.replace(/^[+^!#]?[A-Z]+: ?/, '');
    if (kind === 'phone') {
      for (const [number] of answer.matchAll(/\+?[\d*#][\d .*#-]{2,}\d/g)) this.#learn(number.replace(/[^\d]/g, ''), 'phone');
      return;
    }
    for (const [token] of answer.matchAll(/[0-9A-Za-z]{6,}/g)) {
      const number = unpadded(token);
      if (/\d.*\d.*\d/.test(number)) this.#learn(number, kindOfRun(number, kind));
    }
  }

  #learnLabelled(label: string, value: string, shortest: number): void {
    const trimmed = value.trim();
    const kind = labelKinds[label.toUpperCase()];
    // In groups: one number. Else what follows a blank is another word.
    const whole = unpadded(/^[\d -]+$/.test(trimmed) ? trimmed : (trimmed.split(' ')[0] ?? ''));
    if (/\d/.test(whole) && normal(whole).length >= shortest) this.#learn(whole, kindOfRun(normal(whole), kind));
  }

  #learnRuns(text: string, dates: boolean): void {
    for (const [mac] of text.matchAll(MAC)) this.#learn(mac, 'mac');
    for (const [, mac = ''] of text.matchAll(LABELLED_MAC)) this.#learn(mac, 'mac');
    for (const [mac] of text.matchAll(MAC_WORD)) if (!MASK_LIKE.test(mac)) this.#learn(mac, 'mac');
    for (const [imei] of text.matchAll(groupedImei)) this.#learn(imei, 'imei');
    for (const [run] of text.replace(HEX_LITERAL, ' ').matchAll(LONG_RUN)) {
      if (!(dates && BUILD_DATE.test(run))) this.#learn(run, kindOfRun(run));
    }
  }

  /** One pattern for all secrets, the longest first, so that no mask is masked again and no part goes before the whole. */
  #sealed(): RegExp | null {
    if (this.#originals.size === 0) return null;
    if (this.#pattern) return this.#pattern;
    const longestFirst = [...this.#originals.keys()].sort((a, b) => b.length - a.length);
    this.#pattern = new RegExp(longestFirst.map(anySpelling).join('|'), 'gi');
    return this.#pattern;
  }

  #fakeOf(found: string): string {
    const original = normal(found);
    const masked = this.#fakes.get(original) ?? this.#newFake(original);
    this.#fakes.set(original, masked);
    return inFormOf(found, masked);
  }

  #newFake(original: string): string {
    const kind = this.#originals.get(original) ?? 'number';
    // The software version is added to the first fourteen digits of the IMEI, or to all of it (TS 23.003, 6.2.2).
    const related = kind === 'imei' ? this.#related(original) : undefined;
    if (related !== undefined) return related;
    const taken = new Set(this.#fakes.values());
    for (let n = 1; ; n++) {
      const masked = fake(kind, original, n);
      // Never another secret, nor (of a dongle that was a fake already) itself.
      if ((!taken.has(masked) && !this.#originals.has(masked)) || n > 999) return masked;
    }
  }

  #related(original: string): string | undefined {
    for (const [other, masked] of this.#fakes) {
      if (this.#originals.get(other) !== 'imei' || other.slice(0, 14) !== original.slice(0, 14) || other.length < 14) continue;
      const shared = original.length === 17 ? 15 : 14;
      if (original.length >= 14 && masked.length >= shared) return masked.slice(0, shared) + original.slice(shared);
    }
    return undefined;
  }
}

/** An ICCID of an odd length is filled up with F. */
const unpadded = (token: string) => (/^\d+F$/i.test(token) ? token.slice(0, -1) : token);
const normal = (text: string) => text.replace(/[^0-9A-Za-z]/g, '').toUpperCase();

/** The secret however it is written: digits in groups, a MAC address with colons or without. Short ones only as words of their own. */
function anySpelling(plain: string): string {
  const spelled = [...plain].join('[ .:/_-]?');
  return plain.length >= 8 ? spelled : `(?<![0-9A-Za-z])${spelled}(?![0-9A-Za-z])`;
}

/** `masked` with the separators and the case of `found`. */
function inFormOf(found: string, masked: string): string {
  let at = 0;
  const text = [...found].map((c) => (/[0-9A-Za-z]/.test(c) ? (masked[at++] ?? '0') : c)).join('');
  return found === found.toLowerCase() ? text.toLowerCase() : text;
}

/** What a number is by its form; `hint` where the question or a label said. */
function kindOfRun(text: string, hint?: SecretKind): SecretKind {
  if (!/^\d+$/.test(text)) return hint === 'iccid' ? 'iccid' : 'serial';
  if (text.length === 15 && hasLuhn(text) && hint !== 'imsi') return 'imei';
  if (hint !== undefined && hint !== 'imei') return hint;
  if (text.length >= 18 && text.length <= 20 && text.startsWith('89')) return 'iccid';
  if (hint === 'imei' || text.length === 16 || text.length === 17) return text.length >= 14 ? 'imei' : 'number';
  return text.length === 15 ? 'imsi' : 'number';
}
