import { readServingCell } from '../../../electron/qmi/cell.ts';
import { openQmi, type QmiClient } from '../../../electron/qmi/client.ts';
import { getIds, getModel, getPinStatus } from '../../../electron/qmi/dms.ts';
import { readIdentity } from '../../../electron/qmi/identity.ts';
import { setPinProtection } from '../../../electron/qmi/pin-protection.ts';
import { decodeFrames } from '../../../electron/qmi/qmux.ts';
import { readRadio } from '../../../electron/qmi/radio.ts';
import { readRegistration } from '../../../electron/qmi/registration.ts';
import { readSignals } from '../../../electron/qmi/signal.ts';
import { readSupported } from '../../../electron/qmi/supported.ts';
import { decodeTlvs } from '../../../electron/qmi/tlv.ts';
import { getSimStatus, verifyPin } from '../../../electron/qmi/uim.ts';
import { getDataFormat, setDataFormat } from '../../../electron/qmi/wda.ts';
import { getCurrentSettings, getPacketServiceStatus, startNetwork } from '../../../electron/qmi/wds.ts';
import { quectelEc25, quectelEc25Identity } from '../../../electron/virtual/models/quectel-ec25.ts';
import { VirtualModem } from '../../../electron/virtual/modem.ts';
import { VirtualQmi } from '../../../electron/virtual/qmi/virtual-qmi.ts';
import { InstantClock } from './instant-clock.ts';
import { mutated } from './mutate.ts';
import { MutatingChannel } from './mutating-channel.ts';
import type { Prey } from './prey.ts';

const limit = { timeoutMs: 100 };
const questions: readonly ((client: QmiClient) => Promise<unknown>)[] = [
  (client) => getIds(client, limit),
  (client) => getModel(client, limit),
  (client) => readRadio(client, limit),
  (client) => getPinStatus(client, limit),
  (client) => readIdentity(client, limit),
  (client) => readRegistration(client, limit),
  (client) => readServingCell(client, limit),
  (client) => readSignals(client, limit),
  (client) => readSupported(client, 'NAS', limit),
  (client) => getSimStatus(client, limit),
  (client) => verifyPin(client, '0000', limit),
  (client) => setPinProtection(client, false, '0000', limit),
  (client) => getDataFormat(client, 4, limit),
  (client) => setDataFormat(client, 'raw-ip', 4, limit),
  (client) => startNetwork(client, { apn: 'internet' }, limit),
  (client) => getPacketServiceStatus(client, limit),
  (client) => getCurrentSettings(client, limit),
];

function modem(): VirtualQmi {
  const clock = new InstantClock();
  return new VirtualQmi(quectelEc25Identity, new VirtualModem(quectelEc25, { clock, faults: { pin: '4711' } }).body);
}

/** Everything that the virtual firmware says to all of the questions. */
const said = (async () => {
  const firmware = modem();
  const channel = new MutatingChannel((message) => firmware.handle(message));
  const clock = new InstantClock();
  const client = await clock.run(openQmi(channel, clock));
  for (const question of questions) await clock.run(question(client)).catch(() => undefined);
  return channel.heard;
})();

export const qmux: Prey = {
  name: 'QMUX',
  feed: async (random) => {
    const { frames } = decodeFrames(mutated(random, await said));
    for (const frame of frames) decodeTlvs(frame.body);
  },
};

/** Any answer of a conversation, from the first message on, with the client's own limits. */
export const qmiServices: Prey = {
  name: 'QMI services',
  feed: async (random) => {
    const inputs = await said;
    const firmware = modem();
    const channel = new MutatingChannel((message) => firmware.handle(message));
    const clock = new InstantClock();
    const begin = random.oneIn(8);
    const change = (answer: Uint8Array) => (random.oneIn(5) ? mutated(random, inputs) : mutated(random, [answer]));
    if (begin) channel.change = change;
    const client = await clock.run(openQmi(channel, clock, { attempts: 2, attemptMs: 100 }));
    const question = random.pick(questions);
    // The client id is given out well, mostly: else every question ends there.
    let first = !random.oneIn(8);
    channel.change = (answer) => {
      if (!first) return change(answer);
      first = false;
      return answer;
    };
    await clock.run(question(client));
  },
};
