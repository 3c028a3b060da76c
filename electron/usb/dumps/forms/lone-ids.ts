import { Draft } from '../draft.ts';
import { type DumpDevice, MOST_DEVICES } from '../dump.ts';
import { withoutMarkup } from '../markup.ts';

/** Not part of an address: `fe80:0125:…`, `00:1e:10…`, a time. */
const IDS = /(?<![\w:.-])(?:0x)?([0-9a-f]{4}) ?: ?(?:0x)?([0-9a-f]{4})(?![\w:]|\.\d)/gi;

/** Ids in a sentence: "mine is 2c7c:0125". Only of a text in which nothing else was found. */
export function loneIds(text: string): DumpDevice[] {
  const found = new Map<string, Draft>();
  for (const [, vid = '', pid = ''] of withoutMarkup(text).matchAll(IDS)) {
    const id = `${vid}:${pid}`.toLowerCase();
    if (found.has(id) || found.size >= MOST_DEVICES) continue;
    const draft = new Draft('ids');
    draft.vid = Number.parseInt(vid, 16);
    draft.pid = Number.parseInt(pid, 16);
    found.set(id, draft);
  }
  return [...found.values()].flatMap((draft) => draft.finish() ?? []);
}
