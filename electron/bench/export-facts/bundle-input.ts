import { type Db, usbId } from '../../../modem-db/db.ts';
import { BenchError } from '../../contract/errors.ts';
import type { Phrase } from '../../contract/plan.ts';
import type { Check } from '../../contract/snapshot.ts';
import type { Verdict } from '../../contract/verdict.ts';
import type { Wishes } from '../../contract/wishes.ts';
import type { Language, PortRole } from '../../contract/words.ts';
import type { BundleDongle, BundleInput } from '../../openwrt/index.ts';
import { attachCommands, resetCommand } from './commands.ts';
import { bundledUsb } from './configuration.ts';
import { discFor } from './disc-for.ts';
import type { KnownDisc } from './known-model.ts';
import { portFor, serialPorts } from './ports.ts';
import { quirkNeeds, setAsideWarning } from './quirks.ts';
import { losesReader, storageWarnings, wantsStorage, withoutStorage } from './storage.ts';
import type { RouterFinds } from './usb-mode.ts';

/** What a bundle depends on, be the dongle on the bench or only known. */
export interface BundleFacts extends RouterFinds {
  readonly dongle: BundleDongle;
  readonly roles: ReadonlyMap<number, PortRole>;
  /** Whether it shows a card reader in its mode; `null`: its interfaces are not all listed. */
  readonly cardReader: boolean | null;
  /** Disc states that the router may find it in. */
  readonly discs: readonly KnownDisc[];
  readonly done: readonly Phrase[];
  readonly checks: readonly Check[];
  /** What the bench saw of the dongle; `null`: it was not there. */
  readonly verdict: Verdict | null;
  /** A PIN was given that stays out of the file, since no SIM has taken it. */
  readonly pinLeftOut: boolean;
}

/** What every file is made with, whatever the dongle. */
export interface ExportOptions {
  readonly db: Db;
  /** Of Modem Bench. */
  readonly version: string;
  /** Of the printed page. */
  readonly language?: Language | undefined;
}

/** What a bundle is made from beside the facts about the dongle and the wishes. */
export interface BundleContext extends ExportOptions {
  /** Refuses what a router could not keep; a dongle that was prepared for it gets its bundle with a warning. */
  readonly refuses?: boolean | undefined;
}

/** Everything that `openwrt` needs for the bundle: the facts, and what follows from them for the router's release. A pure function. Throws CONFIGURATION_NOT_KEPT and CARD_READER_MISSING where it refuses. */
export function bundleInput(facts: BundleFacts, wished: Wishes, { db, version, language, refuses = false }: BundleContext): BundleInput {
  const { dongle, modem, roles, discs, done, checks, verdict, pinLeftOut } = facts;
  const lacksReader = wantsStorage(wished) && facts.cardReader === false;
  if (lacksReader && refuses)
    throw new BenchError('CARD_READER_MISSING', { field: 'onRouter.storage', name: dongle.name, mode: wished.mode });
  const wishes = lacksReader ? withoutStorage(wished) : wished;
  const storing = wantsStorage(wishes);
  const commanded = { vid: modem.vid, pid: modem.pid, model: dongle.model };
  const found = discs.map((disc) => discFor(disc, wishes.mode, db));
  const atInterface = portFor(roles, 'at') ?? portFor(roles, 'modem') ?? null;
  const quirks = quirkNeeds(dongle, wishes, atInterface);
  const bundled = (aside: boolean) => bundledUsb(wishes.router, found, facts, db, aside);
  const asWished = bundled(quirks.asideUsbMode);
  const ejects = storing && losesReader(modem, wishes, db, asWished.usbMode);
  const { usbMode, configuration, notKept } = ejects ? bundled(true) : asWished;
  if (notKept && refuses) throw new BenchError('CONFIGURATION_NOT_KEPT', { ...notKept });
  return {
    wishes,
    dongle,
    generator: `Modem Bench ${version}`,
    done,
    checks,
    verdict,
    ...(language === undefined ? {} : { language }),
    usbMode,
    configuration,
    needs: { delay: quirks.delay, resetAtBoot: quirks.resetAtBoot, polls: quirks.polls, usbReset: quirks.usbReset },
    warnings: [
      ...(notKept ? [{ key: 'bundle.warnings.configuration-not-kept', values: { ...notKept } }] : []),
      ...(pinLeftOut ? [{ key: 'bundle.warnings.pin-left-out', values: {} }] : []),
      ...quirks.warnings,
      ...(lacksReader ? [{ key: 'bundle.warnings.storage-no-reader', values: { mode: wished.mode } }] : []),
      ...(storing ? storageWarnings(modem, wishes, { reader: facts.cardReader, usbMode, db }) : []),
      ...(quirks.asideUsbMode ? setAsideWarning(usbId(modem.vid, modem.pid), usbMode) : []),
    ],
    attachCommands: [...quirks.commands, ...attachCommands(wishes, commanded, db)],
    resetCommand: resetCommand(commanded, db),
    atInterface,
    besideAtInterface: serialPorts(roles).find((number) => number !== atInterface && roles.get(number) === 'at') ?? null,
  };
}
