import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock, TimerId } from '../seams/clock.ts';

/** Why a session is over; `unknown`: there was none of that key. */
export type SessionEnd = 'left' | 'idle' | 'limit' | 'replaced' | 'unknown';

/** A page that says that it goes may be reloaded, or called back: it has this long. */
const AFTER_GOODBYE_MS = 60_000;
/** Nobody asks, nobody watches: a computer that sleeps, a browser that was killed. */
const IDLE_MS = 30 * 60_000;
/** A day's work. */
const LIMIT_MS = 12 * 3_600_000;

interface Session {
  readonly digest: Buffer;
  readonly startedAt: number;
  usedAt: number;
  left: boolean;
  /** Event streams that are open: somebody watches. */
  holds: number;
}

/**
 * The one session of the browser form. A token is good for one opening; what it is exchanged for is a key, which the page sends with
 * each request itself. Digests are kept, so that comparing takes the same time whatever was sent, and of whatever length.
 */
export class Sessions {
  readonly #clock: Clock;
  readonly #onEnd: () => void;
  #token: Buffer | null = null;
  #session: Session | null = null;
  #last: { readonly digest: Buffer; readonly end: SessionEnd } | null = null;
  #timer: TimerId | null = null;

  /** `onEnd` is called whenever a session ends. */
  constructor(clock: Clock, onEnd: () => void) {
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  /** A new token; the one before it, if it was never used, is void. */
  newToken(): string {
    const token = newSecret();
    this.#token = digestOf(token);
    return token;
  }

  /** Exchanges a token for the key of a new session, once; a session that there was is over. `null`: not the token, or used before. */
  open(token: string): string | null {
    if (this.#token === null || !timingSafeEqual(this.#token, digestOf(token))) return null;
    this.#token = null;
    this.#end('replaced');
    const key = newSecret();
    const now = this.#clock.now();
    this.#session = { digest: digestOf(key), startedAt: now, usedAt: now, left: false, holds: 0 };
    this.#watch();
    return key;
  }

  /** `null`: the key is that of the session, which is in use now; else why it is not. */
  use(key: string): SessionEnd | null {
    const digest = digestOf(key);
    // A timer may be late, on a computer that slept.
    this.#endIfDue();
    const session = this.#session;
    if (session && timingSafeEqual(session.digest, digest)) {
      session.usedAt = this.#clock.now();
      session.left = false;
      return null;
    }
    return this.#last && timingSafeEqual(this.#last.digest, digest) ? this.#last.end : 'unknown';
  }

  /** Somebody watches until the function that is returned is called. */
  hold(): () => void {
    const session = this.#session;
    if (!session) return () => undefined;
    session.holds++;
    return () => {
      session.holds--;
      session.usedAt = this.#clock.now();
      if (session === this.#session) this.#watch();
    };
  }

  /** The page says that it goes. */
  leave(): void {
    if (!this.#session) return;
    this.#session.left = true;
    this.#watch();
  }

  close(): void {
    this.#unwatch();
    this.#session = null;
  }

  #watch(): void {
    this.#unwatch();
    const due = this.#due();
    if (due === null) return;
    this.#timer = this.#clock.setTimeout(
      () => {
        this.#timer = null;
        this.#endIfDue();
        this.#watch();
      },
      Math.max(0, due.at - this.#clock.now()),
    );
  }

  #unwatch(): void {
    if (this.#timer !== null) this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** When it ends unless it is used before, and why. */
  #due(): { readonly at: number; readonly end: SessionEnd } | null {
    if (!this.#session) return null;
    const { startedAt, usedAt, left, holds } = this.#session;
    const limit = { at: startedAt + LIMIT_MS, end: 'limit' } as const;
    if (holds > 0) return limit;
    const unused = left ? ({ at: usedAt + AFTER_GOODBYE_MS, end: 'left' } as const) : ({ at: usedAt + IDLE_MS, end: 'idle' } as const);
    return unused.at < limit.at ? unused : limit;
  }

  #endIfDue(): void {
    const due = this.#due();
    if (due !== null && this.#clock.now() >= due.at) this.#end(due.end);
  }

  #end(end: SessionEnd): void {
    if (!this.#session) return;
    this.#last = { digest: this.#session.digest, end };
    this.#session = null;
    this.#unwatch();
    this.#onEnd();
  }
}

const newSecret = () => randomBytes(24).toString('base64url');

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
