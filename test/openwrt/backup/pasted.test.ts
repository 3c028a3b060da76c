import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitView } from '../../../electron/bench/export-facts/for-router.ts';
import { BenchError } from '../../../electron/contract/errors.ts';
import { RouterFitView, RouterSummary } from '../../../electron/contract/router-backup.ts';
import { createText } from '../../../electron/contract/text.ts';
import { languages } from '../../../electron/contract/words.ts';
import { diffText, readRouterBackup, setupOf } from '../../../electron/openwrt/backup/index.ts';
import { readPasted } from '../../../electron/openwrt/backup/pasted/read.ts';
import { backupLimits } from '../../../electron/openwrt/backup/read.ts';
import { outlineBundle } from '../../../electron/openwrt/bundle.ts';
import type { UciConfig } from '../../../electron/openwrt/uci.ts';
import { parseUci } from '../../../electron/openwrt/uci-parse.ts';
import { passesOf } from '../../support/passes.ts';
import { input } from '../inputs.ts';
import { firewalls, networks } from '../stock.ts';
import { exported, shown } from '../uci-print.ts';
import { tar, tgz } from './tars.ts';

const dhcp = "config dnsmasq\n\toption domainneeded '1'\n\tlist rebind_domain 'my.page'\n\nconfig dhcp 'lan'\n\toption interface 'lan'\n";
const wireless =
  "config wifi-device 'radio0'\n\toption type 'mac80211'\n\nconfig wifi-iface 'sta'\n\toption network 'wwan'\n\toption key 'wifi-secret'\n";
const system = "config system\n\toption hostname 'Office'\n";
const lte = "config interface 'lte'\n\toption proto 'qmi'\n\toption device '/dev/cdc-wdm1'\n\toption pincode '4711'\n\n";
const files = { network: networks.dsa + lte, firewall: firewalls.list, dhcp, wireless, system };
type Files = Readonly<Record<string, string>>;

const bytes = (text: string) => Buffer.from(text);
const archive = (of: Files) => tgz(...Object.entries(of).map(([name, data]) => ({ name: `etc/config/${name}`, data })));
const show = (of: Files) =>
  Object.entries(of)
    .map(([name, text]) => shown(parseUci(text), name))
    .join('');
const each = (of: Files, form: (name: string, text: string) => string) =>
  Object.entries(of)
    .map(([name, text]) => form(name, text))
    .join('\n');
const exports = (of: Files) => each(of, (name, text) => `package ${name}\n\n${exported(parseUci(text))}`);
const quotation = (text: string) => text.replace(/^/gm, '> ');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

/** With `cfg030f15` in place of `@device[0]`, as `uci show -X` has it. */
const generated = (text: string) => {
  const names = new Map<string, string>();
  return text.replace(/@[\w-]+\[\d+\]/g, (section) => {
    const name = names.get(section) ?? `cfg${(names.size + 1).toString(16).padStart(2, '0')}0f15`;
    names.set(section, name);
    return name;
  });
};

async function summaryOf(data: Uint8Array) {
  const { summary } = await readRouterBackup(data);
  expect(RouterSummary.parse(summary)).toEqual(summary);
  return summary;
}

async function refusal(data: Uint8Array): Promise<BenchError> {
  const thrown = await readRouterBackup(data).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof BenchError)) throw new Error(`no BenchError but ${String(thrown)}`);
  return thrown;
}

async function previewOf(data: Uint8Array) {
  const backup = await readRouterBackup(data);
  return diffText(backup.preview(setupOf(outlineBundle(input({ mode: 'ecm', apn: '' })))));
}

async function findingsOf(data: Uint8Array) {
  const { view } = fitView(input({ mode: 'qmi', interfaceName: 'wwan9' }), await readRouterBackup(data));
  expect(RouterFitView.parse(view)).toEqual(view);
  return view.findings.map(({ message, severity }) => ({ key: message.key.replace('router-backup.findings.', ''), severity, message }));
}

const forms: readonly (readonly [string, Uint8Array])[] = [
  ['uci show', bytes(show(files))],
  ['uci show -X', bytes(generated(show(files)))],
  [
    'uci show, a run for each with the prompt',
    bytes(each(files, (name, text) => `root@OpenWrt:~# uci show ${name}\n${shown(parseUci(text), name)}`)),
  ],
  ['uci show in bold, quoted', bytes(quotation(`root@OpenMPTCProuter:~#   **uci show**\n\n${show(files)}`))],
  ['uci show without quotes', bytes(show(files).replace(/=('[^' ]*')$/gm, (_, value: string) => `=${value.slice(1, -1)}`))],
  ['uci show with bent quotes', bytes(show(files).replace(/'([^']*)'/g, '‘$1’'))],
  ['uci show with Markdown escapes', bytes(show(files).replace(/[[\]_]/g, '\\$&'))],
  ['uci show in one paragraph', bytes(show(files).replaceAll('\n', ' '))],
  ['uci export', bytes(exports(files))],
  ['uci export with prompts and fences', bytes(`Hello,\n\`\`\`\nroot@OpenWrt:~# uci export\n${exports(files)}\n\`\`\`\nThanks!`)],
  ['uci export, CRLF and a mark', bytes(`\ufeff${exports(files).replaceAll('\n', '\r\n')}`)],
  ['uci export in UTF-16', Buffer.from(`\ufeff${exports(files)}`, 'utf16le')],
  ['uci export in UTF-16 without a mark', Buffer.from(exports(files), 'utf16le')],
  ['uci export in UTF-16BE', utf16be(`\ufeff${exports(files)}`)],
  ['uci show in UTF-16BE without a mark', utf16be(show(files))],
  ['files with cat', bytes(each(files, (name, text) => `root@OpenWrt:~# cat /etc/config/${name}\n${text}`))],
  ['files with cat in their folder', bytes(each(files, (name, text) => `root@OpenWrt:/etc/config# cat ${name}\n${text}`))],
  ['files with head', bytes(each(files, (name, text) => `==> /etc/config/${name} <==\n${text}`))],
  ['files with comments', bytes(each(files, (name, text) => `# /etc/config/${name}\n${text}`))],
  ['files with titles', bytes(each(files, (name, text) => `**/etc/config/${name}:**\n\`\`\`\n${text}\`\`\`\n`))],
  ['files without names', bytes(each(files, (_, text) => text))],
  ['files without names, one line each', bytes(each(files, (_, text) => text.replace(/\s+/g, ' ')))],
  [
    'uci export of one, and the other files without names',
    bytes(`${exports({ network: files.network })}\n\`\`\`\nand\n${each({ ...files, network: '' }, (_, text) => text)}`),
  ],
  ['files in a quotation', bytes(quotation(each(files, (_, text) => text)))],
  ['files under one name', bytes(`My /etc/config/network and the rest:\n${each(files, (_, text) => text)}`)],
  ['files with line numbers', bytes(each(files, (_, text) => text.replace(/^[ \t]*(?=[a-z])/gm, '    12\t')))],
  ['uci show of a page', bytes(show(files).replaceAll("'", '&#39;'))],
  ['colours of a terminal', bytes(`\u001b]0;root@OpenWrt\u0007\u001b[1;32mroot@OpenWrt\u001b[0m:~# uci show\n${show(files)}`)],
  ['uci show and the files', bytes(`${show(files)}\nroot@OpenWrt:~# cat /etc/config/*\n${each(files, (_, text) => text)}`)],
  ['the files, and uci show', bytes(`${each(files, (_, text) => text)}\n${show(files)}`)],
  ['uci show twice', bytes(show(files) + show(files))],
  ['the files twice', bytes(each(files, (_, text) => text + text))],
  ['a tar', tar(...Object.entries(files).map(([name, data]) => ({ name: `etc/config/${name}`, data })))],
];

describe('a text in place of a backup', () => {
  it.each(forms)('tells the same as the backup: %s', async (name, data) => {
    const { text, ...told } = await summaryOf(data);
    const { text: none, ...wanted } = await summaryOf(archive(files));
    expect(none).toBeNull();
    expect(text).toEqual(name === 'a tar' ? null : { lacks: [], strangeLines: [] });
    expect(told).toEqual(wanted);
  });

  it.each(forms)('shows the same changes: %s', async (_, data) => {
    expect(await previewOf(data)).toEqual(await previewOf(archive(files)));
  });

  it.each(
    Object.entries(networks).flatMap(([a, network]) =>
      Object.entries(firewalls).map(([b, firewall]) => [`${a}, ${b}`, network, firewall] as const),
    ),
  )('of %s claims no change that is none', async (_, network, firewall) => {
    const router = { network, firewall, dhcp, wireless };
    const [fromShow, fromFile] = [await previewOf(bytes(show(router))), await previewOf(archive(router))];
    const plain = (lines: readonly string[]) => lines.map((line) => line.replace(/^(.) {4}(?:option|list) /, '$1    '));
    // One value alone may be an option: then its line is not shown as one that goes, and what comes is the same.
    if (firewall !== firewalls.oneWord) expect(fromShow).toEqual(fromFile);
    expect(plain(fromShow).filter((line) => line.startsWith('-') && !plain(fromFile).includes(line))).toEqual([]);
    const { text: _none, ...summary } = await summaryOf(bytes(show(router)));
    const { text: _text, ...wanted } = await summaryOf(archive(router));
    expect({ ...summary, zones: [] }).toEqual({ ...wanted, zones: [] });
    expect(summary.zones.map(({ form, ...zone }) => ({ ...zone, form: form === 'none' }))).toEqual(
      wanted.zones.map(({ form, ...zone }) => ({ ...zone, form: form === 'none' })),
    );
  });

  it('with the network alone is fitted as far as it goes, and says what it lacks', async () => {
    for (const data of [bytes(show({ network: files.network })), bytes(files.network), bytes(exports({ network: files.network }))]) {
      const summary = await summaryOf(data);
      expect(summary.text).toEqual({ lacks: ['firewall', 'dhcp', 'wireless'], strangeLines: [] });
      expect(summary.interfaces.map(({ name }) => name)).toEqual(['loopback', 'lan', 'wan', 'wan6', 'lte']);
      const findings = await findingsOf(data);
      expect(findings.map(({ key }) => key)).toEqual(expect.arrayContaining(['zone-unseen', 'text-only', 'text-lacks']));
      expect(findings.filter(({ severity }) => severity === 'refusal')).toEqual([]);
      for (const language of languages)
        for (const { message } of findings) expect(createText(language).phrase(message)).not.toMatch(/router-backup|\{\{/);
      const preview = await previewOf(data);
      expect(preview).toContain("+config interface 'wwan'");
      expect(preview.join('\n')).not.toContain('firewall');
    }
  });

  it('that has nearly everything lacks nothing', async () => {
    const all = {
      network: networks.dsa,
      firewall: firewalls.list,
      dhcp,
      system,
      dropbear: "config dropbear\n\toption Port '22'\n",
      rpcd: "config rpcd\n\toption socket 'x'\n",
    };
    expect((await summaryOf(bytes(exports(all)))).text).toEqual({ lacks: [], strangeLines: [] });
    expect((await summaryOf(bytes(show(all)))).text).toEqual({ lacks: [], strangeLines: [] });
  });

  it('names lines that it does not understand, and leaves them out', async () => {
    const torn = networks.dsa.replace("\toption device 'br-lan'\n", "\toption device 'br-lan\n");
    const summary = await summaryOf(bytes(torn));
    expect(summary.text?.strangeLines).toEqual([torn.split('\n').findIndex((line) => line.endsWith("'br-lan")) + 1]);
    const lan = summary.interfaces.find(({ name }) => name === 'lan');
    expect(lan).toMatchObject({ device: null, proto: 'static', addresses: [{ address: '192.168.1.1', prefix: 24 }] });
    expect((await findingsOf(bytes(torn))).map(({ key, message }) => [key, message.values])).toContainEqual([
      'text-strange',
      { lines: String(summary.text?.strangeLines[0]) },
    ]);
  });

  it('with prose that begins like UCI is read without it', async () => {
    const posted = each(
      files,
      (name, text) => `config of: ${name}\n\n${text}\nconfig file ends. Thanks!\nconfig over.\nconfig file ends.\n`,
    );
    const { text, ...told } = await summaryOf(bytes(posted));
    const prose = posted.split('\n').flatMap((line, at) => (/^config (of:|file ends|over)/.test(line) ? [at + 1] : []));
    // What stands before the first of UCI is not looked at.
    expect(text?.strangeLines).toEqual(prose.slice(1));
    const { text: _none, ...wanted } = await summaryOf(archive(files));
    expect(told).toEqual(wanted);
  });

  it('of which something was made unreadable loses only that', async () => {
    const edited = networks.dsa
      .replace("option ula_prefix 'fd12:3456:789a::/48'", "option ula_prefix 'fd12' (removed)")
      .replace("option ip6assign '60'", 'option ip6assign [not for you]');
    expect(edited).not.toBe(networks.dsa);
    const { text, ...told } = await summaryOf(
      bytes(each({ ...files, network: edited + lte }, (name, file) => `# /etc/config/${name}\n${file}`)),
    );
    expect(text?.strangeLines.length).toBe(2);
    const { text: _none, ...wanted } = await summaryOf(archive(files));
    expect(told).toEqual(wanted);
  });

  it('tells the release and the board where they stand beside', async () => {
    const board =
      '{\n\t"kernel": "6.6.86",\n\t"board_name": "zbtlink,zbt-we1326",\n\t"release": {\n\t\t"distribution": "OpenWrt",\n\t\t"version": "24.10.8",\n';
    const posted = await summaryOf(
      bytes(
        `root@OpenWrt:~# ubus call system board\n${board}\t}\n}\nroot@OpenWrt:~# uci export network\npackage network\n\n${networks.dsa}`,
      ),
    );
    expect([posted.release, posted.board]).toEqual(['24.10.8', 'zbtlink,zbt-we1326']);
    const greeted = await summaryOf(
      bytes(` OpenWrt 23.05.2, r23630-842932a63d\n -----\nroot@OpenWrt:~# cat /etc/config/network\n${networks.dsa}`),
    );
    expect(greeted.release).toBe('23.05.2');
  });

  it("knows other programs' interfaces, and those that a bundle made", async () => {
    const network = `${networks.dsa}config interface 'mpcie2'\n\toption modem_config '0002_21_00_0'\n\toption proto 'dhcp'\n\toption ifname 'rmnet_mhi0.1'\n\nconfig interface 'mm'\n\toption proto 'modemmanager'\n\toption device '/sys/devices/platform/x/usb1/1-1'\n\nconfig interface 'wwan'\n\toption proto 'qmi'\n\toption device '/dev/modem-bench/wwan'\n\nconfig interface 'own'\n\toption proto 'qmi'\n\toption device '/dev/modem-bench/wwan'\n`;
    const { interfaces, programs, oldSyntax } = await summaryOf(bytes(show({ network })));
    const modems = interfaces.filter(({ modem }) => modem).map(({ name, port, ours }) => [name, port, ours]);
    expect(modems).toEqual([
      ['mpcie2', '0002_21_00_0', false],
      ['mm', '1-1', false],
      ['wwan', null, true],
      ['own', null, false],
    ]);
    expect(programs.map(({ name }) => name)).toEqual(['modemmanager', 'qmodem']);
    expect(oldSyntax).toEqual([]);
  });

  it('takes options that were asked for one by one as such', async () => {
    const asked = "root@OpenWrt:~# uci show network.lan.ipaddr\nnetwork.lan.ipaddr='10.9.8.1'\n";
    const { interfaces } = await summaryOf(bytes(show({ network: networks.dsa }) + asked));
    expect(interfaces.find(({ name }) => name === 'lan')).toMatchObject({
      proto: 'static',
      addresses: [{ address: '10.9.8.1', prefix: 24 }],
    });
    const alone = await summaryOf(bytes("network.lan.proto='static'\nnetwork.lan.ipaddr='10.9.8.1/24'\n"));
    expect(alone.interfaces.map(({ name, addresses }) => [name, addresses])).toEqual([['lan', [{ address: '10.9.8.1', prefix: 24 }]]]);
  });

  it('in a quotation goes on over lines of a value as it was', () => {
    const config: UciConfig = { sections: [{ type: 'interface', name: 'x', options: new Map([['note', 'one\n  two\n> three']]) }] };
    for (const posted of [shown(config, 'network'), exported(config)])
      expect(
        readPasted(bytes(quotation(posted)), ['network'], [], { text: backupLimits.text, file: backupLimits.file })?.configs.get('network'),
      ).toEqual({ sections: [{ ...config.sections[0], options: new Map([['note', 'one\n  two\nthree']]) }] });
  });

  it('as a file knows options from lists, and sections of one kind from copies, whatever uci show says beside it', () => {
    const text = "config dnsmasq\n\toption port '53'\n\tlist odd 'one'\n\nconfig dnsmasq\n\toption port '54'\n\toption server 'one'\n";
    const given = parseUci(text);
    const read = (posted: string) =>
      readPasted(bytes(posted), ['dhcp'], [], { text: backupLimits.text, file: backupLimits.file })?.configs.get('dhcp');
    expect(read(text)).toEqual(given);
    for (const both of [`${text}\n${shown(given, 'dhcp')}`, `${shown(given, 'dhcp')}\n${text}`]) expect(read(both)).toEqual(given);
  });

  it('of sections with one type in several configurations finds the right one', async () => {
    const mwan3 =
      "config globals 'globals'\n\toption mmx_mask '0x3F00'\n\nconfig interface 'wan'\n\toption enabled '1'\n\tlist track_ip '1.1.1.1'\n\nconfig rule 'https'\n\toption sticky '1'\n";
    const rule = "config rule\n\toption in 'lan'\n\toption lookup '100'\n\n";
    const summary = await summaryOf(bytes(`${networks.dsa}${rule}\n${mwan3}\n${firewalls.list}`));
    expect(summary.mwan3).toBe(true);
    expect(summary.interfaces.find(({ name }) => name === 'wan')).toMatchObject({ proto: 'dhcp', device: 'wan' });
    expect(summary.zones.map(({ name }) => name)).toEqual(['lan', 'wan']);
    const headed = await summaryOf(bytes(`root@OpenWrt:~# uci export network\npackage network\n\n${networks.dsa}\n${mwan3}`));
    expect(headed.interfaces.find(({ name }) => name === 'wan')).toMatchObject({ proto: 'dhcp', device: 'wan' });
    expect(headed.mwan3).toBe(true);
  });

  it('shows no secret', async () => {
    const data = bytes(`${show(files)}network.lte.oops='4711\nwireless.sta.key='also-secret'x\n`);
    const backup = await readRouterBackup(data);
    const told = JSON.stringify([backup, backup.summary, await findingsOf(data), await previewOf(data)]);
    for (const secret of ['4711', 'wifi-secret', 'also-secret']) expect(told).not.toContain(secret);
  });
});

describe('what is no router', () => {
  it.each<[string, Uint8Array, string]>([
    ['prose', bytes('Hello, my config network does not work. list of things: none\n'), 'BACKUP_NOT_ARCHIVE'],
    ['kernel settings', bytes('net.ipv4.ip_forward=1\nnet.ipv4.conf.all.rp_filter=0\n'), 'BACKUP_NOT_ARCHIVE'],
    ['zeros', Buffer.alloc(4096), 'BACKUP_NOT_ARCHIVE'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'BACKUP_NOT_ARCHIVE'],
    ['a large picture', Buffer.alloc(8 * 1024 * 1024, 'JFIF no text '), 'BACKUP_NOT_ARCHIVE'],
    ['blanks', bytes(' \n\t\r\n'), 'BACKUP_NOT_ARCHIVE'],
    ['the firewall alone', bytes(firewalls.list), 'BACKUP_INCOMPLETE'],
    ['uci show of another configuration', bytes("dropbear.@dropbear[0]=dropbear\ndropbear.@dropbear[0].Port='22'\n"), 'BACKUP_INCOMPLETE'],
    ['another file', bytes("# /etc/config/ddns\nconfig service 'x'\n\toption interface 'wan'\n"), 'BACKUP_INCOMPLETE'],
    ['a name that uci does not take', bytes(networks.dsa.replace("'wan6'", "'wan-6'")), 'BACKUP_CONFIG_INVALID'],
    ['a large configuration', bytes(`${networks.dsa}${"config interface 'x'\n\toption proto 'none'\n".repeat(8000)}`), 'BACKUP_TOO_LARGE'],
    [
      'a large run',
      bytes(`network.lan=interface\n${Array.from({ length: 9000 }, (_, at) => `network.lan.o${at}='${'x'.repeat(30)}'\n`).join('')}`),
      'BACKUP_TOO_LARGE',
    ],
    [
      'too many sections',
      bytes(Array.from({ length: 1501 }, (_, at) => `network.w${at}=interface\nnetwork.w${at}.proto='none'\n`).join('')),
      'BACKUP_TOO_LARGE',
    ],
    ['a large text', bytes(`${networks.dsa}${'and so on\n'.repeat(300_000)}`), 'BACKUP_TOO_LARGE'],
  ])('%s', async (_, data, code) => {
    expect((await refusal(data)).code).toBe(code);
  });

  it('names the line of the text', async () => {
    const text = `Hello\n\n${networks.dsa.replace("'wan6'", "'wan-6'")}`;
    const { detail } = await refusal(bytes(text));
    expect(detail).toMatchObject({ file: '/etc/config/network', line: text.split('\n').findIndex((line) => line.includes('wan-6')) + 1 });
  });
});

describe('any text', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
  const value = fc
    .string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', '1', ' ', "'", '"', '\\', '#', ';', '=', '.', 'ä', '\n', '[', '>') })
    .filter((text) => text.trim() === text && !/\n\s*(?:>|\S+\.)/.test(text));
  const sections = fc.uniqueArray(
    fc.record({
      name,
      options: fc.dictionary(name, fc.oneof(value, fc.array(value, { minLength: 2, maxLength: 3 })), {
        minKeys: 1,
        maxKeys: 4,
        noNullPrototype: true,
      }),
    }),
    { selector: (each) => each.name, minLength: 1, maxLength: 5 },
  );
  const read = (text: string) =>
    readPasted(bytes(text), ['network'], ['network'], { text: backupLimits.text, file: backupLimits.file })?.configs.get('network');
  const flat = (config: UciConfig | undefined) =>
    config?.sections.map(({ name: called, type, options }) => [called, type, [...options].map(([key, text]) => [key, [text].flat()])]);

  it('that uci printed is read as what it was', () => {
    fc.assert(
      fc.property(sections, (made) => {
        const config: UciConfig = {
          sections: made.map((each) => ({ type: 'interface', name: each.name, options: new Map(Object.entries(each.options)) })),
        };
        expect(flat(read(shown(config, 'network')))).toEqual(flat(config));
        expect(read(`package network\n\n${exported(config)}`)).toEqual(config);
      }),
      { numRuns: 300 },
    );
  });

  const whole = [...Object.values(networks), ...Object.values(firewalls), show(files), exports(files), generated(show(files))];
  const lines = fc.oneof(
    fc.constantFrom(...whole.flatMap((text) => text.split('\n'))),
    fc.constantFrom(
      '```',
      'root@OpenWrt:~# uci show network',
      '==> /etc/config/dhcp <==',
      "option a 'b",
      "network.lan.x='a",
      '> ',
      "config interface 'a' option b",
      'package wireless',
      "'",
      '"',
      '\\',
      '\u001b[',
      '/etc/config/network and /etc/config/dhcp',
    ),
    fc.string({ unit: 'binary' }),
  );

  it('is a router, or a BenchError', async () => {
    const pieces = fc.array(
      fc.oneof(
        { weight: 9, arbitrary: lines.map((line) => bytes(`${line}\n`)) },
        { weight: 1, arbitrary: fc.uint8Array({ maxLength: 600 }) },
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(pieces, fc.constantFrom('utf8', 'utf16le'), async (parts, encoding) => {
        const text = Buffer.concat(parts);
        const data = encoding === 'utf8' ? text : Buffer.from(text.toString('utf8'), 'utf16le');
        const router = await readRouterBackup(data).catch((error: unknown) => {
          if (!(error instanceof BenchError)) throw error;
          return null;
        });
        if (router) expect(RouterSummary.parse(router.summary)).toEqual(router.summary);
      }),
      { numRuns: 400 },
    );
  });

  it.each<[string, (count: number) => string]>([
    ['open quotes', (count) => "config interface 'x'\n\toption a '\n".repeat(count)],
    ['an open quote in every line', (count) => `network.lan=interface\n${"network.lan.a='\nx\n".repeat(count)}`],
    ['one value over all', (count) => `network.lan=interface\nnetwork.lan.a='${'\nx'.repeat(count)}`],
    ['one long line', (count) => `config interface 'x' ${"option a 'b' ".repeat(count)}`],
    ['quotes in one line', (count) => `network.lan=interface\nnetwork.lan.a=${"'\\''".repeat(count)}`],
    ['backslashes', (count) => `config interface x\n\toption a "${'\\"'.repeat(count)}\n`],
    ['blanks', (count) => `config interface x\n${' '.repeat(8 * count)}\n\toption${' '.repeat(8 * count)}a b\n`],
    ['marks of a quotation', (count) => `${'> '.repeat(4 * count)}\n${networks.dsa}`],
    ['commands', (count) => `uci ${'-d '.repeat(count)}\n${`uci ${'-d '.repeat(100)}\n`.repeat(count / 100)}${networks.dsa}`],
    ['paths', (count) => `${'/etc/config/a '.repeat(count)}\n${networks.dsa}`],
    ['sections without a name', (count) => "config rule\n\toption a 'b'\n".repeat(count)],
    ['runs', (count) => "network.lan=interface\nnetwork.lan.a='b'\n".repeat(count / 4)],
    ['files', (count) => "# /etc/config/network\nconfig interface 'lan'\n\toption a 'b'\n".repeat(count / 8)],
  ])('costs twice for twice as much: %s', async (_, make) => {
    const cost = (text: string) =>
      passesOf(() => {
        try {
          readPasted(bytes(text), ['network', 'firewall'], ['network'], { text: backupLimits.text, file: Number.POSITIVE_INFINITY });
        } catch (error) {
          if (!(error instanceof BenchError)) throw error;
        }
      });
    const [once, twice] = [await cost(make(2000)), await cost(make(4000))];
    expect(twice).toBeLessThan(2.1 * once + 100);
  });
});
