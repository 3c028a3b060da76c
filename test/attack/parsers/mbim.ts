import { type MbimClient, openMbim } from '../../../electron/mbim/client.ts';
import { connect, getConnection, getIpConfiguration } from '../../../electron/mbim/connection.ts';
import { maxControlMessage } from '../../../electron/mbim/functional-descriptor.ts';
import { readIdentity } from '../../../electron/mbim/identity.ts';
import { decodeAnswers } from '../../../electron/mbim/messages.ts';
import { getPacketService, getRegistration, getSignal } from '../../../electron/mbim/network.ts';
import { enterPin, getPinStatus } from '../../../electron/mbim/pin.ts';
import { Reassembly } from '../../../electron/mbim/reassembly.ts';
import { getHomeProvider } from '../../../electron/mbim/subscriber.ts';
import { VirtualMbim } from '../../../electron/virtual/mbim/virtual-mbim.ts';
import { quectelEc25, quectelEc25Identity } from '../../../electron/virtual/models/quectel-ec25.ts';
import { VirtualModem } from '../../../electron/virtual/modem.ts';
import { InstantClock } from './instant-clock.ts';
import { mutated } from './mutate.ts';
import { MutatingChannel } from './mutating-channel.ts';
import type { Prey } from './prey.ts';

const limit = { timeoutMs: 100 };
const questions: readonly ((client: MbimClient) => Promise<unknown>)[] = [
  (client) => readIdentity(client, limit),
  (client) => getHomeProvider(client, limit),
  (client) => getPinStatus(client, limit),
  (client) => enterPin(client, '0000', limit),
  (client) => getRegistration(client, limit),
  (client) => getPacketService(client, limit),
  (client) => getSignal(client, limit),
  (client) => connect(client, { apn: 'internet' }, limit),
  (client) => getConnection(client, limit),
  (client) => getIpConfiguration(client, limit),
];

function modem(pin: boolean): VirtualMbim {
  const { body } = new VirtualModem(quectelEc25, { clock: new InstantClock(), faults: pin ? { pin: '4711' } : {} });
  return new VirtualMbim(quectelEc25Identity, body, { maxControlMessage: 64 });
}

function talk(pin = false): { channel: MutatingChannel; clock: InstantClock } {
  const firmware = modem(pin);
  return { channel: new MutatingChannel((message) => firmware.handle(message)), clock: new InstantClock() };
}

const said = (async () => {
  const heard: Uint8Array[] = [];
  for (const pin of [false, true]) {
    const { channel, clock } = talk(pin);
    const client = await clock.run(openMbim(channel, clock, { maxMessage: 64 }));
    for (const question of questions) await clock.run(question(client)).catch(() => undefined);
    heard.push(...channel.heard);
  }
  return heard;
})();

export const mbimMessages: Prey = {
  name: 'MBIM messages',
  feed: async (random) => {
    const inputs = await said;
    const reassembly = new Reassembly();
    for (let times = random.between(1, 5); times > 0; times--)
      for (const answer of decodeAnswers(mutated(random, inputs)).answers) if ('payload' in answer) reassembly.add(answer);
    maxControlMessage(mutated(random, inputs).subarray(0, 64));
  },
};

export const mbimServices: Prey = {
  name: 'MBIM services',
  feed: async (random) => {
    const inputs = await said;
    const { channel, clock } = talk(random.oneIn(2));
    const change = (answer: Uint8Array) => {
      if (random.oneIn(3)) return answer;
      return random.oneIn(5) ? mutated(random, inputs) : mutated(random, [answer]);
    };
    if (random.oneIn(8)) channel.change = change;
    const client = await clock.run(openMbim(channel, clock, { attempts: 2, attemptMs: 100, maxMessage: 64 }));
    channel.change = change;
    await clock.run(random.pick(questions)(client));
  },
};
