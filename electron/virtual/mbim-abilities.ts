import type { AtTable } from './at-engine/engine.ts';

/** What an MBIM function can beyond MBIM 1.0; nothing unless the real device is known to have it. */
export interface MbimAbilities {
  /** Microsoft's extensions, 2.0, where the host asks for them. */
  readonly extensions?: boolean;
  /** Qualcomm's service for QMI, with the QMI firmware behind it. */
  readonly qmi?: boolean;
  /** A maker's service for AT, and the commands that are known there. */
  readonly at?: { readonly maker: 'quectel' | 'fibocom' | 'intel' | 'compal'; readonly tables: readonly AtTable[] };
  /** Quectel's own radio state; `locked`: by the FCC lock, from power-up until it is unlocked. */
  readonly quectelRadio?: 'unlocked' | 'locked';
}
