import { Command, CommanderError, Option } from 'commander';
import { version } from '../package.json' with { type: 'json' };
import { runCapture } from './cli/capture.ts';
import { importFile, lintFolder } from './cli/db.ts';
import { empty, emptyOf } from './cli/empty.ts';
import { type PrepareOptions, planFor, prepare } from './cli/prepare.ts';
import { findProviders } from './cli/providers.ts';
import { openSession, type Session, type Target } from './cli/session.ts';
import { showDongle, showFailure, showListLine, showPlan } from './cli/show.ts';
import type { CaptureDocument } from './contract/capture.ts';
import {
  exitCodes,
  type ListDocument,
  type PlanDocument,
  type PrepareDocument,
  type ProvidersDocument,
  type ShowDocument,
} from './contract/documents.ts';
import { BenchError, type ErrorCode, type Failure, toFailure } from './contract/errors.ts';
import { exitCodeOf } from './contract/exit-code.ts';
import type { DongleView } from './contract/snapshot.ts';
import { createText } from './contract/text.ts';
import { Wishes } from './contract/wishes.ts';
import { languages, modes } from './contract/words.ts';
import { systemClock } from './seams/clock.ts';

/** The same bench without a window. */

interface Common extends Target {
  readonly json?: true;
  readonly language: (typeof languages)[number];
}

interface WishOptions extends Common {
  readonly mode: string;
  readonly router: string;
  readonly apn: string;
  readonly username: string;
  readonly password: string;
  readonly auth: string;
  readonly pdp: string;
  readonly pin: string;
  readonly networkMode: string;
  readonly packetDomain: string;
  readonly interface: string;
  readonly metric: string;
}

const program = new Command('modem-bench')
  .description('Prepares USB LTE and 5G dongles for OpenWrt routers.')
  .version(version)
  .exitOverride()
  .showHelpAfterError();

function command(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--practice <name>', 'a practice dongle in place of real USB')
    .option('--port <path>', 'the dongle on this port, as `list` names it')
    .option('--json', 'print one JSON document')
    .addOption(new Option('--language <code>', 'language of messages').choices([...languages]).default('en'));
}

function withWishes(c: Command): Command {
  return c
    .addOption(new Option('--mode <mode>', 'how the router is to reach the network').choices([...modes]).makeOptionMandatory())
    .requiredOption('--router <release>', 'OpenWrt point release, such as 24.10.8')
    .option('--apn <apn>', 'access point name', '')
    .option('--username <name>', 'of the APN; most need none', '')
    .addOption(new Option('--password <text>', 'of the APN').env('MODEM_BENCH_PASSWORD').default(''))
    .addOption(new Option('--auth <kind>').choices(['none', 'pap', 'chap', 'both']).default('none'))
    .addOption(new Option('--pdp <type>', 'PDP type').choices(['ipv4', 'ipv6', 'ipv4v6']).default('ipv4'))
    .addOption(new Option('--pin <digits>', 'of the SIM, if it asks for one').env('MODEM_BENCH_PIN').default(''))
    .addOption(
      new Option('--network-mode <technologies>', 'radio technologies that the modem may use')
        .choices(['keep', 'auto', 'nr', 'lte', 'umts', 'gsm'])
        .default('keep'),
    )
    .addOption(
      new Option('--packet-domain <domain>', 'packet: no calls, packet domain only')
        .choices(['keep', 'combined', 'packet'])
        .default('keep'),
    )
    .option('--interface <name>', 'name of the interface on the router', 'wwan')
    .option('--metric <number>', 'metric of its route', '20');
}

/** Throws WISH_INVALID. */
function wishesOf(o: WishOptions): Wishes {
  const parsed = Wishes.safeParse({
    mode: o.mode,
    router: o.router,
    apn: o.apn,
    username: o.username,
    password: o.password,
    auth: o.auth,
    pdpType: o.pdp,
    pin: o.pin,
    networkMode: o.networkMode,
    packetDomain: o.packetDomain,
    interfaceName: o.interface,
    metric: /^\d{1,6}$/.test(o.metric) ? Number(o.metric) : Number.NaN,
  });
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? 'wishes';
  throw new BenchError('WISH_INVALID', {
    field,
    value: field === 'password' || field === 'pin' ? '****' : String(Reflect.get(o, field) ?? '').slice(0, 40),
  });
}

/** Runs one command on a bench; prints its document or its lines; sets the exit code. */
async function run<T extends { failure: unknown }>(
  options: Common,
  work: (session: Session) => Promise<{ document: Omit<T, 'failure'>; lines: string }>,
  rest: (session: Session | null) => Omit<T, 'failure'>,
): Promise<void> {
  const text = createText(options.language);
  let session: Session | null = null;
  try {
    session = await openSession(options, version);
    const { document, lines } = await work(session);
    process.stdout.write(options.json ? `${JSON.stringify({ failure: null, ...document }, null, 2)}\n` : `${lines}\n`);
    process.exitCode = exitCodes.done;
  } catch (error) {
    const failure = toFailure(error);
    if (options.json) process.stdout.write(`${JSON.stringify({ failure, ...rest(session) }, null, 2)}\n`);
    else process.stderr.write(`${[showFailure(text, failure), ...wayOut(failure.code, session)].join('\n')}\n`);
    process.exitCode = exitCodeOf(failure.code);
  } finally {
    await session?.close();
  }
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

command('list', 'the dongles that are plugged in').action((options: Common) =>
  run<ListDocument>(
    options,
    async ({ bench }) => {
      const { dongles, practice, usb } = bench.snapshot();
      if (!usb.available && usb.failure && options.practice === undefined) throw new BenchError(usb.failure.code, usb.failure.detail);
      const text = createText(options.language);
      const models = practice.map(({ name, title }) => ({ name, title }));
      const lines = dongles.map((d) => showListLine(text, d));
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
  work: () => Promise<{ document: T; lines: string }>,
  rest: Omit<T, 'failure'>,
): Promise<void> {
  const text = createText(options.language);
  try {
    const { document, lines } = await work();
    process.stdout.write(`${options.json ? JSON.stringify(document, null, 2) : lines}\n`);
    if (document.failure && !options.json) process.stderr.write(`${showFailure(text, document.failure)}\n`);
    process.exitCode = document.failure ? exitCodeOf(document.failure.code) : exitCodes.done;
  } catch (error) {
    const failure = toFailure(error);
    if (options.json) process.stdout.write(`${JSON.stringify({ failure, ...rest }, null, 2)}\n`);
    else process.stderr.write(`${showFailure(text, failure)}\n`);
    process.exitCode = exitCodeOf(failure.code);
  }
}

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

dbCommand('import', 'a configuration file of usb_modeswitch as an entry of the database')
  .argument('<file>', 'named as usb_modeswitch names it, such as 12d1:1446')
  .option('--source <text>', 'where it is from', 'a file of usb_modeswitch, given by a technician')
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
        return runCapture(session.worlds, session.dongle(), settings, (query) => process.stderr.write(`> ${query}\n`));
      },
      () => empty['db capture'],
    ),
  );

dbCommand('providers', 'what the table of providers knows')
  .argument('[words...]', 'words of the provider, the plan or the APN')
  .option('--imsi <digits>', 'of the SIM')
  .option('--plmn <digits>', 'country and network code')
  .option('--country <code>', 'two letters')
  .action((words: string[], options: Common & { imsi?: string; plmn?: string; country?: string }) =>
    runAlone<ProvidersDocument>(
      options,
      async () => {
        const { document, lines } = findProviders({ ...options, words }, createText(options.language));
        return { document: { failure: null, ...document }, lines };
      },
      empty['db providers'],
    ),
  );

withWishes(command('plan', 'the steps that prepare would take, with every byte; nothing is sent')).action((options: WishOptions) =>
  run<PlanDocument>(
    options,
    async (session) => {
      const plan = await planFor(session, session.dongle().portPath, wishesOf(options));
      return { document: { plan }, lines: showPlan(createText(options.language), plan) };
    },
    () => empty.plan,
  ),
);

withWishes(command('prepare', 'switch, configure, verify, and write the file for the router'))
  .requiredOption('--out <folder>', 'where to write the bundle')
  .option('-y, --yes', 'agree to the plan without being asked')
  .action((options: WishOptions & { out: string; yes?: true }) =>
    run<PrepareDocument>(
      options,
      async (session) => {
        const text = createText(options.language);
        const say = (line: string) => (options.json ? process.stderr : process.stdout).write(`${line}\n`);
        const settings: PrepareOptions = { wishes: wishesOf(options), out: options.out, yes: options.yes === true };
        const dongle = await prepare(session, settings, text, say);
        const bundle = dongle.bundle;
        if (!bundle) throw new BenchError('INTERNAL', { message: 'exported, and no bundle' });
        const lines = [...bundle.files.map((f) => `-> ${f}`), `   ${bundle.commands.packages}`, `   ${bundle.commands.importOverSsh}`];
        return { document: { dongle, bundle }, lines: lines.join('\n') };
      },
      (session) => ({ ...empty.prepare, dongle: present(session) }),
    ),
  );

// A reader that has seen enough (`| head`) is no reason to leave a dongle half-way.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error.exitCode !== 0 && process.argv.includes('--json')) {
    const failure = new BenchError('USAGE', { message: error.message }).toFailure();
    process.stdout.write(`${JSON.stringify({ failure, ...emptyOf(process.argv.slice(2)) }, null, 2)}\n`);
  }
}
