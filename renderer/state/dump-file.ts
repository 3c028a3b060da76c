import { decodeText } from '../../electron/contract/decode-text.ts';
import { mostDumpText } from '../../electron/contract/queries.ts';

/** Why a file is not read as a text. */
export type FileProblem = 'too-large' | 'not-text' | 'unreadable';
export type FileText = { readonly text: string } | { readonly problem: FileProblem };

/** UTF-16 has two bytes a character, UTF-8 up to four; a file with more is no dump that would be read. */
const mostBytes = 4 * mostDumpText;

/** The text of a file, in whatever encoding. Never throws. */
export async function readDumpFile(file: Blob): Promise<FileText> {
  if (file.size > mostBytes) return { problem: 'too-large' };
  try {
    const text = decodeText(new Uint8Array(await file.arrayBuffer()));
    return text.includes('\0') ? { problem: 'not-text' } : { text };
  } catch {
    return { problem: 'unreadable' };
  }
}
