import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlannedTransfer } from '../../electron/contract/plan.ts';
import { describeTransfer } from '../../electron/contract/transfer-text.ts';
import { decodeBulkOut, decodeControl, meaningOf } from '../../electron/switching/decode.ts';
import { planSwitch } from '../../electron/switching/plan-switch.ts';
import { loadDb } from '../../modem-db/db.ts';
import type { SwitchEntry } from '../../modem-db/schema.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { switchFileName } from '../support/switch-text.ts';
import { VirtualWorld } from '../support/virtual-world.ts';
import { unswitched } from '../virtual/models/unswitched.ts';

const text = (hex: string) => decodeBulkOut(Buffer.from(hex, 'hex')).text;

describe('a message to a storage interface', () => {
  it.each([
    [
      '55534243123456780000000000000011062000000101000100000000000000',
      'SCSI vendor command 110620000001010001 (Huawei, switch to the modem), LUN 0, no data, tag 0x78563412',
    ],
    [
      '55534243123456780000000000000011063000000000010000000000000000',
      'SCSI vendor command 1106300000000001 (Huawei, switch to HiLink), LUN 0, no data, tag 0x78563412',
    ],
    ['55534243123456780000000000000601000000000000000000000000000000', 'SCSI REZERO UNIT, LUN 0, no data, tag 0x78563412'],
    [
      '5553424387654321000000000000061e000000000000000000000000000000',
      'SCSI PREVENT ALLOW MEDIUM REMOVAL: allow, LUN 0, no data, tag 0x21436587',
    ],
    [
      '5553424387654321000000000000061e000000010000000000000000000000',
      'SCSI PREVENT ALLOW MEDIUM REMOVAL: prevent, LUN 0, no data, tag 0x21436587',
    ],
    ['5553424397654321000000000001061b000000020000000000000000000000', 'SCSI START STOP UNIT: eject, LUN 1, no data, tag 0x21436597'],
    ['5553424397654321000000000000061b000000030000000000000000000000', 'SCSI START STOP UNIT: load, LUN 0, no data, tag 0x21436597'],
    ['5553424397654321000000000000061b000000000000000000000000000000', 'SCSI START STOP UNIT: stop, LUN 0, no data, tag 0x21436597'],
    ['5553424397654321000000000000061b000000010000000000000000000000', 'SCSI START STOP UNIT: start, LUN 0, no data, tag 0x21436597'],
    // What the words do not tell is not kept back: the power condition in this one, the whole block in the next.
    [
      '5553424312345678000000000000061b000000ff0000000000000000000000',
      'SCSI START STOP UNIT: load [1b000000ff00], LUN 0, no data, tag 0x78563412',
    ],
    ['55534243123456780000000000000616aa0000000000000000000000000000', 'SCSI RESERVE (6) [16aa00000000], LUN 0, no data, tag 0x78563412'],
    [
      '5553424301004d4224000000800006120000002400000000000000000000'.padEnd(62, '0'),
      'SCSI INQUIRY: up to 36 bytes, LUN 0, 36 bytes to the host, tag 0x424d0001',
    ],
    ['55534243123456780000000000000600000000000000000000000000000000', 'SCSI TEST UNIT READY, LUN 0, no data, tag 0x78563412'],
    [
      '5553424312345678000800008000 0a28000000003300000100000000000000'.replace(' ', ''),
      'SCSI READ (10): 1 block from 51, LUN 0, 2048 bytes to the host, tag 0x78563412',
    ],
    [
      '55534243123456780002000000000a2a000000003300000200000000000000',
      'SCSI WRITE (10): 2 blocks from 51, LUN 0, 512 bytes to the device, tag 0x78563412',
    ],
    // ZTE's 85h is six or twelve bytes long: no ATA PASS-THROUGH (16), which the operation code would be.
    [
      '55534243123456782000000080000c85010101180101010101000000000000',
      'SCSI vendor command 850101011801010101010000 (ZTE, switch to the modem), LUN 0, 32 bytes to the host, tag 0x78563412',
    ],
    [
      '55534243f83bcd810002000080000afd000000030000000100000000000000',
      'SCSI vendor command fd000000030000000100 (Cisco), LUN 0, 512 bytes to the host, tag 0x81cd3bf8',
    ],
    ['1b5a01', '3 bytes: 1b5a01'],
    ['0f', '1 byte: 0f'],
    ['', '0 bytes'],
    ['55534243123456780000000000000601', '16 bytes: 55534243123456780000000000000601'],
  ])('%s', (hex, said) => expect(text(hex)).toBe(said));

  it('is shown whole in its bytes, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.boolean(), (bytes, wrapped) => {
        const data = wrapped ? Uint8Array.from([...Buffer.from('USBC'), ...bytes]).slice(0, 31) : bytes;
        const decoded = decodeBulkOut(data);
        expect([...decoded.data]).toEqual([...data]);
        expect(decoded.data).not.toBe(data);
        expect(decoded.planned).toBe(decoded.text);
        expect(decoded.text.length).toBeLessThan(200);
        expect(decoded.text).toMatch(/^[ -~…]+$/);
      }),
    );
  });
});

describe('a control request', () => {
  const request = (requestType: number, number: number, value: number, index: number, data = '') =>
    decodeControl({ requestType, request: number, value, index }, Buffer.from(data, 'hex'));

  it.each([
    [request(0x00, 9, 2, 0), 'SET_CONFIGURATION, configuration 2'],
    [request(0x01, 11, 1, 3), 'SET_INTERFACE, alternate setting 1, interface 3'],
    [request(0x02, 1, 0, 0x81), 'CLEAR_FEATURE, ENDPOINT_HALT, endpoint 0x81'],
    [request(0x00, 3, 1, 0), 'SET_FEATURE, DEVICE_REMOTE_WAKEUP'],
    [request(0x80, 6, 0x0200, 0), 'GET_DESCRIPTOR, configuration 0'],
    [request(0x80, 6, 0x0302, 0x0409), 'GET_DESCRIPTOR, string 2, index 0x0409'],
    // An AT command with a PIN in it: told by the decoder of AT, not here.
    [request(0x21, 0, 0, 2, Buffer.from('AT+CPIN="1234"\r').toString('hex')), 'CDC SEND_ENCAPSULATED_COMMAND, interface 2, 15 bytes'],
    [request(0xa1, 1, 0, 2), 'CDC GET_ENCAPSULATED_RESPONSE, interface 2'],
    [request(0x21, 0x22, 3, 2), 'CDC SET_CONTROL_LINE_STATE, DTR on, RTS on, interface 2'],
    [request(0x21, 0x22, 1, 0), 'CDC SET_CONTROL_LINE_STATE, DTR on, RTS off, interface 0'],
    [request(0x21, 0x22, 0, 0), 'CDC SET_CONTROL_LINE_STATE, DTR off, RTS off, interface 0'],
    [request(0x21, 0x20, 0, 0, '00c20100000008'), 'CDC SET_LINE_CODING, 115200 bit/s 8N1, interface 0, 7 bytes: 00c20100000008'],
    [request(0x21, 0xff, 0, 1), 'Bulk-Only Mass Storage Reset, interface 1'],
    [request(0xa1, 0xfe, 0, 1), 'Mass Storage GET_MAX_LUN, interface 1'],
    [request(0x40, 0x0b, 1, 0), 'vendor request 0x40 0x0b (Sierra, mode switch), value 0x0001, index 0x0000'],
    [request(0x40, 0x0b, 2, 0), 'vendor request 0x40 0x0b (Sequans, mode switch), value 0x0002, index 0x0000'],
    [request(0x40, 0x0b, 3, 0, 'abcd'), 'vendor request 0x40 0x0b, value 0x0003, index 0x0000, 2 bytes: abcd'],
    [request(0xa1, 0xa0, 0, 1), 'class request 0xa1 0xa0, value 0x0000, index 0x0001'],
    [request(0x00, 0x33, 7, 1), 'standard request 0x00 0x33, value 0x0007, index 0x0001'],
  ])('%s', (said, meant) => expect(said).toBe(meant));

  it('never throws, and stays one line', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const word = fc.integer({ min: 0, max: 65535 });
    fc.assert(
      fc.property(byte, byte, word, word, fc.uint8Array({ maxLength: 600 }), (requestType, number, value, index, data) => {
        const said = decodeControl({ requestType, request: number, value, index }, data);
        expect(said).toMatch(/^[ -~…]+$/);
        expect(said.length).toBeLessThan(300);
      }),
    );
  });
});

describe('the switches of the database', () => {
  const entries = loadDb().vendors.flatMap((v) => v.switches);

  /** What an entry sends to a device in its disc state. */
  async function transfersOf(entry: SwitchEntry): Promise<readonly PlannedTransfer[]> {
    const room = new VirtualWorld(new ManualClock());
    room.plug('1-1', unswitched(entry, { leavesOn: null }));
    const [sighting] = await room.bus.list();
    if (!sighting) throw new Error('nothing on the bus');
    const plan = planSwitch(entry, sighting);
    return plan.kind === 'send' ? plan.stays.flat() : [];
  }

  it('show it behind the bytes, in a plan as in a journal', async () => {
    const shown = async (id: string) => {
      const entry = entries.find((e) => e.id === id);
      return entry ? (await transfersOf(entry)).map(describeTransfer) : [];
    };
    expect(await shown('12d1:1446')).toContain(
      'out 0x01 55534243123456780000000000000011062000000101000100000000000000 ' +
        '(SCSI vendor command 110620000001010001 (Huawei, switch to the modem), LUN 0, no data, tag 0x78563412)',
    );
    expect(await shown('19d2:2000')).toContain(
      'out 0x01 5553424397654321000000000000061b000000020000000000000000000000 (SCSI START STOP UNIT: eject, LUN 0, no data, tag 0x21436597)',
    );
    expect(await shown('1199:0fff')).toContain(
      'control 0x40 0x0b 0x0001 0x0000 (vendor request 0x40 0x0b (Sierra, mode switch), value 0x0001, index 0x0000)',
    );
  });

  it('say what they send, but for messages that are no command of a drive', async () => {
    const counts = { named: 0, vendor: 0, unknown: 0, configuration: 0, nothing: 0 };
    const unknown: string[] = [];
    for (const entry of entries) {
      const transfers = await transfersOf(entry);
      const sent = transfers.filter((t) => t.kind === 'bulk-out' || t.kind === 'control');
      for (const transfer of sent) {
        expect(transfer.means).toBe(meaningOf(transfer));
        const shown = describeTransfer(transfer);
        expect(shown.startsWith(describeTransfer({ ...transfer, means: undefined }))).toBe(true);
        if (transfer.means !== undefined) expect(shown.endsWith(` (${transfer.means})`)).toBe(true);
      }
      const silent = sent.filter(({ means }) => means === undefined);
      if (silent.length > 0) {
        counts.unknown++;
        unknown.push(switchFileName(entry));
      } else if (sent.some(({ means }) => /vendor (command|request)|class request/.test(means ?? ''))) counts.vendor++;
      else if (sent.length > 0) counts.named++;
      else if (transfers.some((t) => t.kind === 'set-configuration')) counts.configuration++;
      else counts.nothing++;
    }
    expect(counts).toEqual({ named: 262, vendor: 173, unknown: 7, configuration: 30, nothing: 44 });
    expect(Object.values(counts).reduce((sum, n) => sum + n)).toBe(entries.length);
    // A wheel, a phone, a reader of cards, three label printers, a cable: their messages are no SCSI.
    expect(unknown.sort()).toEqual(['046d:c261', '04e8:680c', '072f:100d', '0922:1001', '0922:1003', '0922:1007', '0df7:0800']);
  });
});
