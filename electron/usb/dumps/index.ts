import { cleanText } from '../../lib/clean-text.ts';
import { type Before, Desk, type FormReader, type Line, type LineReader, type LineVerdict } from './desk.ts';
import { MOST_NOTE_CHARACTERS, MOST_NOTES, MOST_TEXT, type PostedText } from './dump.ts';
import { AtTranscript } from './forms/at.ts';
import { KernelLog } from './forms/kernel-log.ts';
import { loneIds } from './forms/lone-ids.ts';
import { LsusbList } from './forms/lsusb-list.ts';
import { LsusbTree } from './forms/lsusb-tree.ts';
import { LsusbVerbose } from './forms/lsusb-verbose.ts';
import { PairLines } from './forms/pairs.ts';
import { TLines } from './forms/t-lines.ts';
import { UciLines } from './forms/uci.ts';
import { UsbModeLog } from './forms/usbmode.ts';
import { WindowsIds } from './forms/windows.ts';
import { dumpLines } from './lines.ts';
import { joined } from './merge.ts';
import { withPorts } from './places.ts';

export {
  type DumpAssociation,
  type DumpConfiguration,
  type DumpDevice,
  type DumpInterface,
  isHub,
  MOST_TEXT,
  type PostedText,
  type ToldRole,
} from './dump.ts';

/**
 * What is in a text that people post: devices out of `usb-devices`, `/sys/kernel/debug/usb/devices`, `lsusb` in all its forms, kernel logs,
 * `mmcli -m`, hardware ids of Windows, system reports of macOS, logs of usbmode and usb_modeswitch, AT transcripts, lines of keys and values; and
 * OpenWrt's configuration. Several of them may stand in one text, with whatever forums, mail and terminals made of it, and are one picture. Never
 * throws; what is not understood is in `notes`, and what is missing is false in `complete`. The first MOST_TEXT characters are read, in
 * time that grows with them.
 */
export function readText(text: string): PostedText {
  const desk = new Desk();
  const verbose = new LsusbVerbose(desk);
  desk.closing = () => verbose.close();
  const uci = new UciLines();
  const readers: readonly LineReader[] = [
    uci,
    // Its dispatcher writes to the log that the kernel writes to.
    new UsbModeLog(desk),
    new KernelLog(desk),
    new WindowsIds(desk),
    new AtTranscript(desk),
    new PairLines(desk),
  ];
  const words = new WordReaders([new LsusbTree(desk), new TLines(desk), new LsusbList(desk), verbose]);
  const unread = new Unread();
  for (const line of dumpLines(text)) {
    const verdict = verdictOf(readers, line);
    if (verdict !== null) {
      if (verdict === 'unclear') unread.add(line.text);
      continue;
    }
    const understood = words.line(line);
    if (understood || !isNothing(line.text)) desk.endLine(line.text, understood);
    if (!understood) unread.add(line.text);
  }
  verbose.close();
  for (const reader of readers) reader.close();
  const devices = joined(withPorts(desk.drafts).flatMap((draft) => draft.finish() ?? []));
  return {
    devices: devices.length > 0 ? devices : loneIds(text.slice(0, MOST_TEXT)),
    configuration: uci.lines,
    notes: unread.lines,
    unread: unread.count,
    cut: text.length > MOST_TEXT,
  };
}

function verdictOf(readers: readonly LineReader[], line: Line): LineVerdict {
  for (const reader of readers) {
    const verdict = reader.line(line);
    if (verdict !== null) return verdict;
  }
  return null;
}

/** Those that read word by word, so that wrapped and joined lines are read alike. */
class WordReaders {
  readonly #readers: readonly FormReader[];
  #before: Before = ['', '', '', '', ''];

  constructor(readers: readonly FormReader[]) {
    this.#readers = readers;
  }

  /** Whether any of them understood a word of it. */
  line({ words }: Line): boolean {
    let understood = false;
    for (const word of words) {
      if (this.#readers.some((reader) => reader.word(word, this.#before))) understood = true;
      this.#before = [word, this.#before[0], this.#before[1], this.#before[2], this.#before[3]];
    }
    for (const reader of this.#readers) reader.endLine();
    return understood;
  }
}

/** What a shell's prompt, a fence, an empty quotation or a heading leaves is nothing that could be understood. */
const NOTHING = /^\s*OK\s*$|^[\s"'`~=_*>|#{}[\],\u2500-\u257f-]*$|^[^ ]{0,80}(?: ~)? ?[#$](?: .{0,200})?$|^\s*[^:]{1,60}:\s*$/;

const MOST_LOOKED_AT = 500;
const isNothing = (text: string) => text.trim() === '' || NOTHING.test(text.slice(0, MOST_LOOKED_AT));

/** The lines that nobody understood. */
class Unread {
  readonly lines: string[] = [];
  count = 0;

  add(text: string): void {
    if (isNothing(text)) return;
    this.count++;
    if (this.lines.length < MOST_NOTES) this.lines.push(cleanText(text, MOST_NOTE_CHARACTERS));
  }
}
