/** What stands in a log: one line an event, so that it can be read, searched and sent by somebody who is asked what happened. */

/** From what is worst to what is least; a level has those before it. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Takes an event, named like `dongle.plugged`, with what is to be known of it. Never throws. */
export type Log = Readonly<Record<LogLevel, (event: string, fields?: LogFields) => void>>;

export interface LogOptions {
  /** Who writes, where several processes write one log. */
  readonly source: string;
  readonly level: LogLevel;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes out of a text what must not stand in a log. */
  readonly redact: (text: string) => string;
  /** Takes a line without its end. */
  readonly write: (line: string) => void;
}

const VALUE = 2000;

/** Lines like `2026-12-01T08:00:00.000Z info bench[4711] dongle.state port="1-1" state="ready"`. */
export function createLog({ source, level, now, redact, write }: LogOptions): Log {
  const most = logLevels.indexOf(level);
  const at =
    (own: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (logLevels.indexOf(own) > most) return;
      const told = Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${shown(value, redact)}`]));
      write([new Date(now()).toISOString(), own.padEnd(5), source, event, ...told].join(' '));
    };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

/** Whoever wants no log. */
export const noLog: Log = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

/** `info` for what is no level. */
export function readLogLevel(text: string | undefined): LogLevel {
  return logLevels.find((level) => level === text?.trim().toLowerCase()) ?? 'info';
}

/** Made safe first and cut then: half a number is not known for one. What a terminal would obey is written as JSON does, or as `?`. */
function shown(value: string | number | boolean | null, redact: (text: string) => string): string {
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(redact(value.slice(0, 10 * VALUE)).slice(0, VALUE)).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
}
