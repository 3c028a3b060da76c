import * as tls from 'node:tls';
import { z } from 'zod';

/** What is asked of `node:tls`; newer runtimes (Node 22.15, 23.10) tell what is in the system's store. */
type Tls = Readonly<Record<string, unknown>>;

const Certificates = z.array(z.string());

/**
 * The authorities that a server's certificate may be from, in PEM: those that the runtime brings and `NODE_EXTRA_CA_CERTS`, and those
 * of this computer's own store, where a company puts the one by which its proxy looks into connections. `undefined`: the
 * runtime's own choice, where it cannot tell.
 */
export function knownAuthorities(runtime: Tls = tls): readonly string[] | undefined {
  const list = runtime['getCACertificates'];
  if (typeof list !== 'function') return undefined;
  try {
    return [...new Set([...Certificates.parse(list('default')), ...Certificates.parse(list('system'))])];
  } catch {
    // A store that cannot be read is no reason to reach nobody.
    return undefined;
  }
}
