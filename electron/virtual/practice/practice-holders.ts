import { BenchError } from '../../contract/errors.ts';
import type { Clock } from '../../seams/clock.ts';
import type { Holder, HoldRelease, UsbAccess } from '../../seams/host.ts';

/** A program that a practice computer lets have a dongle from each attach on. */
export type PracticeHolder =
  /** `refuses`: does not let go. */
  | { readonly kind: 'modem-manager'; readonly refuses?: boolean }
  /** Is at work for so many ms, 5000 unless told; what it would switch is up to the dongle. */
  | { readonly kind: 'usb-modeswitch'; readonly ms?: number }
  /** `refuses`: somebody has a file of it open. */
  | { readonly kind: 'mounted'; readonly refuses?: boolean }
  /** This user may not open the USB node; `password`: what becomes of the prompt, and of the rule. */
  | { readonly kind: 'no-access'; readonly password?: 'given' | 'dismissed' | 'without-effect' };

const SWITCHING_MS = 5000;
const PID = 4711;

interface Port {
  readonly plays: readonly PracticeHolder[];
  readonly attachedAt: number;
  mounted: boolean;
}

/** What the other programs of the practice computer do. */
export class PracticeHolders {
  readonly #clock: Clock;
  readonly #ports = new Map<string, Port>();
  /** How often each port is inhibited; it outlives a re-enumeration. */
  readonly #inhibited = new Map<string, number>();
  #ruled = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  attach(portPath: string, plays: readonly PracticeHolder[]): void {
    this.#ports.set(portPath, { plays, attachedAt: this.#clock.now(), mounted: plays.some((p) => p.kind === 'mounted') });
  }

  detach(portPath: string): void {
    this.#ports.delete(portPath);
  }

  holders(portPath: string): Holder[] {
    const port = this.#ports.get(portPath);
    return port ? port.plays.flatMap((play) => this.#holder(portPath, port, play) ?? []) : [];
  }

  #holder(portPath: string, port: Port, play: PracticeHolder): Holder | null {
    switch (play.kind) {
      case 'modem-manager':
        return this.inhibited(portPath) ? null : { kind: 'modem-manager', modem: '/org/freedesktop/ModemManager1/Modem/0' };
      case 'usb-modeswitch':
        return this.#clock.now() - port.attachedAt < (play.ms ?? SWITCHING_MS) ? { kind: 'usb-modeswitch', pid: PID } : null;
      case 'mounted':
        return port.mounted ? { kind: 'mounted', device: discOf(portPath), at: '/media/practice/disc' } : null;
      case 'no-access':
        return null;
    }
  }

  /** Whether ModemManager leaves the port alone. */
  inhibited(portPath: string): boolean {
    return (this.#inhibited.get(portPath) ?? 0) > 0;
  }

  /** Throws MODEM_MANAGER_BUSY. */
  inhibit(portPath: string): HoldRelease {
    if (this.#ports.get(portPath)?.plays.some((p) => p.kind === 'modem-manager' && p.refuses === true))
      throw new BenchError('MODEM_MANAGER_BUSY', { message: 'PolicyKit authorization failed: not authorized' });
    this.#inhibited.set(portPath, (this.#inhibited.get(portPath) ?? 0) + 1);
    let released = false;
    return async () => {
      if (released) return;
      released = true;
      this.#inhibited.set(portPath, (this.#inhibited.get(portPath) ?? 1) - 1);
    };
  }

  /** Throws DISC_MOUNTED. */
  unmount(device: string): void {
    for (const [portPath, port] of this.#ports) {
      if (discOf(portPath) !== device) continue;
      if (port.plays.some((p) => p.kind === 'mounted' && p.refuses === true))
        throw new BenchError('DISC_MOUNTED', { device, at: '/media/practice/disc', message: 'target is busy' });
      port.mounted = false;
    }
  }

  access(portPath: string): UsbAccess {
    const port = this.#ports.get(portPath);
    if (!port) return 'unknown';
    const play = port.plays.find((p) => p.kind === 'no-access');
    return play && (!this.#ruled || play.password === 'without-effect') ? 'denied' : 'granted';
  }

  installRule(): 'installed' | 'dismissed' {
    if ([...this.#ports.values()].some((port) => port.plays.some((p) => p.kind === 'no-access' && p.password === 'dismissed')))
      return 'dismissed';
    this.#ruled = true;
    return 'installed';
  }
}

/** Each practice port has a disc of its own number. */
const discOf = (portPath: string) => `/dev/sr${Number.parseInt(/\d+$/.exec(portPath)?.[0] ?? '1', 10) - 1}`;
