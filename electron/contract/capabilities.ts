import { z } from 'zod';

/**
 * What one firmware says that it can be asked, by language; `null`: it does not speak it, or does not tell. AT: names of commands
 * (`+CGMM`). QMI: service and number of each message (`NAS 004d`). MBIM: service and number of each command, of a UUID in hex.
 */
const Names = z.array(z.string().max(60)).max(2000).nullable();
export const Capabilities = z.object({ at: Names, qmi: Names, mbim: Names });
export type Capabilities = z.infer<typeof Capabilities>;
