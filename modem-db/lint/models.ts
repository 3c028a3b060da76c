import { labelKey } from '../labels/labels.ts';
import { type Model, ModelFile } from '../labels/models.ts';
import { type CheckedFile, type Finding, notesOf } from './finding.ts';

const FILE = 'labels/models.json';

/** What is wrong with the list of models: ids that nobody described, a label that stands twice without a reason. */
export function lintModels(data: unknown, vendors: readonly CheckedFile[]): Finding[] {
  const findings: Finding[] = [];
  const notes = notesOf(FILE, findings);
  const parsed = ModelFile.safeParse(data);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) notes.error(issue.path.join('.'), issue.message);
    return findings;
  }
  const known = new Set(vendors.flatMap((file) => file.data.compositions.map(({ id }) => id)));
  const seen = new Map<string, string>();
  for (const [i, model] of parsed.data.models.entries()) {
    const at = `models.${i}`;
    for (const id of idsOf(model)) if (!known.has(id)) notes.error(at, `${id} is known as a composition nowhere`);
    if (new Set(idsOf(model)).size < idsOf(model).length) notes.error(at, 'The same id twice');
    for (const label of model.labels) {
      const key = labelKey(label);
      const before = seen.get(key);
      if (before !== undefined && model.reason === undefined)
        notes.error(at, `${label} stands in ${before} already, and no reason is given`);
      seen.set(key, before ?? at);
    }
  }
  return findings;
}

const idsOf = ({ ids, others = [] }: Model) => [...ids, ...others];
