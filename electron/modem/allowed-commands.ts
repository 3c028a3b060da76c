import { type Db, readingCommands } from '../../modem-db/db.ts';
import { allDials } from '../../modem-db/dials/index.ts';
import { wakeCommands } from '../at/session.ts';
import { weakMemo } from '../lib/memo.ts';
import {
  iccidCommand,
  identityCommands,
  listCommand,
  lockQuery,
  networkCommands,
  radioOn,
  radioQuery,
  registrationCommands,
  restartCommand,
  simCommands,
  standardTries,
} from './commands.ts';
import { dialPatterns } from './dial/commands.ts';

/** Whether an AT command may be sent at all. */
export type AtAllowList = (command: string) => boolean;

/** What holds a secret, as the house writes it: 3GPP TS 27.007, 8.3 and 7.4. */
const secrets: readonly RegExp[] = [/^AT\+CPIN="\d{4,8}"$/, /^AT\+CLCK="SC",0,"\d{4,8}"$/];

/**
 * The commands that a job may send: the house's own, those that the database has in its recipes, its settings and its vendors'
 * readings, letter for letter, and those of its dials, filled in. Whatever else a plan, a file or a mistake asks for is not sent.
 */
export const allowedCommands: (db: Db) => AtAllowList = weakMemo(allowListOf);

function allowListOf(db: Db): AtAllowList {
  const own = [
    ...wakeCommands,
    ...Object.values(identityCommands),
    ...Object.values(simCommands),
    lockQuery,
    ...registrationCommands,
    ...Object.values(networkCommands),
    radioQuery,
    radioOn,
    restartCommand,
    listCommand,
    standardTries.command,
    iccidCommand(undefined),
  ];
  const listed = db.vendors.flatMap(({ recipes, settings = [], reading }) => [
    ...recipes.flatMap(({ query, test, unlock = [], modes, restart }) => [
      ...[query, test, restart].filter((command) => command != null),
      ...unlock,
      ...Object.values(modes).flatMap(({ set }) => set),
    ]),
    ...settings.flatMap(({ query, values }) => [query, ...Object.values(values).map(({ set }) => set)]),
    ...readingCommands(reading),
  ]);
  const literal: ReadonlySet<string> = new Set([...own, ...listed]);
  const patterns = [...secrets, ...dialPatterns(allDials())];
  return (command) => literal.has(command) || patterns.some((pattern) => pattern.test(command));
}
