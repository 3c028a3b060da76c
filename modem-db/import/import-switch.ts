import { plainMethods, type StringMatch, SwitchEntry, type SwitchMethod } from '../schema.ts';
import { matchKeys, nearest } from './keys.ts';
import { type ImportProblem, type Param, parseLines, shown } from './lines.ts';

export type { ImportProblem } from './lines.ts';

export type ImportResult =
  | { readonly ok: true; readonly entry: SwitchEntry }
  | { readonly ok: false; readonly problems: readonly ImportProblem[] };

/** Where the text came from. */
export interface ImportOrigin {
  /** `12d1:1446`, `0471:1210:uMa=Philips`; a path before it does not matter. Left out: the text must name DefaultVendor and DefaultProduct. */
  readonly fileName?: string;
  /** Goes into the entry: at least eight characters. */
  readonly source: string;
}

type Params = ReadonlyMap<string, Param>;

/**
 * One file in the format of usb_modeswitch (its `usb_modeswitch.conf`, `device_reference.txt` and the files of usb-modeswitch-data)
 * as an entry of the database. Never throws on what the text holds: all that is wrong comes back, in the order of the lines.
 */
export function importSwitch(text: string, origin: ImportOrigin): ImportResult {
  const { params, comments, problems: found } = parseLines(text);
  const problems = [...found];
  const add = (line: number, message: string) => problems.push({ line, message });
  const named = origin.fileName === undefined ? undefined : parseName(origin.fileName, problems);
  const id = idOf(params, named?.id, origin.fileName === undefined, add);
  const method = methodOf(params, add);
  if (problems.length > 0 || id === undefined || method === undefined) return { ok: false, problems: sorted(problems) };

  const configuration = number(params, 'Configuration');
  const list = params.get('TargetProductList')?.value;
  const product = params.get('TargetProduct')?.value;
  const targetClass = number(params, 'TargetClass');
  const vendor = params.get('TargetVendor')?.value;
  const pids = [...new Set([product, ...(typeof list === 'string' ? list.split(',') : [])].filter((p) => p !== undefined))];
  const parsed = SwitchEntry.safeParse({
    id,
    name: (comments[0] ?? `Disc state of ${id}`).slice(0, 200),
    ...(named?.when.length ? { when: named.when } : {}),
    method,
    ...defined('configuration', configuration === 0 ? undefined : configuration),
    ...defined('interface', number(params, 'Interface')),
    ...defined('messageEndpoint', number(params, 'MessageEndpoint')),
    ...defined('responseEndpoint', number(params, 'ResponseEndpoint')),
    ...defined('waitBeforeSeconds', number(params, 'WaitBefore') || undefined),
    ...defined('releaseDelayMs', number(params, 'ReleaseDelay') || undefined),
    target: {
      ...defined('class', targetClass?.toString(16).padStart(2, '0')),
      ...defined('vid', vendor),
      ...(pids.length > 0 ? { pids } : {}),
    },
    source: origin.source,
  });
  if (parsed.success) return { ok: true, entry: parsed.data };
  return { ok: false, problems: parsed.error.issues.map((issue) => ({ line: lineOf(params, issue.path), message: issue.message })) };
}

const keyOfField: Readonly<Record<string, string>> = {
  configuration: 'Configuration',
  interface: 'Interface',
  messageEndpoint: 'MessageEndpoint',
  responseEndpoint: 'ResponseEndpoint',
  waitBeforeSeconds: 'WaitBefore',
  releaseDelayMs: 'ReleaseDelay',
};

function lineOf(params: Params, path: readonly PropertyKey[]): number {
  return params.get(keyOfField[String(path[0])] ?? '')?.line ?? 0;
}

function number(params: Params, key: string): number | undefined {
  const value = params.get(key)?.value;
  return typeof value === 'number' ? value : undefined;
}

function defined<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

function sorted(problems: readonly ImportProblem[]): ImportProblem[] {
  return [...problems].sort((a, b) => a.line - b.line);
}

/** The dispatcher's file names: vid, pid, then string matches that must all hold. */
function parseName(name: string, problems: ImportProblem[]): { id: string; when: StringMatch[] } | undefined {
  const [vid = '', pid = '', ...matches] = (name.split(/[/\\]/).at(-1) ?? '').split(':');
  if (!/^[0-9a-f]{4}$/i.test(vid) || !/^[0-9a-f]{4}$/i.test(pid)) {
    problems.push({ line: 0, message: `The file name ${shown(name)} does not begin with vid:pid` });
    return undefined;
  }
  const when: StringMatch[] = [];
  for (const match of matches) {
    const [, short = '', contains = ''] = /^([^=]*)=(.*)$/.exec(match) ?? [];
    const key = matchKeys[short];
    if (key === undefined || contains === '' || contains.length > 64) {
      const suggestion = nearest(short, Object.keys(matchKeys));
      problems.push({
        line: 0,
        message: `The file name's match ${shown(match)} is not known`,
        ...(suggestion && key === undefined ? { suggestion } : {}),
      });
    } else when.push({ key, contains });
  }
  return { id: `${vid}:${pid}`.toLowerCase(), when };
}

function idOf(
  params: Params,
  named: string | undefined,
  nameless: boolean,
  add: (line: number, message: string) => void,
): string | undefined {
  const vendor = params.get('DefaultVendor');
  const product = params.get('DefaultProduct');
  const lone = vendor ?? product;
  if (lone === undefined) {
    if (nameless) add(0, 'Without a file name, DefaultVendor and DefaultProduct must tell whose entry this is');
    return named;
  }
  if (vendor === undefined || product === undefined) {
    add(lone.line, 'DefaultVendor and DefaultProduct go together');
    return undefined;
  }
  const id = `${vendor.value}:${product.value}`;
  if (named !== undefined && named !== id) add(vendor.line, `The file's name says ${named}, DefaultVendor and DefaultProduct say ${id}`);
  return id;
}

/** The one method of the file. Two that exclude each other are an error: the program would do both, and nobody knows in what state that ends. */
function methodOf(params: Params, add: (line: number, message: string) => void): SwitchMethod | undefined {
  const contents = ['MessageContent', 'MessageContent2', 'MessageContent3'].map((key) => params.get(key));
  const gap = contents.findIndex((param, i) => param === undefined && contents.slice(i + 1).some((later) => later !== undefined));
  if (gap >= 0) add(contents.slice(gap).find((param) => param !== undefined)?.line ?? 0, 'A message before this one is missing');
  const messages = contents.flatMap((param) => (typeof param?.value === 'string' ? [param.value] : []));
  const methods: { line: number; method: SwitchMethod }[] = [];
  for (const name of plainMethods) {
    const param = params.get(name);
    if (param) methods.push({ line: param.line, method: { name } });
  }
  const pantech = params.get('PantechMode');
  if (typeof pantech?.value === 'number' && pantech.value > 0) {
    methods.push({ line: pantech.line, method: { name: 'PantechMode', value: pantech.value } });
  }
  const alternate = params.get('AltSetting');
  if (typeof alternate?.value === 'number') {
    if (alternate.value > 255) add(alternate.line, 'AltSetting is at most 255');
    methods.push({ line: alternate.line, method: { name: 'AltSetting', alternate: alternate.value } });
  }
  const eject = params.get('StandardEject');
  if (eject) methods.push({ line: eject.line, method: { name: 'StandardEject', ...(messages.length > 0 ? { messages } : {}) } });
  else if (messages.length > 0) methods.push({ line: contents[0]?.line ?? 0, method: { name: 'MessageContent', messages } });
  const configuration = params.get('Configuration');
  if (configuration && methods.length === 0) {
    return { name: configuration.value === 0 ? 'MbimOrNothing' : 'Configuration' };
  }
  if (configuration?.value === 0)
    add(configuration.line, 'Configuration=0 says that nothing is to be done, and another method stands beside it');
  const [first, second] = methods.sort((a, b) => a.line - b.line);
  if (first === undefined) add(0, 'No method: the file does not say how the dongle is switched');
  if (second !== undefined) add(second.line, `A second method: ${second.method.name} beside ${first?.method.name ?? ''}`);
  return first?.method;
}
