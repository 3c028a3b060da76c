import { type MbimClient, openMbim } from '../../electron/mbim/client.ts';
import type { MbimCommand } from '../../electron/mbim/commands.ts';
import { type Part, structure } from '../../electron/virtual/mbim/wire.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ScriptedChannel } from './scripted-channel.ts';

/** One command as it came: `RADIO_STATE query`, where the test told its name. */
export interface Asked {
  readonly service: string;
  readonly id: number;
  readonly set: boolean;
  readonly info: Uint8Array;
}

/** What a command is answered with: a status, and the parts of its information; `null`: nothing. */
export type Script = (asked: Asked) => readonly [status: number, ...parts: Part[]] | null;

/** A client on a modem that answers each command as the test says, and what was asked of it. */
export async function scriptedClient(
  script: Script,
): Promise<{ client: MbimClient; channel: ScriptedChannel; clock: ManualClock; asked: Asked[] }> {
  const [channel, clock] = [new ScriptedChannel(), new ManualClock()];
  const asked: Asked[] = [];
  channel.script = (sent) => {
    if (!sent.command) return undefined;
    asked.push(sent.command);
    const answer = script(sent.command);
    if (!answer) return null;
    const [status, ...parts] = answer;
    return channel.reply(sent, status, structure(...parts));
  };
  return { client: await openMbim(channel, clock), channel, clock, asked };
}

export const isOf = ({ service, id }: Asked, command: MbimCommand): boolean => service === command.service && id === command.id;
