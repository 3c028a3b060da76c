import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { decodeText } from '../contract/decode-text.ts';
import { BenchError } from '../contract/errors.ts';
import { MOST_TEXT } from '../usb/dumps/index.ts';

/** Standard input, or what stands for it. */
export type TextStream = Readable & { readonly isTTY?: boolean };

/**
 * The text of a file, or of standard input (`-` or nothing), in whatever encoding; at most MOST_TEXT characters, of UTF-8 as many bytes, of what may have no end. Files of
 * the kernel have no length, so none is asked for. Throws USAGE for a terminal, and FILE_UNREADABLE.
 */
export async function readTextFile(file: string | undefined, input: TextStream): Promise<string> {
  const fromInput = file === undefined || file === '-';
  if (fromInput && input.isTTY) throw new BenchError('USAGE', { message: 'a file, or a text on standard input' });
  const stream: Readable = fromInput ? input : createReadStream(file);
  const chunks: Buffer[] = [];
  let length = 0;
  let most = MOST_TEXT;
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      // UTF-16 has two bytes a character, and of ASCII one of them is zero.
      if (length === 0 && bytes.includes(0)) most = 2 * MOST_TEXT;
      chunks.push(bytes);
      length += bytes.length;
      if (length >= most) break;
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new BenchError('FILE_UNREADABLE', { file: (file ?? '-').slice(0, 1000), message: message.slice(0, 1000) });
  }
  return decodeText(Buffer.concat(chunks), length >= most).slice(0, MOST_TEXT);
}
