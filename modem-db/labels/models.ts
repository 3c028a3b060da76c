import { z } from 'zod';
import modelsJson from './models.json' with { type: 'json' };

/** Models by what is printed on them: which ids they show. For what the names of compositions and disc states do not tell, or tell of too many. */

const UsbId = z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/);
const Source = z.string().min(8).max(300);

export const Model = z.strictObject({
  /** As printed, without region and form factor; the first is what we call it. */
  labels: z.array(z.string().min(2).max(40)).min(1),
  maker: z.string().min(2).max(40),
  /** What it shows, in its several modes; of two in one mode the first is what it shows as delivered. */
  ids: z.array(UsbId).min(1),
  /** What some of that label show in place of these: another seller's, another setting. Told of, never taken. */
  others: z.array(UsbId).min(1).optional(),
  /** Why a label stands in another entry as well. */
  reason: z.string().min(10).max(200).optional(),
  source: Source,
  secondSource: Source.optional(),
});
export type Model = z.infer<typeof Model>;

export const ModelFile = z.strictObject({ models: z.array(Model) });

let read: readonly Model[] | null = null;

/** All of them; read at first use. Throws where the file does not fit its schema. */
export function listedModels(): readonly Model[] {
  read ??= ModelFile.parse(modelsJson).models;
  return read;
}
