import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { foretellDrivers } from '../../electron/cli/drivers.ts';
import { quirkLines } from '../../electron/cli/show-quirks.ts';
import { DriversDocument } from '../../electron/contract/drivers.ts';
import type { QuirkView } from '../../electron/contract/quirks.ts';
import { createText } from '../../electron/contract/text.ts';
import { languages } from '../../electron/contract/words.ts';
import { cli } from './run-cli.ts';

const { argv, exitCode } = process;
afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = exitCode;
});

const quirk = (more: Partial<QuirkView> = {}): QuirkView => ({
  id: 'acme-slow',
  kind: 'modem',
  effect: { en: 'It starts slowly.', ru: 'Запускается медленно.' },
  remedy: { en: 'Wait for it.', ru: 'Подождать.' },
  proof: 'hardware',
  sources: ['Some manual, page 1', 'Some forum, topic 2'],
  use: null,
  ...more,
});

describe('quirks in words', () => {
  it('are told with how sure they are, what helps, and their sources', () => {
    expect(quirkLines(createText('en'), [quirk()])).toEqual([
      'known quirks: 1',
      '* It starts slowly.  [seen on hardware]',
      '  Workaround: Wait for it.',
      '  Source: Some manual, page 1; Some forum, topic 2',
    ]);
    expect(quirkLines(createText('ru'), [quirk()])[1]).toBe('* Запускается медленно.  [проверено на устройстве]');
    expect(quirkLines(createText('en'), [])).toEqual([]);
  });

  it('say whose doing it is, that nothing helps, and what is done about it here', () => {
    const lines = quirkLines(createText('en'), [quirk({ kind: 'router', remedy: null, use: 'slow-start' })]);
    expect(lines.slice(1, 4)).toEqual([
      '* It starts slowly.  [router software, seen on hardware]',
      '  No workaround is known.',
      '  Handled here: the bench and the router wait longer.',
    ]);
    for (const language of languages)
      for (const use of ['radio-on', 'slow-start', 'reset-at-boot', 'usbmode-aside', 'fcc-lock'] as const)
        for (const proof of ['hardware', 'code', 'report'] as const)
          expect(quirkLines(createText(language), [quirk({ use, proof })]).join('\n')).not.toMatch(/quirks\.|\{\{/);
  });

  it('are cut off where only some are asked for, and how many there are is said', () => {
    const lines = quirkLines(createText('en'), [quirk({ id: 'a' }), quirk({ id: 'b' }), quirk({ id: 'c' })], 2);
    expect([lines.length, lines.at(-1)]).toEqual([8, '… 1 more (--json)']);
  });
});

describe('list and show', () => {
  it('tell how many there are, and what they are', async () => {
    const known = createText('en').word('quirks.number', { number: 2 });
    const listed = await cli('list', '--practice', 'quectel-ec25');
    expect(listed.printed).toMatch(new RegExp(`^practice-1 .*\\)  ${known}$`, 'm'));
    const shown = await cli('show', '--practice', 'quectel-ec25');
    expect(shown.printed).toContain(`\n  ${known}\n  * `);
    expect(shown.printed.split('\n')[0]).not.toContain(known);
  });
});

describe('the report on a posted text', () => {
  const fm350 = `T:  Bus=01 Lev=01 Prnt=01 Port=00 Cnt=01 Dev#=  3 Spd=480 MxCh= 0
D:  Ver= 2.10 Cls=ef(misc ) Sub=02 Prot=01 MxPS=64 #Cfgs=  1
P:  Vendor=0e8d ProdID=7127 Rev=00.01
C:  #Ifs= 3 Cfg#= 1 Atr=a0 MxPwr=500mA
I:  If#= 0 Alt= 0 #EPs= 1 Cls=02(commc) Sub=02 Prot=ff Driver=rndis_host
I:  If#= 1 Alt= 0 #EPs= 2 Cls=0a(data ) Sub=00 Prot=00 Driver=rndis_host
I:  If#= 6 Alt= 0 #EPs= 3 Cls=ff(vend.) Sub=00 Prot=00 Driver=option
`;
  it('names the quirks of the modem: the document all, the lines some', async () => {
    const { document, lines } = await foretellDrivers('-', { language: 'en', router: '24.10.8' }, Readable.from([fm350]));
    const quirks = DriversDocument.parse(document).devices[0]?.quirks ?? [];
    expect(quirks.length).toBeGreaterThan(3);
    expect(quirks.map(({ id }) => id)).toContain('fibocom-fm350-rndis-only');
    expect(lines).toContain(`known quirks: ${quirks.length}`);
    expect(lines).toContain(`… ${quirks.length - 3} more (--json)`);
    expect(lines.match(/^ {2}\* /gm)).toHaveLength(3);
  });

  it('names those of its router’s release only', async () => {
    const bm806 = `P:  Vendor=2020 ProdID=2033 Rev=00.01
C:  #Ifs= 1 Cfg#= 1 Atr=a0 MxPwr=500mA
I:  If#= 4 Alt= 0 #EPs= 3 Cls=ff(vend.) Sub=ff Prot=ff Driver=qmi_wwan
`;
    const known = async (router: string) =>
      (await foretellDrivers('-', { language: 'en', router }, Readable.from([bm806]))).document.devices[0]?.quirks.map(({ id }) => id) ??
      [];
    expect(await known('24.10.8')).toContain('broadmobi-dwr921-24');
    expect(await known('23.05.6')).not.toContain('broadmobi-dwr921-24');
  });
});
