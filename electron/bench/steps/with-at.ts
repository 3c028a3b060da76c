import type { AtSession } from '../../at/session.ts';
import { openAt } from '../contact.ts';
import type { StepRun } from './step-run.ts';

/** Opens AT for the length of one piece of work. Whatever happens, the port is let go. */
export async function withAt<T>(run: StepRun, work: (at: AtSession) => Promise<T>): Promise<T> {
  const at = await openAt(run.contact, run.signal);
  const onAbort = () => void at.close().catch(() => undefined);
  run.signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work(at);
  } finally {
    run.signal.removeEventListener('abort', onAbort);
    await at.close().catch(() => undefined);
  }
}
