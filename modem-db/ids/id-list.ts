import { z } from 'zod';

/** What one outside list knows: which ids it has and, where it tells one, the names of the models behind an id. */
export const IdListFile = z.strictObject({
  /** Name of the file, without `.json`. */
  list: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  /** What people call it. */
  title: z.string().min(3).max(80),
  /** The kernel's driver whose id table this is, as sysfs names it. */
  driver: z
    .string()
    .regex(/^[a-z0-9_]+$/)
    .optional(),
  source: z.string().min(8).max(300),
  /** By `vid:pid`. Empty: the list has the id, and no name of a model. */
  ids: z.record(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/), z.array(z.string().min(2).max(100)).max(8)),
});
export type IdListFile = z.infer<typeof IdListFile>;

/** Names by `vid:pid`, as an importer finds them. */
export type ListedNames = IdListFile['ids'];

/** Whether a name says no more than the product id: `Sierra modem 90d3` of 1199:90d3. One that has another number beside it says more. */
export function isPlaceholder(name: string, id: string): boolean {
  const without = name.replace(new RegExp(`(?<![0-9a-z])${id.slice(5)}(?![0-9a-z])`, 'i'), '');
  return without !== name && !/\d/.test(without);
}
