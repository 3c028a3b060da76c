import { describe, expect, it } from 'vitest';
import { readRow } from '../../modem-db/drivers/rows.ts';
import { IdListFile } from '../../modem-db/ids/id-list.ts';
import { assignments, joinedLines } from '../../modem-db/import/call-lines.ts';
import { readSettings } from '../../modem-db/import/lines.ts';
import { listedNames, writeList } from '../../modem-db/import/lists/importer.ts';
import { type LooseValue, readLoose } from '../../modem-db/import/loose-json.ts';
import { importPortRoles, PortRoleFile } from '../../modem-db/import/port-roles.ts';
import { callsOf } from '../../modem-db/import/shell-words.ts';
import { dashed, editDistance, familyLikeness, familyPattern, labelKey, likeness, titleWords } from '../../modem-db/labels/labels.ts';
import { lintDb } from '../../modem-db/lint.ts';

/** What each reader of the database's texts makes of one line, from both sides of each of its rules. */

describe('calls of a program in a line', () => {
  const words = (line: string) => callsOf(line, 'usb_modeswitch').map(({ words: all }) => all.join('|'));

  it.each<[string, readonly string[]]>([
    ['usb_modeswitch -v 12d1 -p 1446', ['-v|12d1|-p|1446']],
    ['sudo /usr/sbin/usb_modeswitch\t-v  0x12d1', ['-v|0x12d1']],
    ["usb_modeswitch -M '5553 42' -W", ['-M|5553 42|-W']],
    ['usb_modeswitch -M "55"53', ['-M|5553']],
    ['usb_modeswitch -M ""', ['-M|']],
    ['usb_modeswitch -v $(id x) -p 1', ['-v|$(id x)|-p|1']],
    ['usb_modeswitch -v 0x$(id x)y', ['-v|0x$(id x)y']],
    ['usb_modeswitch -v $(id', ['-v|$(id']],
    ['usb_modeswitch -v `id x`', ['-v|`id x`']],
    ['usb_modeswitch -v a`id`', ['-v|a`id`']],
    ['usb_modeswitch -v "12d1', ['-v|12d1']],
    ['usb_modeswitch -W; usb_modeswitch -R | cat', ['-W', '-R']],
    ['usb_modeswitch -W & echo', ['-W']],
    ['usb_modeswitch -W 2>&1 >x', ['-W']],
    ['usb_modeswitch -W 12>x', ['-W|12']],
    ['usb_modeswitch -W < x', ['-W']],
    ['(usb_modeswitch -W)', ['-W']],
    ['usb_modeswitch -W # all', ['-W']],
    ['usb_modeswitch -v a#b', ['-v|a#b']],
    ['RUN+="usb_modeswitch -v 12d1 -p 1446"', ['-v|12d1|-p|1446']],
    ['RUN+="usb_modeswitch -M \\"55 53\\" -W"', ['-M|55 53|-W']],
    ['sh -c \'usb_modeswitch -M "55 53"\' x', ['-M|55 53']],
    ['`usb_modeswitch -W` does it', ['-W']],
    ["I don't: usb_modeswitch -W", ['-W']],
    ['usb_modeswitch \u2013W', ['\u2013W']],
    ['usb_modeswitch', []],
    ['usb_modeswitch and more', []],
    ['usb_modeswitch - x', []],
    ['usb_modeswitch -', []],
    ['usb_modeswitch_dispatcher -x', []],
    ['my_usb_modeswitch -W', []],
    ['x-usb_modeswitch -W', []],
    ['.usb_modeswitch -W', []],
  ])('%s', (line, calls) => {
    expect(words(line)).toEqual(calls);
  });

  it('are at the place where the name begins', () => {
    expect(callsOf('a; usb_modeswitch -W; b; usb_modeswitch -R', 'usb_modeswitch').map(({ at }) => at)).toEqual([3, 25]);
  });
});

describe('lines that go on in others', () => {
  const joined = (...lines: readonly string[]) =>
    joinedLines(lines, 'usb_modeswitch').map(({ first, last, text }) => `${first}-${last} ${text}`);

  it('are joined behind a backslash, and where a call goes on with an option or its value', () => {
    expect(joined('a \\', 'b', 'c')).toEqual(['1-2 a  b', '3-3 c']);
    expect(joined('a \\')).toEqual(['1-1 a \\']);
    expect(joined('usb_modeswitch -v 12d1', '-p 1446', 'x')).toEqual(['1-2 usb_modeswitch -v 12d1 -p 1446', '3-3 x']);
    expect(joined('usb_modeswitch -v', '12d1', '-W')).toEqual(['1-3 usb_modeswitch -v 12d1 -W']);
    expect(joined('usb_modeswitch --default-vendor', '12d1')).toEqual(['1-2 usb_modeswitch --default-vendor 12d1']);
    expect(joined('usb_modeswitch -W', 'x')).toEqual(['1-1 usb_modeswitch -W', '2-2 x']);
    expect(joined('usb_modeswitch -v', 'usb_modeswitch -W')).toEqual(['1-1 usb_modeswitch -v', '2-2 usb_modeswitch -W']);
    expect(joined('usb_modeswitch -W;', '-v')).toEqual(['1-1 usb_modeswitch -W;', '2-2 -v']);
    expect(joined('usb_modeswitch -v', '', '12d1')).toEqual(['1-1 usb_modeswitch -v', '2-2 ', '3-3 12d1']);
    expect(joined('other -v', '-p')).toEqual(['1-1 other -v', '2-2 -p']);
  });

  it('give names their values, the last one', () => {
    const lines = ['VID=12d1', ' export PID="0x1446" ; x', "local M='55' # m", 'VID=19d2', 'A=xyz', 'B=12 34', '1C=12', 'D =12'];
    expect([...assignments(lines)]).toEqual([
      ['VID', '19d2'],
      ['PID', '0x1446'],
      ['M', '55'],
    ]);
  });
});

describe('JSON as people paste it', () => {
  const plain = (value: LooseValue): unknown =>
    value.kind === 'list'
      ? value.items.map(plain)
      : value.kind === 'object'
        ? Object.fromEntries(value.members.map(([key, one]) => [key, plain(one)]))
        : value.kind === 'text'
          ? value.text
          : `<${value.text}>`;
  const read = (text: string, start = 0) => {
    const { value, end, state } = readLoose(text, start);
    return [state, plain(value), end];
  };

  it.each<[string, readonly [state: string, value: unknown, end: number]]>([
    ['{"a":1,"b":["x",-2.5]} y', ['whole', { a: '<1>', b: ['x', '<-2.5>'] }, 22]],
    ["{'a': true b: null,,}", ['whole', { a: '<true>', b: '<null>' }, 21]],
    ['[1 2 3,]', ['whole', ['<1>', '<2>', '<3>'], 8]],
    ['[ # one\n1 // two\r2\n]', ['whole', ['<1>', '<2>'], 20]],
    ['[1 / 2]', ['broken', ['<1>', '<>'], 3]],
    ['"a\\"b" c', ['whole', 'a\\"b', 6]],
    ['"a', ['cut', 'a', 2]],
    ['"a\\', ['cut', 'a\\', 3]],
    ['"a\nb"', ['broken', 'a', 2]],
    ['', ['cut', '<>', 0]],
    ['  # x', ['cut', '<>', 5]],
    ['?', ['broken', '<>', 0]],
    ['[1', ['cut', ['<1>'], 2]],
    ['[1 ?', ['broken', ['<1>', '<>'], 3]],
    ['{', ['cut', {}, 1]],
    ['{"a"', ['cut', {}, 4]],
    ['{"a" 1}', ['broken', {}, 5]],
    ['{"a":', ['cut', {}, 5]],
    ['{"a":1', ['cut', { a: '<1>' }, 6]],
    ['{"a', ['cut', {}, 3]],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('is read from its place on, and eight deep', () => {
    expect(read('x = [1];', 4)).toEqual(['whole', ['<1>'], 7]);
    expect(readLoose('  [ 1 ]', 0).value).toMatchObject({ kind: 'list', at: 2, items: [{ kind: 'word', at: 4, text: '1' }] });
    expect(read(`${'['.repeat(8)}1${']'.repeat(8)}`)[0]).toBe('whole');
    expect(read(`${'['.repeat(9)}1${']'.repeat(9)}`)[0]).toBe('broken');
  });
});

describe('settings among other lines', () => {
  const read = (...lines: readonly string[]) => {
    const { drafts, problems, warnings } = readSettings(lines);
    return {
      drafts: drafts.map(({ line, id, name, params }) => [line, id, name, [...params.keys()].join(' ')]),
      problems: problems.map(({ line, message }) => `${line} ${message}`),
      warnings: warnings.map(({ line, message }) => `${line} ${message}`),
    };
  };

  it('are one entry until its id comes again, under the name and the file that stand before them', () => {
    expect(
      read(
        '# Huawei E1',
        '',
        'DefaultVendor=0x12d1',
        'DefaultProduct=0x1446',
        '# another',
        'DefaultVendor = 0x19d2',
        'DefaultProduct=2000',
      ),
    ).toEqual({
      drafts: [
        [3, undefined, 'Huawei E1', 'DefaultVendor DefaultProduct'],
        [6, undefined, 'another', 'DefaultVendor DefaultProduct'],
      ],
      problems: [],
      warnings: [],
    });
    expect(read('/etc/usb_modeswitch.d/12D1:1446', '; of a user', 'HuaweiNewMode=1').drafts).toEqual([
      [3, '12d1:1446', 'of a user', 'HuaweiNewMode'],
    ]);
    expect(read('# /usb_modeswitch.d/12d1:1446', 'HuaweiNewMode=1', '### 19d2:2000 ###', 'StandardEject=1').drafts).toEqual([
      [2, '12d1:1446', undefined, 'HuaweiNewMode'],
      [4, '19d2:2000', undefined, 'StandardEject'],
    ]);
  });

  it('tell what is wrong with them, and what was passed over, from its first line on', () => {
    expect(read('one', 'HuaweiNewMode=1', 'two', 'HuaweiNewMode=1', 'StandardEject', 'StandardEject 1')).toMatchObject({
      problems: [
        '4 HuaweiNewMode stands in line 2 already',
        '5 A setting without its = : "StandardEject"',
        '6 A setting without its = : "StandardEject 1"',
      ],
      warnings: ['1 Not understood, and passed over (lines: 2), from "one" on'],
    });
    // A key that nobody knows is a word of something else where there is no setting: told at its own place.
    expect(read('zzz=1', 'hello').warnings).toEqual(['1 Not understood, and passed over (lines: 2), from "zzz=1" on']);
    expect(read('hello', 'zzz=1').warnings).toEqual(['1 Not understood, and passed over (lines: 2), from "hello" on']);
    expect(read('HuaweiNewMode=1', 'zzz=1').problems).toEqual(['2 Unknown key "zzz"']);
  });

  it.each<[string, boolean]>([
    ['HuaweiNewMode=1', true],
    ['HuaweiNewMode = "1" # by hand', true],
    ["HuaweiNewMode='1'", true],
    ['`HuaweiNewMode=1`', true],
    ['- HuaweiNewMode=1', true],
    ['HuaweiNewMode=1 ; x', true],
    ['HuaweiNewMode="1', false],
    ['HuaweiNewMode="1" x', false],
    ['HuaweiNewMode==1', false],
    ['Huawei NewMode=1', false],
    ['huaweinewmode=1', false],
  ])('%s', (line, taken) => {
    expect(readSettings([line]).drafts.some(({ params }) => params.has('HuaweiNewMode'))).toBe(taken);
  });

  it('that a post has torn in two are one', () => {
    const message = '55534243123456780000000000000011062000000100000000000000000000';
    const [whole] = readSettings([`MessageContent="${message.slice(0, 30)}`, `${message.slice(30)}"`]).drafts;
    expect(whole?.params.get('MessageContent')).toMatchObject({ line: 1, value: message });
  });
});

describe('a row of a driver table', () => {
  it('is what it compares, its info and its kernels', () => {
    expect(readRow('v2C7C p0125 dlo0100 dhi0200 dc01 dsc02 dp03 icFF isc04 ip05 in06;RSVD(4);3f')).toEqual({
      fields: {
        ...{ vid: 0x2c7c, pid: 0x0125, bcdLo: 0x100, bcdHi: 0x200, deviceClass: 1, deviceSubclass: 2, deviceProtocol: 3 },
        ...{ class: 0xff, subclass: 4, protocol: 5, number: 6 },
      },
      info: 'RSVD(4)',
      kernels: 0x3f,
    });
    expect(readRow('icFF;;1')).toEqual({ fields: { class: 0xff }, info: '', kernels: 1 });
  });

  it.each(['v2C7C', 'v2C7C;x', 'x2C7C;;1', 'v;;1', 'v2c7c;;1', 'V2C7C;;1', 'v2C7C  p0125;;1', ';;1', '2C7C;;1', '_v2C7C;;1', 'v2C7C.;;1'])(
    '%s is none',
    (text) => {
      expect(() => readRow(text)).toThrow(`driver table: ${text}`);
    },
  );
});

describe('names of an outside list', () => {
  it('are sorted by id, each once, cut, and none that says nothing', () => {
    const names = listedNames([
      ['2c7c:0125', ' EC25 '],
      ['12d1:1506', null],
      ['2c7c:0125', 'ec25'],
      ['2c7c:0125', 'EG25'],
      ['2c7c:0125', 'x'],
      ['2c7c:0125', '0125'],
      ['2c7c:0125', ''],
      ['2c7c:0126', 'n'.repeat(120)],
      ...Array.from({ length: 10 }, (_, at) => ['2c7c:0127', `name ${at}`] as const),
    ]);
    expect(Object.keys(names)).toEqual(['12d1:1506', '2c7c:0125', '2c7c:0126', '2c7c:0127']);
    expect(names['12d1:1506']).toEqual([]);
    expect(names['2c7c:0125']).toEqual(['EC25', 'EG25']);
    expect(names['2c7c:0126']).toEqual(['n'.repeat(100)]);
    expect(names['2c7c:0127']).toHaveLength(8);
  });

  it('stand in the tree with a line for each id', () => {
    const list = {
      list: 'option',
      title: 'A "list"',
      source: 'Linux 6.12, option.c',
      ids: { '12d1:1506': [], '2c7c:0125': ['EC25', 'EG25'] },
    };
    expect(writeList(list)).toBe(
      '{\n  "list": "option",\n  "title": "A \\"list\\"",\n  "source": "Linux 6.12, option.c",\n  "ids": {\n    "12d1:1506": [],\n' +
        '    "2c7c:0125": ["EC25", "EG25"]\n  }\n}\n',
    );
    expect(writeList({ ...list, driver: 'option', ids: {} })).toContain(
      '"driver": "option",\n  "source": "Linux 6.12, option.c",\n  "ids": {}\n}\n',
    );
  });

  it.each<[string, Record<string, unknown>, boolean]>([
    ['as it is', {}, true],
    ['a source of seven letters', { source: 'Linux 6' }, false],
    ['a source of eight', { source: 'Linux 6.' }, true],
    ['a source that goes on', { source: 's'.repeat(301) }, false],
    ['an id in capitals', { ids: { '2C7C:0125': [] } }, false],
    ['something before an id', { ids: { 'x2c7c:0125': [] } }, false],
    ['something behind an id', { ids: { '2c7c:0125x': [] } }, false],
    ['something else', { more: 1 }, false],
  ])('are taken only where they fit: %s', (_, more, good) => {
    const file = { list: 'option', title: 'Linux: option', source: 'Linux 6.12, option.c', ids: { '2c7c:0125': ['EC25'] }, ...more };
    expect(IdListFile.safeParse(file).success).toBe(good);
  });
});

describe('roles of ports by rules of ModemManager', () => {
  const rule = (number: string, ...marks: readonly string[]) =>
    `ATTRS{idVendor}=="2C7C", ATTRS{idProduct}=="0125", ENV{.MM_USBIFNUM}=="${number}", ${marks.map((mark) => `ENV{ID_MM_PORT_TYPE_${mark}}="1"`).join(', ')}`;
  const ports = (...lines: readonly string[]) =>
    importPortRoles([{ name: '77-mm-x-port-types.rules', text: lines.join('\n') }], 'ModemManager 1.24').ids['2c7c:0125']?.ports;

  it('are our words for its marks', () => {
    expect(ports(rule('0a', 'QCDM'), rule('01', 'GPS'), rule('02', 'AT_PRIMARY'), rule('03', 'AT_SECONDARY'), rule('04', 'AUDIO'))).toEqual(
      {
        1: 'gps',
        2: 'at',
        3: 'modem',
        4: 'audio',
        10: 'diag',
      },
    );
    expect(ports(rule('03', 'AT_SECONDARY'))).toEqual({ 3: 'at' });
    expect(ports(rule('02', 'AT_PRIMARY'), rule('03', 'AT_SECONDARY'), rule('04', 'AT_PPP'))).toEqual({ 2: 'at', 3: 'at', 4: 'modem' });
    expect(ports(rule('02', 'AT_PPP', 'AT_PRIMARY'))).toEqual({ 2: 'at' });
    expect(ports(rule('02', 'XYZ'), `#${rule('03', 'GPS')}`, rule('3', 'GPS'), rule('003', 'GPS'))).toBeUndefined();
    expect(ports(rule('02', 'GPS').replace('ENV{.MM_USBIFNUM}', 'ATTRS{bInterfaceNumber}'))).toEqual({ 2: 'gps' });
    expect(ports(rule('02', 'GPS').replace('2C7C', '2C7C5'))).toBeUndefined();
  });

  it.each<[string, string, string, boolean]>([
    ['2c7c:0125', '77-mm-x-port-types.rules', '255', true],
    ['2c7c:0125', '77-mm-x-port-types.rules', '256', false],
    ['2c7c:0125', '77-mm-x-port-types.rules', '01', false],
    ['2c7c:0125', '77-mm-x-port-types.rules', '199', true],
    ['2c7c:0125', 'a77-mm-x.rules', '1', false],
    ['2c7c:0125', '77-mm-x.rules.old', '1', false],
    ['2c7c:0125', '77-mm-X.rules', '1', false],
    ['x2c7c:0125', '77-mm-x.rules', '1', false],
    ['2c7c:01256', '77-mm-x.rules', '1', false],
  ])('are taken only where they fit: %s of %s, port %s', (id, file, port, good) => {
    expect(PortRoleFile.safeParse({ source: 'ModemManager 1.24', ids: { [id]: { file, ports: { [port]: 'at' } } } }).success).toBe(good);
  });
});

describe('a label', () => {
  it.each([
    ['SIM7600E-H', 'sim7600e-h'],
    ['  --EC25__E (Mini) ', 'ec25-e-mini'],
    ['M.2 card', 'm2-card'],
    ['xm.2x', 'xm-2x'],
    ['\uff25\uff23\uff12\uff15', 'ec25'],
    ['--', ''],
    ['a'.repeat(100), 'a'.repeat(80)],
  ])('%j is %j with dashes', (text, plain) => {
    expect(dashed(text)).toBe(plain);
    expect(labelKey(text)).toBe(plain.replaceAll('-', ''));
  });

  it.each<[string, string, string | null]>([
    ['ec25', 'ec25', 'same'],
    ['ec-25', 'ec25', 'same'],
    ['ec25-e', 'ec25', 'suffixed'],
    ['ec2500', 'ec25', null],
    ['ec2', 'ec25', null],
    ['xec25', 'ec25', null],
  ])('%s beside the name %s: %s', (model, key, found) => {
    expect(likeness(model, key)).toBe(found);
  });

  it('of a family has digits in place of its x', () => {
    const family = familyPattern('EM74xx');
    if (!family) throw new Error('no family');
    expect(['em7455', 'em-7455', 'em745', 'em745x', 'xem7455', 'em74555'].map((model) => familyLikeness(model, family))).toEqual([
      'same',
      'same',
      null,
      null,
      null,
      null,
    ]);
    expect(['EMxx', 'EM7455', 'EM74xx é', 'em74xx'].map(familyPattern)).toEqual([null, null, expect.any(RegExp), null]);
  });

  it('has words that may be a model, and is so many edits from another', () => {
    expect(titleWords('Quectel EC25, EG25-G (LTE 4G)/RM500 a1')).toEqual(['EC25', 'EG25-G', 'RM500']);
    const distance = (a: string, b: string, most = 3) => editDistance(a, b, most);
    expect([distance('ec25', 'ec25'), distance('ec25', 'ec2'), distance('ec25', 'eg25'), distance('ec25', 'ce25')]).toEqual([0, 1, 1, 1]);
    expect([distance('', 'abc'), distance('abc', ''), distance('abcd', 'badc'), distance('ca', 'abc')]).toEqual([3, 3, 2, 3]);
    expect([distance('abcd', 'wxyz'), distance('a', 'abcdef', 2), distance('ab', 'xy', 1)]).toEqual([4, 3, 2]);
  });
});

describe('findings of the linter', () => {
  const file = (family: string, vids: readonly string[]) => ({
    name: `${family}.json`,
    data: { family, vendor: family, vids, switches: [], compositions: [], recipes: [] },
  });
  it('are in the order of the files’ names, whatever order these come in', () => {
    const [a, b] = [file('aaa', ['12d1']), file('bbb', ['12d1'])];
    for (const files of [
      [a, b],
      [b, a],
    ]) {
      const told = lintDb(files).filter(({ message }) => message.includes('stands in'));
      expect(told.map(({ file: at, message }) => `${at}: ${message}`)).toEqual(['bbb.json: 12d1 stands in aaa.json already']);
    }
  });
});
