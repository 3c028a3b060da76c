import { type Db, readingCommands } from '../../modem-db/db.ts';
import { disconnectCommand, ndisCommands } from '../at/ndis.ts';
import { wakeCommands } from '../at/session.ts';
import { Wishes } from '../contract/wishes.ts';
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

/** Whether an AT command may be sent at all. */
export type AtAllowList = (command: string) => boolean;

/** What holds a secret or a wish, as the house writes it: 3GPP TS 27.007, 8.3 and 7.4; Huawei's ^NDISDUP as in `at/ndis.ts`. */
const patterns: readonly RegExp[] = [
  /^AT\+CPIN="\d{4,8}"$/,
  /^AT\+CLCK="SC",0,"\d{4,8}"$/,
  /^AT\^NDISDUP=1,1(,"[ !#-~]{0,100}"(,"[ !#-~]{0,255}","[ !#-~]{0,255}"(,[1-3])?)?)?$/,
];

const known = new WeakMap<Db, AtAllowList>();

/**
 * The commands that a job may send: the house's own, and those that the database has in its recipes, its settings and its vendors'
 * readings, letter for letter. Whatever else a plan, a file or a mistake asks for is not sent.
 */
export function allowedCommands(db: Db): AtAllowList {
  const made = known.get(db) ?? allowListOf(db);
  known.set(db, made);
  return made;
}

function allowListOf(db: Db): AtAllowList {
  const { status, address } = ndisCommands(Wishes.parse({ mode: 'ncm', router: '-' }));
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
    ...[disconnectCommand, status, address, iccidCommand(undefined)],
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
  return (command) => literal.has(command) || patterns.some((pattern) => pattern.test(command));
}
