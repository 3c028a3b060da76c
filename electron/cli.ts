import { Command, CommanderError, Option } from 'commander';
import { version } from '../package.json' with { type: 'json' };
import { bundleFields, failureFields } from './bench/logged-bench.ts';
import { runCapture } from './cli/capture.ts';
import { importFile, lintFolder } from './cli/db.ts';
import { type DriversOptions, foretellDrivers } from './cli/drivers.ts';
import { empty, emptyOf } from './cli/empty.ts';
import { type ExportOptions, exportModel, listExports } from './cli/export.ts';
import { untilInterrupted } from './cli/interruption.ts';
import { looksEnded } from './cli/look.ts';
import { type PrepareOptions, planFor, prepare, readBackupFile } from './cli/prepare.ts';
import { findProviders, type ProviderOptions } from './cli/providers.ts';
import { packageRequest, type RouterFileOptions, withRouterFiles } from './cli/router-files.ts';
import { openSession, type Session, type Target } from './cli/session.ts';
import { showBundle, showDongle, showFailure, showListed, showPlan } from './cli/show.ts';
import { showLook } from './cli/show-look.ts';
import { listUsbip, serveUsbip, type UsbipOutcome } from './cli/usbip.ts';
import { type WishOptions, wishesFor, withWishes } from './cli/wish-options.ts';
import { type Acceptance, acceptances } from './contract/acceptance.ts';
import type { CaptureDocument } from './contract/capture.ts';
import {
  type ExportDocument,
  type ExportMatrixDocument,
  exitCodes,
  type ListDocument,
  type PlanDocument,
  type PrepareDocument,
  type ProvidersDocument,
  type ShowDocument,
  type UsbipDocument,
} from './contract/documents.ts';
import type { DriversDocument } from './contract/drivers.ts';
import { BenchError, type ErrorCode, type Failure, toFailure } from './contract/errors.ts';
import { exitCodeOf } from './contract/exit-code.ts';
import type { DongleView } from './contract/snapshot.ts';
import { createText } from './contract/text.ts';
import type { Verdict } from './contract/verdict.ts';
import { languages } from './contract/words.ts';
import { type Log, noLog } from './lib/log.ts';
import { systemClock } from './seams/clock.ts';
import { forgetSecrets } from './seams/secret-environment.ts';
import { openDataFolder } from './shell/data-folder.ts';
import { errorFields, openProgramLog, startFields } from './shell/program-log.ts';

/** The same bench without a window. */

interface Common extends Target {
  readonly json?: true;
  readonly language: (typeof languages)[number];
}

/** Commands that look at a dongle, or write for a router; the others leave no trace. */
const logged = ['list', 'show', 'plan', 'prepare', 'capture', 'export'];
let log: Log = noLog;

/** Of a command, the name alone: its options may hold a password. */
function beginLog(command: string): void {
  if (!logged.includes(command)) return;
  try {
    log = openProgramLog(openDataFolder(), 'cli');
  } catch {
    // What can do its work without a data folder does.
    return;
  }
  log.info('start', { ...startFields(version), command });
}

function logFailure(thrown: unknown, failure: Failure): void {
  if (failure.code === 'INTERNAL') log.error('uncaught', errorFields(thrown));
  else log.warn('command.failed', failureFields(failure));
}

const program = new Command('modem-bench')
  .description('Prepares USB LTE and 5G dongles for OpenWrt routers.')
  .version(version)
  .exitOverride()
  .showHelpAfterError()
  // What follows an option is taken for its value, even where it is an option: `--compare --json`.
  .hook('preAction', (_, action) => {
    // Their options have them by now.
    forgetSecrets();
    beginLog(action.name());
    const values: readonly unknown[] = Object.values(action.opts()).flat();
    const swallowed = action.options.find(({ long }) => long !== undefined && values.includes(long));
    if (swallowed) action.error(`error: ${swallowed.long} stands where a value is wanted`);
  });

function command(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--practice <name>', 'a practice dongle in place of real USB')
    .option('--port <path>', 'the dongle on this port, as `list` names it')
    .option('--json', 'print one JSON document')
    .addOption(new Option('--language <code>', 'language of messages').choices([...languages]).default('en'));
}

/** Runs one command on a bench; prints its document or its lines; sets the exit code. */
async function run<T extends { failure: unknown }>(
  options: Common,
  work: (session: Session, signal: AbortSignal) => Promise<{ document: Omit<T, 'failure'>; lines: string; exit?: number }>,
  rest: (session: Session | null) => Omit<T, 'failure'>,
): Promise<void> {
  const text = createText(options.language);
  let session: Session | null = null;
  try {
    const opened = await openSession(options, version, log);
    session = opened;
    const {
      document,
      lines,
      exit = exitCodes.done,
    } = await untilInterrupted(
      (signal) => work(opened, signal),
      () => opened.cancel(),
    );
    process.stdout.write(options.json ? `${JSON.stringify({ failure: null, ...document }, null, 2)}\n` : `${lines}\n`);
    process.exitCode = exit;
  } catch (error) {
    const failure = toFailure(error);
    logFailure(error, failure);
    if (options.json) process.stdout.write(`${JSON.stringify({ failure, ...rest(session) }, null, 2)}\n`);
    else process.stderr.write(`${[showFailure(text, failure), ...wayOut(failure.code, session)].join('\n')}\n`);
    process.exitCode = exitCodeOf(failure.code);
  } finally {
    await session?.close();
  }
}

/** A script is told as much as a person: not everything was seen, or the file was written although the dongle is not usable. */
function exitOf(verdict: Verdict | null): number {
  if (verdict?.state === 'usable') return exitCodes.usable;
  return verdict?.state === 'unusable' ? exitCodes.dongleFailed : exitCodes.done;
}

/** What can be typed against a failure. */
function wayOut(code: ErrorCode, session: Session | null): string[] {
  const command = session?.bench.snapshot().usbRuleCommand ?? null;
  return code === 'USB_ACCESS_DENIED' && command !== null ? [command] : [];
}

const present = (session: Session | null): DongleView | null => {
  try {
    return session?.dongle() ?? null;
  } catch {
    return null;
  }
};

command('list', 'the dongles that are plugged in')
  .option('--look', 'read them: model, SIM, network, signal; only questions are asked, and nothing is changed')
  .action((options: Common) =>
    run<ListDocument>(
      options,
      async ({ bench }, signal) => {
        if (options.look) await looksEnded(bench, signal);
        if (signal.aborted) throw new BenchError('CANCELLED');
        const { dongles, practice, usb, usbRuleCommand } = bench.snapshot();
        if (!usb.available && usb.failure && options.practice === undefined) throw new BenchError(usb.failure.code, usb.failure.detail);
        const text = createText(options.language);
        const models = practice.map(({ name, title }) => ({ name, title }));
        const lines = dongles.map((d) => (options.look ? showLook(text, d, usbRuleCommand) : showListed(text, d)));
        return { document: { dongles, practice: models }, lines: lines.length > 0 ? lines.join('\n') : text.word('list.none') };
      },
      (session) => ({ ...empty.list, practice: session?.bench.snapshot().practice.map(({ name, title }) => ({ name, title })) ?? [] }),
    ),
  );

command('show', 'one dongle: interfaces, drivers, the modes it offers').action((options: Common) =>
  run<ShowDocument>(
    options,
    async (session) => {
      // Drivers bind one after the other; a moment's patience shows them.
      await new Promise((resolve) => setTimeout(resolve, 1200));
      const dongle = session.dongle();
      return { document: { dongle }, lines: showDongle(createText(options.language), dongle, session.bench.snapshot().usbRuleCommand) };
    },
    () => empty.show,
  ),
);

/** A command that needs no dongle. What it found wrong is part of its document. */
async function runAlone<T extends { failure: Failure | null }>(
  options: Common,
  work: () => Promise<{ document: T; lines: string; aside?: string }>,
  rest: Omit<T, 'failure'>,
): Promise<void> {
  const text = createText(options.language);
  try {
    const { document, lines, aside = '' } = await work();
    if (aside !== '' && !options.json) process.stderr.write(`${aside}\n`);
    process.stdout.write(`${options.json ? JSON.stringify(document, null, 2) : lines}\n`);
    if (document.failure && !options.json) process.stderr.write(`${showFailure(text, document.failure)}\n`);
    process.exitCode = document.failure ? exitCodeOf(document.failure.code) : exitCodes.done;
  } catch (error) {
    const failure = toFailure(error);
    logFailure(error, failure);
    if (options.json) process.stdout.write(`${JSON.stringify({ failure, ...rest }, null, 2)}\n`);
    else process.stderr.write(`${showFailure(text, failure)}\n`);
    process.exitCode = exitCodeOf(failure.code);
  }
}

program
  .command('drivers')
  .description('which driver a router would bind: of what usb-devices, lsusb -v, lsusb -t or the kernel printed; or between releases')
  .argument('[file]', 'the text; `-` or none: standard input')
  .option('--router <release>', 'OpenWrt point release; the newest unless given')
  .option('--compare <releases...>', 'two releases: what one binds otherwise than the other, over all known modems')
  .option('--json', 'print one JSON document')
  .addOption(new Option('--language <code>', 'language of messages').choices([...languages]).default('en'))
  .action((file: string | undefined, options: Common & DriversOptions) =>
    runAlone<DriversDocument>(options, () => foretellDrivers(file, options, process.stdin), empty.drivers),
  );

const db = program.command('db').description('the modem database');

const dbCommand = (name: string, description: string) =>
  db
    .command(name)
    .description(description)
    .option('--json', 'print one JSON document')
    .addOption(new Option('--language <code>', 'language of messages').choices([...languages]).default('en'));

dbCommand('lint', 'check the files of a checkout: schema, meaning, sources; and count')
  .option('--folder <path>', 'the modem-db folder', 'modem-db')
  .action((options: Common & { folder: string }) => runAlone(options, () => lintFolder(options.folder), empty['db lint']));

dbCommand(
  'import',
  'what people have of switch entries, as entries of the database: configuration files and command lines of usb_modeswitch, pieces of usb-mode.json',
)
  .argument('<file>', 'of any name; its ids (12d1:1446, 12d1_1446.conf) count where it has none inside; `-`: standard input')
  .option('--source <text>', 'where it is from', 'a switch entry, given by a technician')
  .action((file: string, options: Common & { source: string }) =>
    runAlone(options, () => importFile(file, options.source), empty['db import']),
  );

dbCommand('capture', 'a dongle as two files: a capture that tests can plug in, and the draft of an entry; numbers are masked')
  .argument('[dongle]', 'its port, as `list` names it; needed where several are plugged in')
  .option('--practice <name>', 'a practice dongle in place of real USB')
  .option('--out <folder>', 'where to write the files', '.')
  .option('--force', 'replace the files of an earlier capture')
  .action((port: string | undefined, options: Common & { out: string; force?: true }) =>
    run<CaptureDocument>(
      port === undefined ? options : { ...options, port },
      (session) => {
        const settings = { out: options.out, version, clock: systemClock, force: options.force === true };
        return runCapture(session.backends, session.dongle(), settings, (query) => process.stderr.write(`> ${query}\n`));
      },
      () => empty['db capture'],
    ),
  );

dbCommand('providers', 'what the table of providers knows')
  .argument('[words...]', 'words of the provider, the plan or the APN')
  .option('--imsi <digits>', 'of the SIM')
  .option('--plmn <digits>', 'country and network code')
  .option('--iccid <digits>', 'of the SIM')
  .option('--spn <name>', "the service provider's name on the SIM")
  .option('--gid1 <hex>', 'the group identifier on the SIM')
  .option('--country <code>', 'two letters; 001: SIMs of no country')
  .action((words: string[], options: Common & Omit<ProviderOptions, 'words'>) =>
    runAlone<ProvidersDocument>(
      options,
      async () => {
        const { document, lines } = findProviders({ ...options, words }, createText(options.language));
        return { document: { failure: null, ...document }, lines };
      },
      empty['db providers'],
    ),
  );

withWishes(command('plan', 'the steps that prepare would take, with every byte; nothing is sent')).action((options: Common & WishOptions) =>
  run<PlanDocument>(
    options,
    async (session) => {
      const dongle = session.dongle();
      const plan = await planFor(session, dongle.portPath, wishesFor(dongle, options));
      return { document: { plan }, lines: showPlan(createText(options.language), plan) };
    },
    () => empty.plan,
  ),
);

withRouterFiles(withWishes(command('prepare', 'switch, configure, verify, and write the file for the router')))
  .requiredOption('--out <folder>', 'where to write the bundle')
  .option('-y, --yes', 'agree to the plan, and to the changes on the router, without being asked')
  .addOption(
    new Option('--accept <what...>', 'write the file all the same: for a dongle that is not usable; with a PIN that the SIM has not taken')
      .choices([...acceptances])
      .default([]),
  )
  .action((options: Common & WishOptions & RouterFileOptions & { out: string; yes?: true; accept: Acceptance[] }) =>
    run<PrepareDocument>(
      options,
      async (session, signal) => {
        const text = createText(options.language);
        const say = (line: string) => (options.json ? process.stderr : process.stdout).write(`${line}\n`);
        const settings: PrepareOptions = {
          wishes: wishesFor(session.dongle(), options),
          out: options.out,
          yes: options.yes === true,
          accepts: options.accept,
          packages: await packageRequest(options, 'prepare'),
          routerBackup: options.routerBackup === undefined ? null : await readBackupFile(options.routerBackup),
          language: options.language,
          signal,
        };
        const { dongle, router } = await prepare(session, settings, text, say);
        const bundle = dongle.bundle;
        if (!bundle) throw new BenchError('INTERNAL', { message: 'exported, and no bundle' });
        return { document: { dongle, bundle, router }, lines: showBundle(bundle, text), exit: exitOf(dongle.job?.verdict ?? null) };
      },
      (session) => ({ ...empty.prepare, dongle: present(session) }),
    ),
  );

withRouterFiles(
  withWishes(
    program
      .command('export')
      .description('the file for the router, without a dongle: of a model that is known; or what can be made at all'),
    false,
  ),
)
  .option(
    '--model <name>',
    "a practice dongle's name, the USB id of a dongle (12d1:1506), what is printed on it, or words of its name in the database",
  )
  .option('--from <file>', 'a text that shows the dongle, on whatever computer (see drivers), in place of --model; - is standard input')
  .option('--device <device>', 'which dongle of that text: its ids (2c7c:0125), its port (1-1.2), or bus and address (1/6)')
  .option('--out <folder>', 'where to write the bundle')
  .option('-y, --yes', 'agree to the changes without being asked')
  .addOption(
    new Option('--accept <what...>', 'put a PIN into the file that no SIM has taken').choices(['untried-pin'] satisfies Acceptance[]),
  )
  .option('--list', 'which models go into which mode on which release, and why not; of one --model, --mode or --router, if named')
  .option('--json', 'print one JSON document')
  .addOption(new Option('--language <code>', 'language of messages and of the page').choices([...languages]).default('en'))
  .action((options: Common & ExportOptions) => {
    const text = createText(options.language);
    const say = (line: string) => (options.json ? process.stderr : process.stdout).write(`${line}\n`);
    if (options.list) return runAlone<ExportMatrixDocument>(options, () => listExports(options, text, version), empty['export --list']);
    const work = async () => {
      const reply = await exportModel(options, text, version, say, process.stdin);
      if (reply.document.bundle) log.info('export.written', bundleFields(reply.document.bundle));
      return reply;
    };
    return runAlone<ExportDocument>(options, work, empty.export);
  });

program
  .command('usbip')
  .description('serves a practice dongle over USB/IP: any Linux attaches it as if it were plugged in')
  .argument('[name]', 'of the practice dongle; without it they are listed')
  .option('--listen <address>', 'ADDRESS, ADDRESS:PORT or [IPV6]:PORT', '127.0.0.1:3240')
  .option('--json', 'print one JSON document, once it is served')
  .addOption(new Option('--language <code>', 'language of messages').choices([...languages]).default('en'))
  .action(async (name: string | undefined, options: Common & { listen: string }) => {
    const say = (line: string) => process.stderr.write(`${line}\n`);
    let served: UsbipOutcome | null = null;
    const work = async () => {
      if (name === undefined) return listUsbip();
      served = await serveUsbip(name, { listen: options.listen, clock: systemClock }, createText(options.language), say);
      return served;
    };
    await runAlone<UsbipDocument>(options, work, empty.usbip);
    await untilEnded(served);
  });

/** Ends what is served when somebody ends the command: that is its proper end. */
async function untilEnded(served: UsbipOutcome | null): Promise<void> {
  if (served === null) return;
  await untilInterrupted(
    (signal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    () => undefined,
  );
  await served.close();
}

// A reader that has seen enough (`| head`) is no reason to leave a dongle half-way.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) {
    log.error('uncaught', errorFields(error));
    throw error;
  }
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error.exitCode !== 0 && process.argv.includes('--json')) {
    const failure = new BenchError('USAGE', { message: error.message }).toFailure();
    process.stdout.write(`${JSON.stringify({ failure, ...emptyOf(process.argv.slice(2)) }, null, 2)}\n`);
  }
}
