import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VirtualIdentity } from '../../../electron/virtual/identity.ts';
import { type Column, compareFaces } from '../../support/faces/face.ts';
import { mbimcliQuestions, readMbimcli } from '../../support/faces/mbimcli.ts';
import { readMmcli } from '../../support/faces/mmcli.ts';
import { oursScript, readOurs } from '../../support/faces/ours.ts';
import { qmicliQuestions, readQmicli } from '../../support/faces/qmicli.ts';
import { truthOf } from '../../support/faces/truth.ts';
import type { LabCase } from '../case.ts';
import { usbId } from './model.ts';

const tools = {
  qmi: { program: 'qmicli', driver: 'qmi_wwan', questions: qmicliQuestions, read: readQmicli },
  mbim: { program: 'mbimcli', driver: 'cdc_mbim', questions: mbimcliQuestions, read: readMbimcli },
} as const;

const MODEM_MANAGER = `modem_manager
wait_for 'mmcli -m any -J' 120 || exit
# Only an enabled modem registers and measures.
wait_for 'mmcli -m any --enable' 60 || exit
wait_for "mmcli -m any -J | grep -Eq '\\"state\\":\\"(registered|connected)\\"'" 60 || exit
mmcli -m any --signal-setup=2
wait_for "mmcli -m any --signal-get -J | grep -Eq '\\"(rssi|rsrp)\\":\\"-[0-9]'" 20
mmcli -m any --signal-get -J > signal.json || rm -f signal.json
mmcli -m any -J > modem.json || exit
mmcli -i any -J > sim.json || rm -f sim.json
`;

/**
 * What qmicli or mbimcli, ModemManager and our own program say of one modem, row by row, beside what the modem is. Whoever tells a
 * thing has to tell the same. Without `modemManager` that is not asked. `atRevision`: the modem has
 * another word for its firmware in AT, which ours asks first. `full`: see `LabCase`.
 */
export function oneFaceCase(
  name: string,
  composition: string,
  language: keyof typeof tools,
  identity: VirtualIdentity,
  { modemManager = true, atRevision = false, full = false } = {},
): LabCase {
  const { program, driver, questions, read: readTool } = tools[language];
  return {
    name: `one face of ${name} in ${composition}`,
    guest: 'one face',
    models: [`${name} ${composition}`],
    full,
    limit: 240,
    script: `path=$(usb_path ${usbId(name, composition)}) || exit 1
wait_for "[ -n \\"\\$(node_of $path ${driver} cdc-wdm)\\" ]" || exit
node=/dev/$(node_of "$path" ${driver} cdc-wdm)
for question in ${questions.join(' ')}; do
  timeout 20 ${program} -d "$node" "$question" || exit
done > tool.txt
${oursScript}
${modemManager ? MODEM_MANAGER : ''}`,
    check: async ({ status, folder, read, stderr }) => {
      assert.equal(status, 0, stderr);
      const orNull = (file: string) => readFile(join(folder, file), 'utf8').catch(() => null);
      const sim = await orNull('sim.json');
      const signal = await orNull('signal.json');
      const mmcli = modemManager ? readMmcli({ modem: await read('modem.json'), sim, signal }) : 'not asked';
      const columns: Column[] = [
        { program, face: readTool(await read('tool.txt')) },
        // Names of its own: a plugin's, or the hardware's where the language has none.
        { program: 'mmcli', face: mmcli, ownWords: ['manufacturer', 'model', 'revision'] },
        { program: 'ours', face: readOurs(await orNull('ours.json')), ...(atRevision ? { ownWords: ['revision'] as const } : {}) },
      ];
      const { lines, contradictions } = compareFaces(truthOf(identity), columns);
      assert.ok(contradictions.length === 0, [...contradictions, ...lines].join('\n'));
      return ['', ...lines];
    },
  };
}
