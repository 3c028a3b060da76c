import { programs } from '../router-paths.ts';
import atProgram from '../scripts/at.sh?raw';
import hooks from '../scripts/features/at.sh?raw';
import { chatPackage } from './dial.ts';
import { type Feature, program } from './feature.ts';
import { interfaceWord } from './interface-word.ts';

/** AT commands that the router gives the dongle, each without its line end. */
export interface AtCommands {
  /** bInterfaceNumber of the port that takes them, or its control node. */
  readonly port: number | 'cdc-wdm';
  /** Whenever the dongle appears, before it goes online: settings that it forgets. */
  readonly attach: readonly string[];
  readonly reset: string | null;
}

/** Commands beside the protocol. */
export function atCommands({ port, attach: given, reset }: AtCommands): Feature {
  return {
    name: 'at',
    told: given.length > 0 ? 'attach' : 'at-reset',
    hooks,
    parameters: [
      {
        name: 'at_lines',
        field: 'commands',
        lines: [
          `port ${interfaceWord(port)}`,
          ...given.map((command) => `attach ${command}`),
          ...(reset === null ? [] : [`reset ${reset}`]),
        ],
      },
    ],
    programs: [program(programs.at, '0755', atProgram)],
    packages: [chatPackage],
  };
}
