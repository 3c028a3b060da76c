import { newIdLines, type RouterNewId } from '../new-id-lines.ts';
import { programs } from '../router-paths.ts';
import hooks from '../scripts/features/new_id.sh?raw';
import newIdProgram from '../scripts/new-id.sh?raw';
import newIdService from '../scripts/new-id-service.sh?raw';
import { type Feature, program } from './feature.ts';

/** Ids that the release's drivers lack, given to them at each attach (sysfs, `new_id`); at least one. Throws what `newIdLines` throws. */
export function newId(ids: readonly RouterNewId[]): Feature {
  return {
    name: 'new_id',
    told: 'new-id',
    hooks,
    parameters: [{ name: 'new_id_lines', lines: newIdLines(ids).trimEnd().split('\n'), field: 'new-id' }],
    programs: [program(programs.newId, '0644', newIdProgram), program(programs.newIdService, '0755', newIdService)],
    packages: ids.flatMap(({ kmod }) => kmod ?? []),
  };
}
