/** As much of udev(7) as our rule uses. What it does not know it refuses, so that nothing of a rule is passed over. */

/** One device of a chain. */
export interface UdevDevice {
  readonly subsystem: string;
  readonly kernel?: string;
  readonly driver?: string;
  readonly attrs?: Readonly<Record<string, string>>;
}

export interface UdevEvent {
  readonly action: string;
  readonly env: Readonly<Record<string, string>>;
  /** The device itself first, then its parents. */
  readonly chain: readonly [UdevDevice, ...UdevDevice[]];
}

interface Token {
  readonly key: string;
  readonly attribute: string;
  readonly operator: string;
  readonly value: string;
}

const parentKeys = new Set(['SUBSYSTEMS', 'DRIVERS', 'ATTRS']);

/** The tags that a rule file gives to a device. Throws at what it cannot read. */
export function tagsOf(rule: string, event: UdevEvent): Set<string> {
  const lines = rule.split('\n').map((line) => (line.startsWith('#') ? '' : line.trim()));
  const tags = new Set<string>();
  let skipTo: string | null = null;
  for (const line of lines) {
    if (line === '') continue;
    const tokens = parse(line);
    const label = tokens.find(({ key, operator }) => key === 'LABEL' && operator === '=')?.value;
    if (skipTo !== null && label !== skipTo) continue;
    skipTo = null;
    const matches = tokens.filter(({ operator }) => operator === '==');
    if (!holds(matches, event)) continue;
    for (const { key, operator, value } of tokens) {
      if (key === 'TAG' && operator === '+=') tags.add(value);
      else if (key === 'GOTO' && operator === '=') skipTo = value;
      else if (operator !== '==' && key !== 'LABEL') throw new Error(`${key}${operator}: not known to this test`);
    }
  }
  if (skipTo !== null) throw new Error(`GOTO ${skipTo}: no such label`);
  return tags;
}

function parse(line: string): Token[] {
  const tokens: Token[] = [];
  const each = /\s*([A-Z]+)(?:\{([^}]+)\})?(==|\+=|=)"([^"]*)"\s*(,|$)/y;
  while (each.lastIndex < line.length) {
    const found = each.exec(line);
    if (!found) throw new Error(`not a rule: ${line}`);
    tokens.push({ key: found[1] ?? '', attribute: found[2] ?? '', operator: found[3] ?? '', value: found[4] ?? '' });
  }
  return tokens;
}

function holds(matches: readonly Token[], { action, env, chain }: UdevEvent): boolean {
  const own = matches.filter(({ key }) => !parentKeys.has(key));
  const upwards = matches.filter(({ key }) => parentKeys.has(key));
  const [self] = chain;
  const values: Record<string, (attribute: string) => string | undefined> = {
    ACTION: () => action,
    SUBSYSTEM: () => self.subsystem,
    KERNEL: () => self.kernel,
    ENV: (attribute) => env[attribute],
  };
  return (
    own.every(({ key, attribute, value }) => {
      const read = values[key];
      if (!read) throw new Error(`${key}: not known to this test`);
      return fits(value, read(attribute) ?? '');
    }) &&
    // All that look upwards must hold of one and the same device.
    (upwards.length === 0 || chain.some((device) => upwards.every((token) => fitsDevice(token, device))))
  );
}

function fitsDevice({ key, attribute, value }: Token, { subsystem, driver, attrs = {} }: UdevDevice): boolean {
  const found = key === 'SUBSYSTEMS' ? subsystem : key === 'DRIVERS' ? driver : attrs[attribute];
  return found !== undefined && fits(value, found);
}

/** Shell patterns, and alternatives between bars. */
function fits(pattern: string, value: string): boolean {
  return pattern.split('|').some((one) => {
    if (/[[\]\\]/.test(one)) throw new Error(`${one}: not known to this test`);
    const source = one
      .replace(/[.+^${}()]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${source}$`, 's').test(value);
  });
}
