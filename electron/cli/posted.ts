import type { Db } from '../../modem-db/db.ts';
import { modelOfText, type TextModel } from '../bench/export-facts/posted-export.ts';
import type { Language } from '../contract/words.ts';
import { readTextFile, type TextStream } from './text-file.ts';

/** What `export --from` is asked for. */
interface From {
  /** A path, or `-` for standard input. */
  readonly from: string;
  readonly device?: string;
  readonly router: string;
  readonly language: Language;
}

/** The modem of a text in a file. Throws what reading a file and `modelOfText` throw. */
export async function modelInFile({ from, device, router, language }: From, db: Db, stdin: TextStream): Promise<TextModel> {
  return modelOfText(await readTextFile(from, stdin), { release: router, device, language }, db);
}
