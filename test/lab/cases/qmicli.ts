import assert from 'node:assert/strict';
import { readServingCell } from '../../../electron/qmi/cell.ts';
import { openQmi, type QmiClient } from '../../../electron/qmi/client.ts';
import { readPinLock } from '../../../electron/qmi/pin-protection.ts';
import { readRadio } from '../../../electron/qmi/radio.ts';
import { readRegistration } from '../../../electron/qmi/registration.ts';
import { readSignals } from '../../../electron/qmi/signal.ts';
import { readSupported } from '../../../electron/qmi/supported.ts';
import { getSimStatus } from '../../../electron/qmi/uim.ts';
import type { VirtualIdentity } from '../../../electron/virtual/identity.ts';
import { VirtualQmi } from '../../../electron/virtual/qmi/virtual-qmi.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { bodyWith, FirmwareChannel } from '../../virtual/firmware-channel.ts';
import type { LabCase } from '../case.ts';
import { usbId } from './model.ts';

const questions = [
  '--dms-get-ids',
  '--dms-get-model',
  '--dms-get-operating-mode',
  '--get-service-version-info',
  '--nas-get-supported-messages',
  '--nas-get-signal-info',
  '--nas-get-signal-strength',
  '--nas-get-system-info',
  '--nas-get-serving-system',
  '--nas-get-operator-name',
  '--nas-get-cell-location-info',
  '--nas-get-rf-band-info',
  '--uim-get-card-status',
] as const;
type Question = (typeof questions)[number];

/** The real qmicli reads a modem over the kernel's control node; what it prints is what our own client reads of the same firmware. */
export function qmicliCase(name: string, composition: string, identity: VirtualIdentity): LabCase {
  return {
    name: `qmicli reads ${name} ${composition}`,
    guest: 'peers',
    models: [`${name} ${composition}`],
    limit: 180,
    script: `path=$(usb_path ${usbId(name, composition)}) || exit 1
wait_for "[ -n \\"\\$(node_of $path qmi_wwan cdc-wdm)\\" ]" || exit
node=/dev/$(node_of "$path" qmi_wwan cdc-wdm)
for question in ${questions.join(' ')}; do
  echo "# $question"
  timeout 20 qmicli -d "$node" "$question" || exit
done
`,
    check: async ({ status, stdout, stderr }) => {
      assert.equal(status, 0, stderr);
      const said = (question: Question) => answerOf(stdout, question);
      const client = await openQmi(new FirmwareChannel(new VirtualQmi(identity, bodyWith())), new ManualClock());
      assert.equal(field(said('--dms-get-ids'), 'IMEI'), identity.imei);
      assert.equal(field(said('--dms-get-model'), 'Model'), identity.model);
      await compareDevice(client, said);
      const signal = await compareSignal(client, said);
      const network = await compareNetwork(client, said);
      const cell = await compareCell(client, said);
      return [`IMEI ${identity.imei}, model ${identity.model}`, signal, network, cell];
    },
  };
}

type Said = (question: Question) => string;

function answerOf(stdout: string, question: Question): string {
  const [, answer] = stdout.split(`# ${question}\n`);
  assert.ok(answer !== undefined, `no answer to ${question}`);
  return answer.split(/^# --/m)[0] ?? '';
}

/** Value of the first line `key: 'value'` in a text. */
const field = (text: string, key: string): string | undefined => new RegExp(`^\\s*${key}:\\s*'(.*?)(?: dBm| dB)?'`, 'm').exec(text)?.[1];
const number = (text: string, key: string): number | null => {
  const found = field(text, key);
  return found === undefined || found === 'n/a' ? null : Number(found);
};
/** What stands under a heading, up to the next line that is set as far to the left. */
const under = (text: string, heading: string): string => {
  const found = new RegExp(`^(\\t*)${heading}:?\\n((?:\\1\\t.*\\n?)*)`, 'm').exec(text);
  return found?.[2] ?? '';
};

async function compareDevice(client: QmiClient, said: Said): Promise<void> {
  const { mode, hardwareRestricted } = await readRadio(client);
  assert.equal(field(said('--dms-get-operating-mode'), 'Mode'), mode);
  assert.equal(field(said('--dms-get-operating-mode'), 'HW restricted'), hardwareRestricted === true ? 'yes' : 'no');
  const versions = [...said('--get-service-version-info').matchAll(/^\s*(\w+) \((\d+)\.(\d+)\)/gm)];
  assert.deepEqual(
    versions.map(([, , major, minor]) => [Number(major), Number(minor)]),
    [...client.versions.values()].map(({ major, minor }) => [major, minor]),
  );
  const listed = [...said('--nas-get-supported-messages').matchAll(/0x([0-9A-F]{4})/g)].map(([, digits]) =>
    Number.parseInt(digits ?? '', 16),
  );
  assert.deepEqual(listed, [...((await readSupported(client, 'NAS')) ?? [])]);
  const card = said('--uim-get-card-status');
  assert.equal(field(card, 'Application state'), (await getSimStatus(client)).state);
  assert.equal(field(card, 'PIN1 state'), { on: 'enabled-verified', off: 'disabled', unknown: 'unknown' }[await readPinLock(client)]);
}

async function compareSignal(client: QmiClient, said: Said): Promise<string> {
  const text = said('--nas-get-signal-info');
  const readings = await readSignals(client);
  for (const technology of ['LTE', '5G'] as const) {
    const part = under(text, technology);
    const ours = readings.find((reading) => reading.technology === technology) ?? { rssi: null, rsrp: null, rsrq: null, sinr: null };
    const theirs = { rssi: number(part, 'RSSI'), rsrp: number(part, 'RSRP'), rsrq: number(part, 'RSRQ'), sinr: number(part, 'SNR') };
    for (const measure of ['rssi', 'rsrp', 'rsrq', 'sinr'] as const)
      assert.equal(theirs[measure], ours[measure], `${technology} ${measure}`);
  }
  assert.match(said('--nas-get-signal-strength'), /LTE RSRP|RSRP/);
  return readings.map(({ technology, rsrp }) => `${technology} RSRP ${rsrp} dBm`).join(', ');
}

async function compareNetwork(client: QmiClient, said: Said): Promise<string> {
  const { registration, technology, operator, plmn } = await readRegistration(client);
  const serving = said('--nas-get-serving-system');
  assert.equal(
    registration,
    field(serving, 'Registration state') === 'registered' && field(serving, 'Roaming status') === 'off' ? 'home' : '',
  );
  assert.equal(field(serving, 'Description'), operator);
  const system = said('--nas-get-system-info');
  const [lte, alone] = [under(system, 'LTE service'), under(system, '5G SA service')];
  const nsa = field(lte, '5G NSA Available') === 'yes';
  const serves = (part: string) => field(part, 'Status') === 'available';
  assert.equal(technology, serves(alone) ? '5G' : serves(lte) ? (nsa ? '5G NSA' : 'LTE') : '');
  const part = serves(alone) ? alone : lte;
  assert.deepEqual({ mcc: field(part, 'MCC'), mnc: field(part, 'MNC') }, plmn);
  const names = said('--nas-get-operator-name');
  assert.equal(field(names, 'Long Name'), operator, 'the packed name');
  return `${registration} with ${operator} in ${technology}`;
}

async function compareCell(client: QmiClient, said: Said): Promise<string> {
  const cell = await readServingCell(client);
  assert.ok(cell);
  const text = said('--nas-get-cell-location-info');
  const nr = cell.technology === '5G';
  const part = under(text, nr ? '5GNR cell information' : 'Intrafrequency LTE Info');
  assert.equal(field(part, 'PLMN'), `${cell.mcc}${cell.mnc}`);
  assert.equal(number(part, 'Tracking Area Code'), cell.areaCode);
  assert.equal(number(part, 'Global Cell ID'), cell.cellId);
  assert.equal(number(part, nr ? 'Physical Cell ID' : 'Serving Cell ID'), cell.pci);
  assert.equal(number(nr ? text : part, nr ? '5GNR ARFCN' : 'EUTRA Absolute RF Channel Number'), cell.channel);
  if (!nr) assert.match(part, new RegExp(`E-UTRA band ${cell.band}:`));
  // qmicli prints the list twice, the second time with channels of 32 bits.
  const [, extended = ''] = said('--nas-get-rf-band-info').split('(Extended)');
  const carrier = extended.split(/Radio Interface:/).find((one) => one.includes(nr ? "'5gnr'" : "'lte'")) ?? '';
  assert.equal(number(carrier, 'Active Channel'), cell.channel);
  assert.match(field(carrier, 'Active Band Class') ?? '', new RegExp(`-${cell.band}$`));
  return `${cell.technology} band ${cell.band}, channel ${cell.channel}, cell ${cell.cellId}`;
}
