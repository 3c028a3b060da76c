import { z } from 'zod';

/**
 * The form of what is known. One file per vendor under `vendors/`; every fact names its source, a public one, and a second one
 * that says the same where there is one. Ids are four lower-case hex digits; class, subclass and protocol are two.
 */

const Id = z.string().regex(/^[0-9a-f]{4}$/);
const Byte = z.string().regex(/^[0-9a-f]{2}$/);
const UsbId = z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/);
const Source = z.string().min(8).max(300);
/** A byte string in wire order. 512 bytes are more than any switch message has. */
const Bytes = z.string().regex(/^([0-9a-f]{2}){1,512}$/);
const AtText = z.string().startsWith('AT').max(200);
const Mode = z.enum(['qmi', 'mbim', 'ncm', 'ecm', 'rndis', 'ppp']);
const Role = z.enum(['at', 'modem', 'diag', 'gps', 'control', 'net', 'disc', 'card', 'other']);
/** A regular expression of at most so many characters. */
export const patternOf = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => {
      try {
        new RegExp(text);
        return true;
      } catch {
        return false;
      }
    }, 'not a regular expression');
const Pattern = patternOf(500);

/** A string of the device in which `contains` must be found, letter for letter. The SCSI ones are of the answer to INQUIRY. */
export const StringMatch = z.strictObject({
  key: z.enum(['manufacturer', 'product', 'serial', 'scsi-vendor', 'scsi-model', 'scsi-revision']),
  contains: z.string().min(1).max(64),
});
export type StringMatch = z.infer<typeof StringMatch>;

/** Methods that need no more than their name; `electron/switching/` knows what each sends. */
export const plainMethods = [
  'HuaweiNewMode',
  'HuaweiAltMode',
  'HuaweiMode',
  'OptionMode',
  'SierraMode',
  'SequansMode',
  'SonyMode',
  'GCTMode',
  'KobilMode',
  'QisdaMode',
  'QuantaMode',
  'BlackberryMode',
  'MobileActionMode',
  'CiscoMode',
] as const;

/** How a disc state is left; names as usb_modeswitch has them, since that is what technicians search for. */
export const SwitchMethod = z.discriminatedUnion('name', [
  z.strictObject({ name: z.enum(plainMethods) }),
  /** Ejects both logical units; then sends the messages. */
  z.strictObject({ name: z.literal('StandardEject'), messages: z.array(Bytes).max(3).optional() }),
  z.strictObject({ name: z.literal('MessageContent'), messages: z.array(Bytes).min(1).max(3) }),
  /** wValue of the request. 1: the dongle switches by itself, nothing is sent. */
  z.strictObject({ name: z.literal('PantechMode'), value: z.number().int().min(1).max(65535) }),
  /** Only SET_CONFIGURATION, with the `configuration` of the entry. */
  z.strictObject({ name: z.literal('Configuration') }),
  z.strictObject({ name: z.literal('AltSetting'), alternate: z.number().int().min(0).max(255) }),
  /** A configuration that holds MBIM is chosen where there is one; else nothing is to be done. */
  z.strictObject({ name: z.literal('MbimOrNothing') }),
]);
export type SwitchMethod = z.infer<typeof SwitchMethod>;

/** What a switch leads to. `class`: bInterfaceClass (or bDeviceClass) of interface 0 that tells that it is switched already. */
const SwitchTarget = z.strictObject({ class: Byte.optional(), vid: Id.optional(), pids: z.array(Id).min(1).optional() });

/** Another switch of the same disc state, which leads to another composition: all else is as the entry has it. */
export const OtherSwitch = z.strictObject({
  /** What technicians call it: `fallback message`, or the name of the method. */
  name: z.string().min(1).max(60),
  method: SwitchMethod,
  /** bConfigurationValue to set after the method. */
  configuration: z.number().int().min(1).max(255).optional(),
  target: SwitchTarget,
  source: Source,
  secondSource: Source.optional(),
});
export type OtherSwitch = z.infer<typeof OtherSwitch>;

/** A disc state (or another wrong state), how it is left, and what comes then. */
export const SwitchEntry = z.strictObject({
  id: UsbId,
  name: z.string().min(1).max(200),
  /** Of a disc that many sticks have: what is printed on those that were seen with it. Goes before the name, which is of the file that it is from. */
  sticks: z.strictObject({ names: z.array(z.string().min(2).max(40)).min(1).max(12), source: Source }).optional(),
  /** Which of several dongles with this id: all must hold. */
  when: z.array(StringMatch).min(1).optional(),
  method: SwitchMethod,
  /** bConfigurationValue to set after the method. */
  configuration: z.number().int().min(1).max(255).optional(),
  /** bInterfaceNumber to talk to; without it the first of the active configuration. */
  interface: z.number().int().min(0).max(255).optional(),
  /** Endpoint addresses; without them the interface's first bulk OUT and IN. */
  messageEndpoint: z.number().int().min(0).max(255).optional(),
  responseEndpoint: z.number().int().min(0).max(255).optional(),
  /** Seconds to wait before the first transfer: some need it after power-up. */
  waitBeforeSeconds: z.number().int().min(1).max(60).optional(),
  /** Milliseconds to hold the interface after the last message. */
  releaseDelayMs: z.number().int().min(1).max(30_000).optional(),
  /** What it becomes. */
  target: SwitchTarget,
  /** For a wished mode that the entry's own method does not lead to, the first of these that does. */
  others: z.array(OtherSwitch).min(1).max(8).optional(),
  source: Source,
  secondSource: Source.optional(),
});
export type SwitchEntry = z.infer<typeof SwitchEntry>;

/** One interface and what it is for. A field left out matches anything. */
export const InterfacePattern = z.strictObject({
  number: z.number().int().min(0).max(255).optional(),
  class: Byte.optional(),
  subclass: Byte.optional(),
  protocol: Byte.optional(),
  role: Role,
  /** True: says what the interface is for if it is there; decides nothing. */
  optional: z.boolean().optional(),
});
export type InterfacePattern = z.infer<typeof InterfacePattern>;

/**
 * One set of interfaces that a vid:pid shows. Several may share an id; the first whose every pattern that is not optional finds
 * an interface is it.
 */
export const Composition = z.strictObject({
  id: UsbId,
  name: z.string().min(1).max(200),
  /** `null`: to be judged by the interfaces' classes. */
  mode: Mode.nullable(),
  interfaces: z.array(InterfacePattern).min(1),
  /** What the control channel speaks. `at`: Huawei NCM has AT there too. */
  control: z.enum(['qmi', 'mbim', 'at', 'none']),
  /** AT+CGMM of the modems that this is about, where others share the id. */
  models: Pattern.optional(),
  /** True: modems of several makers show it, the name is but one or some of them. What the device calls itself goes before it. */
  shared: z.boolean().optional(),
  /** A router in a stick: the network behind it is its own, with this address. */
  router: z.strictObject({ address: z.ipv4() }).optional(),
  source: Source,
  secondSource: Source.optional(),
});
export type Composition = z.infer<typeof Composition>;

/** How one mode is reached by a recipe. */
export const RecipeMode = z.strictObject({
  /** In this order. */
  set: z.array(AtText).min(1).max(4),
  /** Matches the query's value when the mode is set already. */
  reached: Pattern,
  /** Matches what the test query answers where the firmware has this mode. Left out: the answer is read as a set of values. */
  offered: Pattern.optional(),
  /** As the recipe's, for this mode alone. */
  testMandatory: z.boolean().optional(),
  returnsAs: z.array(UsbId).min(1),
});
export type RecipeMode = z.infer<typeof RecipeMode>;

/** How a vendor's AT commands choose among compositions: query, set, restart, come back, compare. */
export const Recipe = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{3,40}$/),
  name: z.string().min(1).max(100),
  /** Compositions in which it can be asked and carried out. */
  ids: z.array(UsbId).min(1),
  /** Modes of those compositions, where the same ids in another mode are another modem. Left out: whatever they show. */
  from: z.array(Mode).min(1).optional(),
  /** AT+CGMM of the modems that it is for, where others share the ids; asked before anything else. */
  models: Pattern.optional(),
  /** What has to be sent before a set command is obeyed. Nothing secret: public unlock words. */
  unlock: z.array(AtText).max(2).optional(),
  query: AtText,
  /** Matches a good answer to the query; group `value` is the setting. */
  reply: Pattern,
  /** Asks what the firmware offers (`=?`). Where it says, what is to be set and what is set now must both be in its list. */
  test: AtText.optional(),
  /** What stands before the values in the answer to it, where they are not the first of it: `"usbnet",`. */
  listAfter: z.string().min(1).max(40).optional(),
  /** True: nothing is set that is not in its answer, since values mean different things in different firmware, or one source alone tells them. */
  testMandatory: z.boolean().optional(),
  modes: z.partialRecord(Mode, RecipeMode),
  /** Makes the dongle come back in the new composition; `null`: it leaves by itself after the set command. */
  restart: AtText.nullable(),
  awayMs: z.number().int().positive().max(180_000),
  kept: z.enum(['flash', 'until-restart']),
  /** The command that sets what the query had read, with `{value}` in it. `null`: `backOtherwise` says how else. */
  back: AtText.nullable(),
  /** The way back where no AT command is one, in a sentence. */
  backOtherwise: z.string().min(10).max(300).optional(),
  /** Settings that must never be sent, with the reason: each leaves the dongle without a way back. Matched against upper case without blanks. */
  lockouts: z.array(z.strictObject({ command: Pattern, reason: z.string().min(10).max(300) })),
  /** Modes that these modems have and that are not offered, with the reason. */
  refused: z.array(z.strictObject({ mode: Mode, reason: z.string().min(10).max(300) })).optional(),
  source: Source,
  secondSource: Source.optional(),
});
export type Recipe = z.infer<typeof Recipe>;

/** What a technician may want of a modem beside its mode. */
export const settingIds = ['network-mode', 'packet-domain'] as const;
export const settingValues = {
  /** Radio technologies, alone or with the choice left to the modem. */
  'network-mode': ['auto', 'nr', 'lte', 'umts', 'gsm'],
  /** `packet`: packet domain only (no calls, and faster on the network); `combined`: circuit too. */
  'packet-domain': ['combined', 'packet'],
} as const;

const SettingValue = z.strictObject({ set: AtText, reached: Pattern });

/** A setting by AT command that does not change the composition. */
export const Setting = z.strictObject({
  id: z.enum(settingIds),
  /** Left out: any modem of the vendor. */
  ids: z.array(UsbId).min(1).optional(),
  models: Pattern.optional(),
  query: AtText,
  reply: Pattern,
  values: z.partialRecord(z.enum([...settingValues['network-mode'], ...settingValues['packet-domain']]), SettingValue),
  kept: z.enum(['flash', 'until-restart']),
  source: Source,
  secondSource: Source.optional(),
});
export type Setting = z.infer<typeof Setting>;

/** AT commands that read what every vendor keeps elsewhere. What is left out has the standard's form, or nobody knows it. */
export const Reading = z.strictObject({
  iccid: AtText.optional(),
  /** Tries left for the PIN, and the answer's pattern: group `pin`. */
  pinTries: AtText.optional(),
  pinTriesReply: Pattern.optional(),
  /** In this order, until one tells something: more than +CESQ and +CSQ do. Their answers' forms are code, `electron/at/replies/measures/`. */
  signal: z.array(AtText).min(1).max(3).optional(),
  /** The same for the serving cell. */
  cell: z.array(AtText).min(1).max(3).optional(),
  /**
   * Tells why the transmitter is off. `locked` matches a line of the answer where the card waits for its maker's unlocking (FCC lock), `off`
   * where a switch of the host or the host's word holds it.
   */
  radioLock: z
    .strictObject({ query: AtText, locked: Pattern, off: Pattern.optional(), source: Source, secondSource: Source.optional() })
    .optional(),
  source: Source,
  secondSource: Source.optional(),
});
export type Reading = z.infer<typeof Reading>;

/** What an interface is by its class alone, for dongles that nobody listed. Of a rule in a vendor's file: any class, of this vendor only. */
export const ClassRule = z.strictObject({
  class: Byte,
  subclass: Byte.optional(),
  protocol: Byte.optional(),
  role: Role,
  mode: Mode.optional(),
  /** What the control channel speaks, where the role is `control`; left out: what the mode's standard says. */
  control: z.enum(['qmi', 'mbim', 'at']).optional(),
  source: Source,
});
export type ClassRule = z.infer<typeof ClassRule>;

export const VendorFile = z.strictObject({
  $schema: z.string().optional(),
  vendor: z.string().min(1).max(60),
  family: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  vids: z.array(Id).min(1),
  switches: z.array(SwitchEntry),
  compositions: z.array(Composition),
  /** What the vendor's own interface codes mean in every composition of theirs. They go before the rules of the classes. */
  rules: z.array(ClassRule).optional(),
  recipes: z.array(Recipe),
  settings: z.array(Setting).optional(),
  reading: Reading.optional(),
});
export type VendorFile = z.infer<typeof VendorFile>;
