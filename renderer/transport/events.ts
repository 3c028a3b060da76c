/** One server-sent event. */
export interface ServerEvent {
  /** `message` where the server names none. */
  readonly type: string;
  readonly data: string;
}

/** More than any snapshot; what goes on for longer without an end is no event of ours. In characters. */
const MOST = 8 * 1024 * 1024;

/**
 * Server-sent events of a body (WHATWG HTML, "Parsing an event stream", as far as the server goes: `event` and one `data` line, lines
 * end in LF), since EventSource sends no header. Throws what reading throws, and where an event does not end.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      if (rest.length > MOST) throw new Error('an event without an end');
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** `null`: a comment. */
function parseEvent(block: string): ServerEvent | null {
  let type = 'message';
  let data: string | null = null;
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) type = line.slice(7);
    else if (line.startsWith('data: ')) data = line.slice(6);
  }
  return data === null ? null : { type, data };
}
