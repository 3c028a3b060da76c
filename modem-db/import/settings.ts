import { plainMethods, SwitchEntry, type SwitchMethod } from '../schema.ts';
import type { Draft, ImportProblem, Param } from './draft.ts';

type Params = ReadonlyMap<string, Param>;

export type Made = { readonly entry: SwitchEntry } | { readonly problems: readonly ImportProblem[] };

/** The messages of a configuration file, by the order in which they are sent. */
export const messageKeys = ['MessageContent', 'MessageContent2', 'MessageContent3'] as const;

/** An entry of the database from what a text says of one dongle, checked by the database's own schema. `source` goes into it. */
export function entryOf(draft: Draft & { readonly id: string }, source: string): Made {
  const { id, when, params, name } = draft;
  const problems: ImportProblem[] = [];
  const method = methodOf(params, (line, message) => problems.push({ line, message }));
  if (problems.length > 0 || method === undefined) return { problems };
  const configuration = number(params, 'Configuration');
  const list = params.get('TargetProductList')?.value;
  const product = params.get('TargetProduct')?.value;
  const targetClass = number(params, 'TargetClass');
  const vendor = params.get('TargetVendor')?.value;
  const pids = [...new Set([product, ...(typeof list === 'string' ? list.split(',') : [])].filter((p) => p !== undefined))];
  const parsed = SwitchEntry.safeParse({
    id,
    name: (name ?? `Disc state of ${id}`).slice(0, 200),
    ...(when.length > 0 ? { when } : {}),
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
    source,
  });
  if (parsed.success) return { entry: parsed.data };
  return {
    problems: parsed.error.issues.map(({ path, message }) => ({
      line: lineOf(params, path) ?? draft.line,
      message: `${path.join('.')}: ${message}`,
    })),
  };
}

/** Whether settings say how a dongle is left, and not only whose they are. */
export function hasMethod(params: Params): boolean {
  return methodOf(params, () => undefined) !== undefined;
}

const keyOfField: Readonly<Record<string, string>> = {
  configuration: 'Configuration',
  interface: 'Interface',
  messageEndpoint: 'MessageEndpoint',
  responseEndpoint: 'ResponseEndpoint',
  waitBeforeSeconds: 'WaitBefore',
  releaseDelayMs: 'ReleaseDelay',
};

function lineOf(params: Params, path: readonly PropertyKey[]): number | undefined {
  return params.get(keyOfField[String(path[0])] ?? '')?.line;
}

function number(params: Params, key: string): number | undefined {
  const value = params.get(key)?.value;
  return typeof value === 'number' ? value : undefined;
}

function defined<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

/** The one method of the settings. Two that exclude each other are an error: the program would do both, and nobody knows in what state that ends. */
function methodOf(params: Params, add: (line: number, message: string) => void): SwitchMethod | undefined {
  const contents = messageKeys.map((key) => params.get(key));
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
  if (first === undefined) add(0, 'No method: the text does not say how the dongle is switched');
  if (second !== undefined) add(second.line, `A second method: ${second.method.name} beside ${first?.method.name ?? ''}`);
  return first?.method;
}
