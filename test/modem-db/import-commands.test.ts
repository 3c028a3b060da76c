import { describe, expect, it } from 'vitest';
import { importSwitches } from '../../modem-db/import.ts';

const source = 'a test, nothing more';
const read = (text: string) => importSwitches(text, { fileName: 'pasted.txt', source });
const content = '55534243123456780000000000000011063000000100010000000000000000';
const message = { id: '12d1:1f01', method: { name: 'MessageContent', messages: [content] } };
const newMode = { id: '12d1:1f01', method: { name: 'HuaweiNewMode' } };

describe('a command line of usb_modeswitch', () => {
  it('says what a configuration file says', () => {
    expect(read(`usb_modeswitch -v 12d1 -p 1f01 -M '${content}' -V 12d1 -P 14db -W -I -n -s 20`)).toEqual({
      entries: [
        {
          id: '12d1:1f01',
          name: 'Disc state of 12d1:1f01',
          method: { name: 'MessageContent', messages: [content] },
          target: { vid: '12d1', pids: ['14db'] },
          source,
        },
      ],
      problems: [],
      warnings: [],
    });
  });

  it.each([
    ['long options', `usb_modeswitch --default-vendor 0x12d1 --default-product=0x1f01 --message-content ${content}`, message],
    ['sudo and a path', `sudo /usr/sbin/usb_modeswitch -v 0x12d1 -p 0x1f01 -M "${content}"`, message],
    ['no blank behind the letter', `usb_modeswitch -v12d1 -p0x1f01 -WM ${content}`, message],
    ['letters in one word', 'usb_modeswitch -WIJ -v 12d1 -p 1f01', newMode],
    ['a beginning of a long name', 'usb_modeswitch --default-v 12d1 --default-p 1f01 --huawei-n', newMode],
    ['a prompt', 'root@OpenWrt:~# usb_modeswitch -v 12d1 -p 1f01 -J', newMode],
    ['Markdown', 'Run `usb_modeswitch -J -v 12d1 -p 1f01`, then replug.', newMode],
    ['a list of Markdown', '- `sudo usb_modeswitch -J -v 12d1 -p 1f01`', newMode],
    ['Markdown’s escapes', 'sudo usb\\_modeswitch -J -v 12d1 -p 1f01', newMode],
    ['dashes of a word processor', 'usb_modeswitch —huawei-new-mode –v 12d1 –p 1f01', newMode],
    ['a script', '#!/bin/sh -e\nsleep 5\nusb_modeswitch -v 12d1 -p 1f01 -J > /dev/null 2>&1 &\nexit 0', newMode],
    ['variables of the script', 'VID="12d1"\nPID=1f01 # disc\nusb_modeswitch -v $VID -p "\x24{PID}" -J', newMode],
    ['several lines', 'usb_modeswitch -v 12d1 \\\n  -p 1f01 \\\n  -J', newMode],
    ['another command before', 'lsusb | grep -q 12d1:1f01 && usb_modeswitch -v 12d1 -p 1f01 -J; sleep 1', newMode],
    ['a sentence that ends', 'I use usb_modeswitch -v 12d1 -p 1f01 -J.', newMode],
    [
      'a udev rule',
      'ACTION=="add", SUBSYSTEM=="usb", ATTRS{idVendor}=="12d1", ATTRS{idProduct}=="1f01", RUN+="/usr/sbin/usb_modeswitch -v 12d1 -p 1f01 -J"',
      newMode,
    ],
    [
      'a udev rule that has the ids',
      'ATTR{idVendor}=="12d1", ATTR{idProduct}=="1f01", RUN+="/usr/sbin/usb_modeswitch -J -b $attr{busnum}"',
      newMode,
    ],
    [
      'substitutions of udev',
      'ATTRS{idVendor}=="12d1", ATTRS{idProduct}=="1f01", RUN+="usb_modeswitch -v %s{idVendor} -p $attr{idProduct} -J"',
      newMode,
    ],
    [
      'the environment of udev',
      'ENV{ID_VENDOR_ID}=="12d1", ENV{ID_MODEL_ID}=="1f01", RUN+="usb_modeswitch -v %E{ID_VENDOR_ID} -p $env{ID_MODEL_ID} -J"',
      newMode,
    ],
    ['a shell in a udev rule', `ATTR{idVendor}=="12d1", RUN+="/bin/sh -c 'usb_modeswitch -v 12d1 -p 1f01 -J; sleep 2'"`, newMode],
    ['quotes inside of quotes', `RUN+="/bin/sh -c \\"usb_modeswitch -v 12d1 -p 1f01 -M '${content}'\\""`, message],
    [
      'a rule before it',
      'ATTRS{idVendor}!="12d1", GOTO="end"\nATTRS{idProduct}=="1f01", RUN+="usb_modeswitch -v $attr{idVendor} -p $attr{idProduct} -J"',
      newMode,
    ],
    [
      'a line that a post has wrapped',
      `usb_modeswitch -v 12d1\n-p 1f01 -M\n'${content}'\n-V 12d1 -P 14db`,
      { ...message, target: { vid: '12d1', pids: ['14db'] } },
    ],
    ['the next command behind it', 'usb_modeswitch -v 12d1 -p 1f01 -J\nexit 0', newMode],
    ['entities of a page', `usb_modeswitch -v 12d1 -p 1f01 -M &quot;${content}&quot; &gt; /dev/null`, message],
    ['a script of hotplug', '[ "$PRODUCT" = "12d1/1f01/102" ] && usb_modeswitch -v $V -p $P -J', newMode],
  ])('is read with %s', (_what, text, entry) => {
    const { entries, problems } = read(text);
    expect([problems, entries.length, entries[0]]).toMatchObject([[], 1, entry]);
  });

  it.each([
    ['-K', { name: 'StandardEject' }],
    [`--std-eject -M ${content}`, { name: 'StandardEject', messages: [content] }],
    ['-M 1b5a01 -2 00 -3 0x5553', { name: 'MessageContent', messages: ['1b5a01', '00', '5553'] }],
    ['--huawei-mode', { name: 'HuaweiMode' }],
    ['-H', { name: 'HuaweiMode' }],
    ['-X', { name: 'HuaweiAltMode' }],
    ['-N', { name: 'SequansMode' }],
    ['--sequans-mode', { name: 'SequansMode' }],
    ['-T', { name: 'KobilMode' }],
    ['-S', { name: 'SierraMode' }],
    ['-O -u 2', { name: 'SonyMode' }],
    ['-G', { name: 'GCTMode' }],
    ['-A', { name: 'MobileActionMode' }],
    ['-L', { name: 'CiscoMode' }],
    ['-B', { name: 'QisdaMode' }],
    ['-E', { name: 'QuantaMode' }],
    ['-Z', { name: 'BlackberryMode' }],
    ['-U', { name: 'OptionMode' }],
    ['-F 4', { name: 'PantechMode', value: 4 }],
    ['-u 3', { name: 'Configuration' }],
    ['-a 1', { name: 'AltSetting', alternate: 1 }],
  ])('has the method of %s', (options, method) => {
    expect(read(`usb_modeswitch -v 12d1 -p 1f01 ${options}`)).toMatchObject({ problems: [], warnings: [], entries: [{ method }] });
  });

  it('reads ids, classes and endpoints as hex, other numbers as decimal', () => {
    expect(read('usb_modeswitch -v 5c6 -p 1000 -J -C ff -m 01 -r 81 -i 10 -w 500 -u 2 -P 9024')).toMatchObject({
      problems: [],
      entries: [
        {
          id: '05c6:1000',
          target: { class: 'ff', pids: ['9024'] },
          messageEndpoint: 1,
          responseEndpoint: 0x81,
          interface: 10,
          releaseDelayMs: 500,
          configuration: 2,
        },
      ],
    });
  });

  it.each([
    ['an unknown option', 'usb_modeswitch -v 12d1 -p 1f01 -J --frobnicate', '--frobnicate'],
    ['a mistyped one', 'usb_modeswitch -v 12d1 -p 1f01 --huawai-new-mode', '--huawai-new-mode'],
    ['an unknown letter', 'usb_modeswitch -v 12d1 -p 1f01 -Jy', '-y'],
    ['a value that is missing', 'usb_modeswitch -p 1f01 -J -v', '-v has no value'],
    ['half of the ids', 'usb_modeswitch -v 12d1 -J', '-v and -p'],
    ['no ids', 'usb_modeswitch -J -W', 'Whose entry'],
    ['ids that a program finds out', 'usb_modeswitch -v 12d1 -p `lsusb | grep 12d1 | cut -d: -f3` -X', 'lsusb'],
    ['ids that the shell finds out', 'usb_modeswitch -v 12d1 -p $(cat /sys/x) -X', '$(cat /sys/x)'],
    ['ids of another place', 'RUN+="usb_modeswitch -v %s{idVendor} -p %s{idProduct} -J"', '%s{idVendor}'],
    ['a file', 'usb_modeswitch -v 12d1 -p 1f01 -c /etc/usb_modeswitch.d/my.conf', '-c /etc/usb_modeswitch.d/my.conf'],
    ['the standard input', 'cat x | usb_modeswitch -v 12d1 -p 1f01 -t', '-t'],
    ['no method', 'usb_modeswitch -v 12d1 -p 1f01 -R', 'names no method'],
    ['two methods', 'usb_modeswitch -v 12d1 -p 1f01 -J -H', 'second method'],
    ['a message that is cut', 'usb_modeswitch -v 12d1 -p 1f01 -M 5553…', '5553…'],
  ])('says where there is %s', (_what, text, said) => {
    const { entries, problems } = read(text);
    expect([entries.length, problems.map(({ message: told }) => told).join('\n')]).toEqual([0, expect.stringContaining(said)]);
  });

  it('proposes what a mistyped option may be', () => {
    expect(read('usb_modeswitch --huawai-new-mode').problems).toMatchObject([{ line: 1, suggestion: '--huawei-new-mode' }]);
  });

  it('makes an entry of each, and of each id of a rule', () => {
    const text = 'usb_modeswitch -v 12d1 -p 1f01 -J\nusb_modeswitch -v 19d2 -p 2000 -K';
    expect(read(text).entries.map(({ id }) => id)).toEqual(['12d1:1f01', '19d2:2000']);
    const rule = 'ATTRS{idVendor}=="12d1", ATTRS{idProduct}=="1f01|14fe", RUN+="usb_modeswitch -v 12d1 -p %s{idProduct} -J"';
    expect(read(rule).entries.map(({ id }) => id)).toEqual(['12d1:1f01', '12d1:14fe']);
    expect(read(`${text}\n${text}`).entries.length).toBe(2);
  });

  it('tells what it leaves out', () => {
    const { entries, warnings } = read(
      'ATTRS{idVendor}=="12d1", ATTRS{idProduct}=="1f02", RUN+="usb_modeswitch -v 12d1 -p 1f01 -J -R now"',
    );
    expect(entries).toMatchObject([newMode]);
    expect(warnings.map(({ message: told }) => told)).toEqual([
      expect.stringContaining('-R'),
      expect.stringContaining('"now"'),
      expect.stringContaining('the command counts'),
    ]);
  });

  it('that has a method takes no harm of a file', () => {
    expect(read('usb_modeswitch -v 12d1 -p 1f01 -J -c /etc/usb_modeswitch.conf')).toMatchObject({
      entries: [newMode],
      problems: [],
      warnings: [{ line: 1, message: expect.stringContaining('/etc/usb_modeswitch.conf') }],
    });
  });

  it('tells the lines about it that it does not understand', () => {
    const { warnings } = read('[Service]\nType=oneshot\nExecStart=/usr/sbin/usb_modeswitch -v 12d1 -p 1f01 -J');
    expect(warnings).toMatchObject([{ line: 1, message: expect.stringMatching(/lines: 2\), from "\[Service\]"/) }]);
  });

  it('is no mention of the program, nor a line of its log', () => {
    for (const text of [
      'I tried usb_modeswitch - it does nothing',
      'usb_modeswitch: switch device 12d1:1f01 on 001/004',
      'opkg install usb_modeswitch',
    ])
      expect(read(text), text).toMatchObject({ entries: [], problems: [{ line: 0 }] });
  });
});
