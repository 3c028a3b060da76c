import { type Command, Option } from 'commander';
import { BenchError } from '../contract/errors.ts';
import { proposedMode } from '../contract/proposed-mode.ts';
import { RouterOwners } from '../contract/router-options.ts';
import type { DongleView } from '../contract/snapshot.ts';
import { Wishes } from '../contract/wishes.ts';
import { modes } from '../contract/words.ts';

/** What the technician wants, as options of `plan`, `prepare` and `export`. As the terminal gave them: text. */
export interface WishOptions {
  /** Undefined: the mode that is proposed for the dongle. */
  readonly mode?: string;
  readonly otherMode?: string;
  /** File of switch entries that go before the database's. */
  readonly switch?: string;
  readonly router: string;
  readonly apn: string;
  readonly username: string;
  readonly password: string;
  readonly auth: string;
  readonly pdp: string;
  readonly pin: string;
  /** Whether the SIM's PIN request is to be switched off. */
  readonly dropPinLock?: true;
  readonly tryCard?: true;
  readonly networkMode: string;
  readonly packetDomain: string;
  readonly interface: string;
  readonly metric: string;
  readonly customer: string;
  readonly way: string;
  readonly v6apn: string;
  readonly plmn: string;
  readonly profile?: string;
  readonly v6Profile?: string;
  readonly clat?: true;
  readonly fccAuth?: true;
  readonly delay?: string;
  readonly dialNumber: string;
  readonly usbPort: string;
  readonly usbSerial: string;
  readonly modeAtConnect?: true;
  readonly packetDomainAtAttach?: true;
  readonly resetAtBoot?: true;
  readonly zone: string;
  readonly rebindDomain?: readonly string[];
  readonly storage: string;
  readonly multiwan: string;
  readonly watchdog?: readonly string[];
  readonly watchdogEvery?: string;
  readonly watchdogFailures?: string;
  /** False by `--no-watchdog-reset`. */
  readonly watchdogReset: boolean;
  readonly owners: string;
  /** False by `--no-secrets`. */
  readonly secrets: boolean;
}

/** An option that may stand several times. */
export const each = (value: string, before: readonly string[] | undefined) => [...(before ?? []), value];

/** Without a dongle at hand, the release need not be named (the matrix is over all of them), and nothing can be done to a dongle or a SIM. */
export function withWishes(command: Command, atHand = true): Command {
  const needed = (option: Option) => option.makeOptionMandatory(atHand);
  const c = atHand
    ? command
        .option('--drop-pin-lock', 'tell the SIM to ask for no PIN any more, in any device')
        .addOption(
          new Option(
            '--other-mode <what>',
            'where it comes back in another mode: stop, or go on in that one; stop, unless --mode is left out',
          ).choices(['stop', 'go-on']),
        )
        .option('--try-card', 'try the network card on this computer too, in a network namespace; Linux, as root or with pkexec')
    : command;
  return c
    .addOption(
      new Option('--mode <mode>', `how the router is to reach the network${atHand ? '; left out: as is proposed for it' : ''}`).choices([
        ...modes,
      ]),
    )
    .addOption(needed(new Option('--router <release>', 'OpenWrt point release, such as 24.10.8')))
    .option(
      '--switch <file>',
      "how the dongle leaves its disc state: a file that `db import` takes; its entries go before the database's, and no other is sent",
    )
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
    .option('--metric <number>', 'metric of its route', '20')
    .option('--customer <text>', 'for whom it is: on the printed page and in the manifest, never in the archive', '')
    .addOption(
      new Option('--way <way>', 'who brings the interface up; mode: the protocol of the mode; dial: our dialler, by AT commands')
        .choices(['mode', 'modemmanager', 'directip', 'dial', 'ndisdup'])
        .default('mode'),
    )
    .option('--v6apn <apn>', 'access point name of the IPv6 session, where it is another one', '')
    .option('--plmn <digits>', 'country and network code of the network to register with', '')
    .option('--profile <number>', "number of the modem's PDP context")
    .option('--v6-profile <number>', 'PDP context of the IPv6 session, where it is another one')
    .option('--clat', 'IPv4 over a connection with IPv6 alone, by 464XLAT')
    .option('--fcc-auth', "send the modem uqmi's FCC authentication whenever it appears (QMI)")
    .option('--delay <seconds>', 'before the protocol begins')
    .option('--dial-number <number>', 'of dialling; the packet service of the standard where it is not named', '')
    .option('--usb-port <port>', 'port of the router that the dongle will be in, such as 1-1: of several alike it is the one there', '')
    .option('--usb-serial <text>', 'its USB serial number: of several alike it is the one that has it', '')
    .option('--mode-at-connect', 'set the radio technologies at each connection too; many modems write that to their flash')
    .option('--packet-domain-at-attach', 'send the commands of the packet domain whenever the dongle appears')
    .option('--reset-at-boot', 'reset the modem once when the router starts')
    .option('--zone <name>', 'firewall zone that the interface joins', 'wan')
    .option('--rebind-domain <name>', "may stand for private addresses, as an operator's own page does; once for each", each)
    .addOption(
      new Option(
        '--multiwan <way>',
        'who chooses among two ways to the internet; metric: the lower metric; mwan3: that package, by a policy',
      )
        .choices(['metric', 'mwan3'])
        .default('metric'),
    )
    .option('--storage <path>', "where the router mounts the card in the dongle's reader, such as /mnt/card; it is never formatted", '')
    .option('--watchdog <address>', 'pinged from the router; where none answers, the connection is renewed; once for each', each)
    .option('--watchdog-every <seconds>', 'between pings (60)')
    .option('--watchdog-failures <number>', 'in a row before anything is done (5)')
    .option('--no-watchdog-reset', 'never reset the modem')
    .addOption(
      new Option(
        '--owners <what>',
        'others on the router that have the dongle (another interface, QModem, ModemManager); keep: say so, and leave them',
      )
        .choices([...RouterOwners.options])
        .default('keep'),
    )
    .option('--no-secrets', 'leave PIN and password out of the bundle, to be typed on the router');
}

/** A number as the schema takes it; what is none becomes NaN, which it refuses under the field's name. */
const decimal = (text: string) => (/^\d{1,6}$/.test(text) ? Number(text) : Number.NaN);

/** The wishes for a dongle that is at hand. Throws as `wishesOf`, and USAGE where no mode is named and none can be proposed. */
export function wishesFor(dongle: Pick<DongleView, 'offers' | 'mode' | 'bootState'>, o: WishOptions): Wishes {
  // Of one that has modes and may be put into none, or is no modem yet, the plan says why.
  const mode = o.mode ?? proposedMode(dongle) ?? dongle.offers[0]?.mode ?? (dongle.bootState === null ? null : 'qmi');
  if (mode === null) throw new BenchError('USAGE', { message: '--mode is needed: this dongle tells no mode that it offers' });
  return wishesOf({ ...o, mode, otherMode: o.otherMode ?? (o.mode === undefined ? 'go-on' : 'stop') });
}

/** Throws WISH_INVALID, and USAGE for an option of the watchdog without one. */
export function wishesOf(o: WishOptions): Wishes {
  const parsed = Wishes.safeParse({
    mode: o.mode,
    otherMode: o.otherMode,
    router: o.router,
    apn: o.apn,
    username: o.username,
    password: o.password,
    auth: o.auth,
    pdpType: o.pdp,
    pin: o.pin,
    pinLock: o.dropPinLock ? 'off' : 'keep',
    tryCard: o.tryCard === true,
    networkMode: o.networkMode,
    packetDomain: o.packetDomain,
    interfaceName: o.interface,
    metric: decimal(o.metric),
    customer: o.customer,
    onRouter: routerOptionsOf(o),
  });
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.map(String) ?? [];
  const field = path.join('.') || 'wishes';
  const [first = ''] = path;
  throw new BenchError('WISH_INVALID', {
    field,
    value: field === 'password' || field === 'pin' ? '****' : String(typedUnder(o, first, path[1] ?? '')).slice(0, 40),
  });
}

function routerOptionsOf(o: WishOptions) {
  return {
    // Its name before every dialled modem had that way.
    way: o.way === 'ndisdup' ? 'dial' : o.way,
    v6apn: o.v6apn,
    plmn: o.plmn,
    profile: o.profile === undefined ? null : decimal(o.profile),
    v6profile: o.v6Profile === undefined ? null : decimal(o.v6Profile),
    clat: o.clat === true,
    fccAuth: o.fccAuth === true,
    delay: o.delay === undefined ? null : decimal(o.delay),
    dialNumber: o.dialNumber,
    usbPort: o.usbPort,
    usbSerial: o.usbSerial,
    modeAtConnect: o.modeAtConnect === true,
    packetDomainAtAttach: o.packetDomainAtAttach === true,
    resetAtBoot: o.resetAtBoot === true,
    zone: o.zone,
    rebindDomains: o.rebindDomain ?? [],
    storage: o.storage,
    multiwan: o.multiwan,
    watchdog: watchdogOf(o),
    owners: o.owners,
    secrets: o.secrets ? 'bundle' : 'router',
  };
}

function watchdogOf({ watchdog, watchdogEvery, watchdogFailures, watchdogReset }: WishOptions) {
  if (watchdog === undefined) {
    if (watchdogEvery !== undefined || watchdogFailures !== undefined || !watchdogReset)
      throw new BenchError('USAGE', { message: '--watchdog names no address to ping' });
    return null;
  }
  return {
    addresses: watchdog,
    ...(watchdogEvery === undefined ? {} : { everySeconds: decimal(watchdogEvery) }),
    ...(watchdogFailures === undefined ? {} : { failures: decimal(watchdogFailures) }),
    resetsModem: watchdogReset,
  };
}

/** What was typed for a field of the schema, to be shown beside its name. */
function typedUnder(o: WishOptions, field: string, below: string): unknown {
  if (field === 'onRouter' && below === 'watchdog')
    return [o.watchdog, o.watchdogEvery, o.watchdogFailures].flat().filter(Boolean).join(' ');
  const names: Readonly<Record<string, string>> = {
    pdpType: 'pdp',
    interfaceName: 'interface',
    rebindDomains: 'rebindDomain',
    v6profile: 'v6Profile',
  };
  const name = field === 'onRouter' ? below : field;
  return Reflect.get(o, names[name] ?? name) ?? '';
}
