import type { Text } from './text.ts';
import type { BootKind } from './words.ts';

/** What the page and the command line say of a dongle that shows boot code and no modem. */

/** `no modem: crash dump`. */
export function bootStateName(kind: BootKind, text: Text): string {
  return text.word('boot-states.name', { kind: text.word(`boot-states.${kind}.name`) });
}

/** What the state means, and what to do. */
export function bootStateLines(kind: BootKind, text: Text): string[] {
  return [text.word(`boot-states.${kind}.meaning`), text.word(`boot-states.${kind}.remedy`)];
}
