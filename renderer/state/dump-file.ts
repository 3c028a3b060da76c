import { mostDumpText } from '../../electron/contract/queries.ts';

/** Why a file is not read as a text. */
export type FileProblem = 'too-large' | 'not-text' | 'unreadable';
export type FileText = { readonly text: string } | { readonly problem: FileProblem };

/** UTF-16 has two bytes a character, UTF-8 up to four; a file with more is no dump that would be read. */
const mostBytes = 4 * mostDumpText;

/**
 * The text of a file: UTF-8, or UTF-16 where its byte order mark says so, as PowerShell's `>` writes. Bytes that are no character
 * become a mark, for a terminal's log may hold any. Never throws.
 */
export async function readDumpFile(file: Blob): Promise<FileText> {
  if (file.size > mostBytes) return { problem: 'too-large' };
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const [first, second] = bytes;
    const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
    const text = new TextDecoder(encoding).decode(bytes);
    return text.includes('\0') ? { problem: 'not-text' } : { text };
  } catch {
    return { problem: 'unreadable' };
  }
}
