import { plainMethods } from '../schema.ts';

/**
 * The options of usb_modeswitch 2.6.2, as its manual page and its own help have them, with names that older ones had for the same. `key`: the
 * setting of a configuration file that it is; `base`: how a number is read. `silent`: without effect on what is sent.
 */
export interface ProgramOption {
  readonly short: string | null;
  readonly long: string | null;
  readonly does:
    | { readonly kind: 'flag'; readonly key: string }
    | { readonly kind: 'value'; readonly key: string; readonly base: 10 | 16 }
    | { readonly kind: 'silent'; readonly takesValue: boolean }
    /** Settings that stand elsewhere. */
    | { readonly kind: 'elsewhere'; readonly takesValue: boolean; readonly what: string };
}

const flag = (short: string, long: string, key: string): ProgramOption => ({ short, long, does: { kind: 'flag', key } });
const value = (short: string, long: string, key: string, base: 10 | 16): ProgramOption => ({
  short,
  long,
  does: { kind: 'value', key, base },
});
const silent = (short: string | null, long: string, takesValue = false): ProgramOption => ({
  short,
  long,
  does: { kind: 'silent', takesValue },
});

/** The letter of each method that needs no more than its name. */
const methodLetters: Readonly<Record<(typeof plainMethods)[number], string>> = {
  HuaweiMode: 'H',
  HuaweiNewMode: 'J',
  HuaweiAltMode: 'X',
  SierraMode: 'S',
  SonyMode: 'O',
  GCTMode: 'G',
  SequansMode: 'N',
  MobileActionMode: 'A',
  KobilMode: 'T',
  CiscoMode: 'L',
  QisdaMode: 'B',
  QuantaMode: 'E',
  BlackberryMode: 'Z',
  OptionMode: 'U',
};

/** `huawei-new-mode` of `HuaweiNewMode`. */
const longNames: Readonly<Record<(typeof plainMethods)[number], string>> = {
  HuaweiMode: 'huawei-mode',
  HuaweiNewMode: 'huawei-new-mode',
  HuaweiAltMode: 'huawei-alt-mode',
  SierraMode: 'sierra-mode',
  SonyMode: 'sony-mode',
  GCTMode: 'gct-mode',
  SequansMode: 'sequans-mode',
  MobileActionMode: 'mobileaction-mode',
  KobilMode: 'kobil-mode',
  CiscoMode: 'cisco-mode',
  QisdaMode: 'qisda-mode',
  QuantaMode: 'quanta-mode',
  BlackberryMode: 'blackberry-mode',
  OptionMode: 'option-mode',
};

const options: readonly ProgramOption[] = [
  value('v', 'default-vendor', 'DefaultVendor', 16),
  value('p', 'default-product', 'DefaultProduct', 16),
  value('V', 'target-vendor', 'TargetVendor', 16),
  value('P', 'target-product', 'TargetProduct', 16),
  value('C', 'target-class', 'TargetClass', 16),
  value('m', 'message-endpoint', 'MessageEndpoint', 16),
  value('r', 'response-endpoint', 'ResponseEndpoint', 16),
  value('M', 'message-content', 'MessageContent', 16),
  value('2', 'message-content2', 'MessageContent2', 16),
  value('3', 'message-content3', 'MessageContent3', 16),
  value('w', 'release-delay', 'ReleaseDelay', 10),
  value('i', 'interface', 'Interface', 10),
  value('u', 'configuration', 'Configuration', 10),
  value('a', 'altsetting', 'AltSetting', 10),
  value('F', 'pantech-mode', 'PantechMode', 10),
  flag('K', 'std-eject', 'StandardEject'),
  ...plainMethods.map((name) => flag(methodLetters[name], longNames[name], name)),
  flag('R', 'reset-usb', 'ResetUSB'),
  flag('n', 'need-response', 'NeedResponse'),
  flag('d', 'detach-only', 'DetachStorageOnly'),
  flag('I', 'inquire', 'InquireDevice'),
  silent(null, 'no-inquire'),
  silent('W', 'verbose'),
  silent('Q', 'quiet'),
  silent('D', 'sysmode'),
  silent('h', 'help'),
  silent('e', 'version'),
  silent('j', 'find-mbim'),
  silent('s', 'check-success', true),
  silent(null, 'success', true),
  silent('b', 'bus-num', true),
  silent(null, 'busnum', true),
  silent('g', 'device-num', true),
  silent(null, 'devnum', true),
  { short: 'c', long: 'config-file', does: { kind: 'elsewhere', takesValue: true, what: 'the file' } },
  { short: 'f', long: 'long-config', does: { kind: 'elsewhere', takesValue: true, what: 'the text' } },
  { short: 't', long: 'stdinput', does: { kind: 'elsewhere', takesValue: false, what: 'the standard input' } },
];

const byShort = new Map(options.flatMap((option) => (option.short === null ? [] : [[option.short, option] as const])));
const byLong = new Map(options.flatMap((option) => (option.long === null ? [] : [[option.long, option] as const])));

export const shortOption = (letter: string): ProgramOption | undefined => byShort.get(letter);

/** By its whole name, or by a beginning that only one has, as getopt takes it. */
export function longOption(name: string): ProgramOption | undefined {
  const whole = byLong.get(name);
  if (whole || name === '') return whole;
  const begun = options.filter(({ long }) => long?.startsWith(name) ?? false);
  return begun.length === 1 ? begun[0] : undefined;
}

export const longOptionNames: readonly string[] = [...byLong.keys()];

export const takesValue = ({ does }: ProgramOption): boolean => does.kind === 'value' || ('takesValue' in does && does.takesValue);
