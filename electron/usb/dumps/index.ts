import { type Before, Desk, type FormReader } from './desk.ts';
import type { DumpDevice } from './dump.ts';
import { LsusbList } from './lsusb-list.ts';
import { LsusbTree } from './lsusb-tree.ts';
import { LsusbVerbose } from './lsusb-verbose.ts';
import { joined } from './merge.ts';
import { TLines } from './t-lines.ts';
import { dumpLines } from './words.ts';

export { type DumpComplete, type DumpConfiguration, type DumpDevice, type DumpForm, type DumpInterface, isHub, MOST_TEXT } from './dump.ts';

/**
 * Devices out of text that people post: `usb-devices`, `/sys/kernel/debug/usb/devices`, `lsusb -v`, `lsusb -t` and the plain list of
 * `lsusb`, several of them in one text, with whatever forums, mail and terminals made of it. Never throws; what is not understood
 * is passed over, and what is missing is false in `complete`. The first MOST_TEXT characters are read, in time that grows with them.
 */
export function readDumps(text: string): DumpDevice[] {
  const desk = new Desk();
  const verbose = new LsusbVerbose(desk);
  desk.closing = () => verbose.close();
  const readers: readonly FormReader[] = [new LsusbTree(desk), new TLines(desk), new LsusbList(desk), verbose];
  let before: Before = ['', '', '', '', ''];
  for (const line of dumpLines(text)) {
    let understood = false;
    for (const word of line.words) {
      if (readers.some((reader) => reader.word(word, before))) understood = true;
      before = [word, before[0], before[1], before[2], before[3]];
    }
    for (const reader of readers) reader.endLine();
    desk.endLine(line.text, understood);
  }
  verbose.close();
  return joined(desk.drafts.flatMap((draft) => draft.finish() ?? []));
}
