import type { UciConfig } from '../../electron/openwrt/uci.ts';

/** What the commands of `uci` print; `uci.test.ts` holds it beside the real tool's answers. */

const quoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`;

/** `uci export` without its first lines; unlike our writer it refuses nothing. */
export function exported({ sections }: UciConfig): string {
  return sections
    .map(({ type, name, options }) => {
      const lines = [...options].flatMap(([key, value]) =>
        [value].flat().map((v) => `\t${typeof value === 'string' ? 'option' : 'list'} ${key} ${quoted(v)}\n`),
      );
      return `config ${type}${name === null ? '' : ` '${name}'`}\n${lines.join('')}\n`;
    })
    .join('');
}

/** `uci show`: sections without a name by their type and their number among all of that type. */
export function shown({ sections }: UciConfig, file: string): string {
  const seen = new Map<string, number>();
  return sections
    .map(({ type, name, options }) => {
      const number = seen.get(type) ?? 0;
      seen.set(type, number + 1);
      const path = `${file}.${name ?? `@${type}[${number}]`}`;
      const lines = [...options].map(([key, value]) => `${path}.${key}=${[value].flat().map(quoted).join(' ')}\n`);
      return `${path}=${type}\n${lines.join('')}`;
    })
    .join('');
}
