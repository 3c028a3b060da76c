import { useState } from 'react';
import type { Failure } from '../../electron/contract/errors.ts';
import { useIntent } from './use-bench.tsx';

export interface UsbRule {
  /** Has the system ask for the password, and install what comes with the app. */
  readonly install: () => void;
  /** It was pressed for. */
  readonly asked: boolean;
  /** The system asks for the password, or nobody is there to take an intent. */
  readonly blocked: boolean;
  /** Why the last try came to nothing. */
  readonly failure: Failure | null;
}

/** The rules for USB and for ModemManager, installed for the dongle on this port. */
export function useUsbRule(portPath: string): UsbRule {
  const { send, blocked, failure } = useIntent();
  const [asked, setAsked] = useState(false);
  const install = () => {
    setAsked(true);
    void send({ type: 'install-usb-rule', portPath });
  };
  return { install, asked, blocked, failure };
}
