import { describe, expect, it } from 'vitest';
import { importSwitches } from '../../modem-db/import.ts';
import { listReleases } from '../../modem-db/openwrt/index.ts';
import { stockUsbModeFile } from '../../modem-db/openwrt/usbmode/index.ts';
import { standardEject } from '../../modem-db/switch-messages.ts';

const source = 'a test, nothing more';
const read = (text: string) => importSwitches(text, { fileName: 'i02-usb-mode-json.txt', source });
const newest = listReleases().at(-1)?.version ?? '';
const { messages } = stockUsbModeFile(newest);
const plain = '"12d1:1f01": { "*": { "mode": "HuaweiNew" } }';

describe('a piece of usb-mode.json', () => {
  it('takes the messages that it numbers from OpenWrt’s table, and says so', () => {
    const text =
      '"19d2:1405": {\n  "*": {\n    "t_vendor": 6610,\n    "t_product": [ 359 ],\n    "mode": "StandardEject",\n    "msg": [ 34 ]\n  }\n},\n';
    expect(read(text)).toEqual({
      entries: [
        {
          id: '19d2:1405',
          name: 'Disc state of 19d2:1405',
          method: { name: 'StandardEject', messages: [messages[34]] },
          target: { vid: '19d2', pids: ['0167'] },
          source,
        },
      ],
      problems: [],
      warnings: [{ line: 6, message: expect.stringContaining(`OpenWrt ${newest}`) }],
    });
  });

  it('need not know which release it is of', () => {
    for (const { version } of listReleases()) expect(stockUsbModeFile(version).messages, version).toEqual(messages);
  });

  it('takes them from the text where they stand there', () => {
    const text = `{ "messages": [ "1b5a01", "AABB" ], "devices": { "12d1:1F01": { "*": { "msg": [ 1, 0 ] } } } }`;
    expect(read(text)).toMatchObject({
      entries: [{ id: '12d1:1f01', method: { name: 'MessageContent', messages: ['aabb', '1b5a01'] } }],
      problems: [],
      warnings: [],
    });
    expect(read(text.replace('1, 0', '1, 2')).problems).toMatchObject([{ line: 1, message: expect.stringContaining('"2"') }]);
    expect(read('"12d1:1f01": { "*": { "msg": [ 99 ] } }').problems).toMatchObject([{ message: expect.stringContaining(newest) }]);
    expect(read(`"12d1:1f01": { "*": { "msg": [ "${messages[34]}" ] } }`)).toMatchObject({
      entries: [{ method: { messages: [messages[34]] } }],
      warnings: [],
    });
  });

  it.each([
    ['as it is', plain],
    ['with trailing commas', '"12d1:1f01": {\n"*": {\n"mode": "HuaweiNew",\n},\n},'],
    ['in braces', `{ "devices": { ${plain} } }`],
    ['without a comma', '"12d1:1f01": { "*": { "mode": "HuaweiNew" "msg": [] } }'],
    ['with single quotes', plain.replaceAll('"', "'")],
    ['with quotes of a forum', '“12d1:1f01”: { “*”: { “mode”: “HuaweiNew” } }'],
    ['with comments', '# Huawei\n"12d1:1f01": { // E3372\n "*": { "mode": "HuaweiNew" } }'],
    ['quoted', `> ${plain}`],
    ['without the match', '"12d1:1f01": { "mode": "HuaweiNew" }'],
    ['cut off', '"12d1:1f01": {\n"*": {\n"mode": "HuaweiNew"'],
    ['in a post', `Add this to /etc/usb-mode.json:\n\n${plain}\n\nand reboot.`],
  ])('is read %s', (_what, text) => {
    expect(read(text)).toMatchObject({ problems: [], entries: [{ id: '12d1:1f01', method: { name: 'HuaweiNewMode' } }] });
  });

  it('has the conditions of its matches', () => {
    const text =
      '"0471:1210": { ":uMa=Philips": { "mode": "StandardEject" }, "uMa=Wisue:sVe=GT": { "mode": "Sony", "config": 2 }, "*": { "config": 3 } }';
    expect(read(text)).toMatchObject({
      problems: [],
      entries: [
        { when: [{ key: 'manufacturer', contains: 'Philips' }], method: { name: 'StandardEject' } },
        {
          when: [
            { key: 'manufacturer', contains: 'Wisue' },
            { key: 'scsi-vendor', contains: 'GT' },
          ],
          method: { name: 'SonyMode' },
          configuration: 2,
        },
        { id: '0471:1210', method: { name: 'Configuration' }, configuration: 3 },
      ],
    });
    expect(read('"0471:1210": { "uXy=1": { "mode": "Sony" } }').problems).toMatchObject([{ line: 1 }]);
  });

  it.each([
    ['"mode": "MBIM"', { method: { name: 'MbimOrNothing' } }],
    ['"msg": [], "config": 0', { method: { name: 'MbimOrNothing' } }],
    ['"mode": "Pantech", "modeval": 4', { method: { name: 'PantechMode', value: 4 } }],
    ['"mode": "Generic", "msg": [ "1b5a01" ], "alt": 0', undefined],
    ['"alt": 1, "interface": 2', { method: { name: 'AltSetting', alternate: 1 }, interface: 2 }],
    [`"msg": ${JSON.stringify([...standardEject, '1b5a01'])}`, { method: { name: 'StandardEject', messages: ['1b5a01'] } }],
    [
      '"msg": [ "1b5a01" ], "msg_endpoint": 1, "response_endpoint": 129, "wait": 3, "release_delay": 500',
      { responseEndpoint: 0x81, waitBeforeSeconds: 3 },
    ],
    ['"mode": "Cisco", "t_class": 255', { method: { name: 'CiscoMode' }, target: { class: 'ff' } }],
    // The class of the disc is no target.
    ['"mode": "Cisco", "t_class": 8', { target: {} }],
    ['"mode": "Cisco", "t_vendor": "19d2", "t_product": 1405', { target: { vid: '19d2', pids: ['057d'] } }],
    ['"mode": "HuaweNew"', undefined],
  ])('says of { %s }', (fields, entry) => {
    const { entries } = read(`"12d1:1f01": { "*": { ${fields} } }`);
    expect(entries[0]).toEqual(entry === undefined ? undefined : expect.objectContaining(entry));
  });

  it('tells what it leaves out, and what it cannot read', () => {
    expect(read('"12d1:1f01": { "*": { "mode": "Cisco", "colour": 3, "msg": [ "1b5a01" ] } }').warnings).toMatchObject([
      { message: expect.stringContaining('colour') },
      { message: expect.stringContaining('Cisco') },
    ]);
    expect(read('"12d1:1f01": { "*": { "mode": "HuaweNew" } }').problems).toMatchObject([{ line: 1, suggestion: 'HuaweiNew' }]);
    expect(read('"12d1:1f01": { "*": {\n"mode": @ } }').problems).toContainEqual(expect.objectContaining({ line: 2 }));
    expect(read('"12d1:1f01": { "*": 3 }').problems).toMatchObject([{ message: expect.stringContaining('"*"') }]);
  });

  it('takes the ids of the file’s name where the piece has none', () => {
    const named = importSwitches('"*": { "mode": "HuaweiNew" }', { fileName: '12d1_1f01.json', source });
    expect(named).toMatchObject({ problems: [], entries: [{ id: '12d1:1f01', method: { name: 'HuaweiNewMode' } }] });
    expect(read('":uMa=Philips": { "mode": "HuaweiNew" }')).toMatchObject({
      entries: [],
      problems: [{ message: expect.stringContaining('Whose') }],
    });
  });

  it('reads the whole file of every release', () => {
    for (const { version } of listReleases()) {
      const file = stockUsbModeFile(version);
      const { entries, problems, warnings } = read(JSON.stringify(file, null, 2));
      const all = Object.values(file.devices).reduce((sum, matches) => sum + Object.keys(matches).length, 0);
      expect([entries.length, problems, warnings], version).toEqual([all, [], []]);
    }
  });
});
