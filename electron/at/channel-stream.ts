import type { ByteStream, MessageChannel } from '../seams/streams.ts';

/** AT over a control channel (Huawei NCM: encapsulated commands carry AT text): messages as a stream of bytes. */
export function streamOver(channel: MessageChannel): ByteStream {
  return {
    name: channel.name,
    write: (data) => channel.send(data),
    onData: (listener) => channel.onMessage(listener),
    onClose: (listener) => channel.onClose(listener),
    close: () => channel.close(),
  };
}
