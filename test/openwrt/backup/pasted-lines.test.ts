import { describe, expect, it } from 'vitest';
import { parseFileLine, pastedLines } from '../../../electron/openwrt/backup/pasted/lines.ts';
import { readPasted } from '../../../electron/openwrt/backup/pasted/read.ts';
import { pastedSections } from '../../../electron/openwrt/backup/pasted/sections.ts';
import { isAnonymous, parseShowLine, quotedPart, typeOfReference } from '../../../electron/openwrt/backup/pasted/uci-show.ts';

/** OpenWrt uci, cli.c (uci_show_section, uci_show_value) and file.c (uci_parse_line): what each line of theirs says. */

describe('a line of uci show', () => {
  const option = (values: readonly string[] | null) =>
    values && { kind: 'option', config: 'network', section: 'lan', option: 'dns', values };
  it.each<[string, readonly string[] | null]>([
    ["network.lan.dns='1.1.1.1'", ['1.1.1.1']],
    ["network.lan.dns='1.1.1.1' '9.9.9.9'", ['1.1.1.1', '9.9.9.9']],
    ['network.lan.dns="1.1.1.1"  \'9.9.9.9\' ', ['1.1.1.1', '9.9.9.9']],
    ["network.lan.dns='it'\\''s'", ["it's"]],
    ["network.lan.dns='a b'", ['a b']],
    ["network.lan.dns='a\nb'", ['a\nb']],
    ["network.lan.dns=''", ['']],
    ['network.lan.dns=1.1.1.1', ['1.1.1.1']],
    ['network.lan.dns=1.1.1.1 ', ['1.1.1.1']],
    ['network.lan.dns=', null],
    ['network.lan.dns=  ', null],
    ["network.lan.dns='1.1.1.1", null],
    ["network.lan.dns='1.1.1.1'x", null],
    ["network.lan.dns='1.1.1.1'\\", null],
  ])('%j', (line, values) => {
    expect(parseShowLine(line)).toEqual(option(values));
  });

  it.each<[string, unknown]>([
    ['network.lan=interface', { config: 'network', section: 'lan', type: 'interface' }],
    ["network.lan='interface' ", { config: 'network', section: 'lan', type: 'interface' }],
    ['network.@device[0]=device', { config: 'network', section: '@device[0]', type: 'device' }],
    ['network.@device[-1]=bridge-vlan', { config: 'network', section: '@device[-1]', type: 'bridge-vlan' }],
    ['network.cfg030f15=device', { config: 'network', section: 'cfg030f15', type: 'device' }],
    ["network.lan='interface", null],
    ['network.lan=', null],
    ['network.@device[x]=device', null],
    ['network.lan=inter face', null],
    ['x network.lan=interface', null],
    ['network lan', null],
  ])('%j is the head of a section', (line, head) => {
    expect(parseShowLine(line)).toEqual(head === null ? null : { kind: 'section', ...(head as object) });
  });

  it('has what is quoted in it, and refers to sections by type or by made-up names', () => {
    expect(["a.b='x' 'y'", 'a.b.c="x', 'a.b=x', 'a'].map(quotedPart)).toEqual(["'x' 'y'", '"x', null, null]);
    expect(['@device[0]', '@bridge-vlan[-1]', 'lan', 'x@device[0]'].map(typeOfReference)).toEqual(['device', 'bridge-vlan', null, null]);
    const sections = ['@device[0]', 'cfg030f15', 'cfg030f1', 'cfg030f150', 'cfg030f1G', 'xcfg030f15', 'lan'];
    expect(sections.filter(isAnonymous)).toEqual(['@device[0]', 'cfg030f15']);
  });
});

describe('a line of a file', () => {
  it.each<[string, unknown]>([
    ['config interface', { kind: 'section', type: 'interface', name: null }],
    ["config interface 'lan'", { kind: 'section', type: 'interface', name: 'lan' }],
    ['config "interface" lan # the bridge', { kind: 'section', type: 'interface', name: 'lan' }],
    ["config interface ''", { kind: 'section', type: 'interface', name: null }],
    ['config interface lan too', null],
    ['config', null],
    ['package network', { kind: 'package', name: 'network' }],
    ["package 'network' ", { kind: 'package', name: 'network' }],
    ['package network here', null],
    ["option proto 'static'", { kind: 'option', name: 'proto' }],
    ['option proto static # by hand', { kind: 'option', name: 'proto' }],
    ['list \'dns\' "1.1.1.1"', { kind: 'option', name: 'dns' }],
    ["option proto 'sta\ntic'", { kind: 'option', name: 'proto' }],
    ['option proto you may choose', null],
    ["option proto 'static", null],
    ['option proto', null],
    ['  option proto static', null],
    ['options proto static', null],
  ])('%j', (line, told) => {
    expect(parseFileLine(line)).toEqual(told);
  });
});

describe('the lines of a text', () => {
  const told = (text: string) => pastedLines(text).map(({ number, text: line }) => `${number} ${line}`);

  it.each<[string, string, readonly string[]]>([
    ['as they are, counted from 1', 'hello\nthere', ['1 hello', '2 there']],
    ['without blanks before them', '  config x\n\toption a b', ['1 config x', '2 option a b']],
    ['without marks of a quotation', "> > config x\n>\toption a 'b'", ['1 config x', "2 option a 'b'"]],
    [
      'without numbers',
      ' 12: config x\n13|  option a b\n14 network.lan=interface',
      ['1 config x', '2 option a b', '3 network.lan=interface'],
    ],
    ['with a number that is a word of theirs', '12 monkeys', ['1 12 monkeys']],
    ['two statements in one', "config x option a 'b c' list d e", ['1 config x', "1 option a 'b c'", '1 list d e']],
    [
      'two of uci show in one',
      "network.lan=interface network.lan.proto='a b.c=d'",
      ['1 network.lan=interface', "1 network.lan.proto='a b.c=d'"],
    ],
    ['a value that goes on', "option a 'b\nc\nd'\noption e f", ["1 option a 'b\nc\nd'", '4 option e f']],
    ['a value of uci show that goes on', "network.lan.a='b\n c'\nnext", ["1 network.lan.a='b\n c'", '3 next']],
    ['a quoted value that goes on, with its blanks', "> option a 'b\n>   c'\n> d", ["1 option a 'b\n  c'", '3 d']],
    ['a quote that is never closed', "option a 'b\nc", ["1 option a 'b", '2 c']],
    ['a quote that is open at the next statement', "option a 'b\nc\noption d 'e'", ["1 option a 'b", '2 c', "3 option d 'e'"]],
    ['a quote in a comment', "option a b # it's\nc", ["1 option a b # it's", '2 c']],
    ['a hash in a value of uci show', "network.lan.a='b' # 'c\nd'", ["1 network.lan.a='b' # 'c\nd'"]],
  ])('%s', (_, text, lines) => {
    expect(told(text)).toEqual(lines);
  });

  it('goes on for five hundred lines and no more', () => {
    const value = (lines: number) => `option a 'b${'\nc'.repeat(lines)}'\noption d e`;
    expect(told(value(500)).at(-1)).toBe('502 option d e');
    expect(told(value(500))).toHaveLength(2);
    expect(told(value(501))).toHaveLength(503);
  });
});

describe('the sections of a text', () => {
  const sections = (text: string) => pastedSections(pastedLines(text));

  it('of uci show have their options, and are whole where their head was printed', () => {
    const { shown } = sections(
      [
        'network.lan=interface',
        "network.lan.proto='static'",
        "network.lan.dns='1.1.1.1'",
        "network.wan.proto='qmi'",
        "network.wan.apn=''",
      ].join('\n'),
    );
    expect(shown.map(({ section, type, whole, run, options }) => [section, type, whole, run, [...options]])).toEqual([
      [
        'lan',
        'interface',
        true,
        0,
        [
          ['proto', 'static'],
          ['dns', ['1.1.1.1']],
        ],
      ],
      ['wan', null, false, 0, [['proto', 'qmi']]],
    ]);
    expect(sections("network.@device[0].ports='a' 'b'").shown).toMatchObject([{ type: 'device', whole: false }]);
  });

  it('that come again are of another run, and so is what comes behind a file', () => {
    const runs = (text: string) => sections(text).shown.map(({ section, run }) => `${section} ${run}`);
    expect(runs('a.x=t\na.y=t\na.x=t\na.y=t')).toEqual(['x 0', 'y 0', 'x 1', 'y 1']);
    expect(runs('a.x=t\nconfig interface\n\toption proto dhcp\na.y=t')).toEqual(['x 0', 'y 1']);
  });

  it('of files are as they stand there, under their heading', () => {
    const { files } = sections(
      "package network\nconfig interface 'lan'\n\toption proto dhcp\n\nconfig device\n/etc/config/firewall\nconfig zone\n\tlist network lan",
    );
    expect(
      files.map(({ type, name, run, heading, lines, options }) => [type, name, run, heading?.config, lines.length, [...options]]),
    ).toEqual([
      ['interface', 'lan', 1, 'network', 2, ['proto']],
      ['device', null, 1, 'network', 1, []],
      ['zone', null, 2, 'firewall', 2, ['network']],
    ]);
  });

  it('are strange where they begin like some and are none, once there was one', () => {
    expect(sections("option a 'b'\nconfig x y z\nconfig interface\noption 'a\nconfig it that way\n").strange).toEqual([4, 5]);
    expect(sections("a.b='x\na.x=t\na.b='x\nhello").strange).toEqual([3]);
  });
});

describe('what a text tells of a router', () => {
  const read = (text: string, more: { needed?: readonly string[]; text?: number; file?: number } = {}) =>
    readPasted(Buffer.from(text), ['network', 'firewall'], more.needed ?? [], { text: more.text ?? 10_000, file: more.file ?? 10_000 });
  const options = (text: string) =>
    read(text)
      ?.configs.get('network')
      ?.sections.map(({ type, name, options: own }) => [type, name, Object.fromEntries(own)]);

  it('is what uci show printed, added to by options that were asked for one by one', () => {
    expect(
      options("network.lan=interface\nnetwork.lan.proto='dhcp'\n$ uci show network.lan.dns\nnetwork.lan.dns='1.1.1.1' '9.9.9.9'"),
    ).toEqual([['interface', 'lan', { proto: 'dhcp', dns: ['1.1.1.1', '9.9.9.9'] }]]);
    expect(options("network.wan.proto='qmi'")).toEqual([['interface', 'wan', { proto: 'qmi' }]]);
    expect(read("network.wan.apn='internet'")).toBeNull();
    expect(read('network.lan=interface')).toBeNull();
    expect(read('hello')).toBeNull();
  });

  it('is bounded, in all and by configuration', () => {
    const text = "network.lan=interface\nnetwork.lan.proto='dhcp'\n";
    expect(read(text, { text: text.length })?.configs.size).toBe(1);
    expect(() => read(text, { text: text.length - 1 })).toThrow('BACKUP_TOO_LARGE');
    // `lan`, `proto` and `dhcp`.
    expect(read(text, { file: 12 })?.configs.size).toBe(1);
    expect(() => read(text, { file: 11 })).toThrow('BACKUP_TOO_LARGE');
    const file = "config interface 'lan'\n\toption proto dhcp\n";
    expect(read(file, { file: 41 })?.configs.size).toBe(1);
    expect(() => read(file, { file: 40 })).toThrow('BACKUP_TOO_LARGE');
  });

  it('is nothing of a file that uci would not read, and an error with its line where everything hangs on it', () => {
    const broken = "hello\n\nconfig interface 'lan'\n\toption note 'a\nb'\nconfig interface 'l n'\n\toption proto dhcp\n";
    expect(read(broken)?.configs.get('network')?.sections).toEqual([]);
    let detail: unknown = null;
    try {
      read(broken, { needed: ['network'] });
    } catch (error) {
      detail = error instanceof Error && 'detail' in error ? error.detail : error;
    }
    expect(detail).toMatchObject({ file: '/etc/config/network', line: 6 });
  });
});
