import { createHash } from 'node:crypto';
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { texts } from '../../electron/contract/text.ts';
import { languages } from '../../electron/contract/words.ts';
import { type BundleInput, buildBundle } from '../../electron/openwrt/index.ts';
import { qrText } from '../../electron/openwrt/page.ts';
import { qrModules, qrSvg } from '../../electron/openwrt/qr.ts';
import { input, text } from './inputs.ts';

const page = async (over: Partial<BundleInput>, wishes: Parameters<typeof input>[0] = { mode: 'ncm' }) => {
  const bundle = await buildBundle({ ...input(wishes), ...over });
  return { bundle, html: text(bundle.files, bundle.names.page) };
};

/** Black modules of an inline code, read back from its strokes. */
function modulesOf(svg: string): Set<string> {
  const black = new Set<string>();
  for (const [, x = '', y = '', length = ''] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let i = 0; i < Number(length); i++) black.add(`${Number(x) + i} ${y}`);
  return black;
}

describe('the QR code', () => {
  it('has black strokes where the encoder has black modules, and a quiet zone of four', () => {
    const value = qrText('ab'.repeat(32));
    const { data, size } = encode(value, { ecc: 'M', border: 0 });
    const expected = data.flatMap((row, y) => row.flatMap((black, x) => (black ? [`${x} ${y}`] : [])));
    const svg = qrSvg(value, 'title');
    expect([...modulesOf(svg)].sort()).toEqual(expected.sort());
    expect(svg).toContain(`viewBox="-4 -4 ${size + 8} ${size + 8}"`);
    expect(qrModules(value)).toHaveLength(size);
  });

  it('on the page is of the manifest that lies beside it, as it is written', async () => {
    const { bundle, html } = await page({});
    const digest = createHash('sha256')
      .update(bundle.files[1]?.data ?? '')
      .digest('hex');
    const expected = encode(`modem-bench sha256:${digest}`, { ecc: 'M', border: 0 }).data;
    expect([...modulesOf(html)].length).toBe(expected.flat().filter(Boolean).length);
    for (const [y, row] of expected.entries()) for (const [x, black] of row.entries()) expect(modulesOf(html).has(`${x} ${y}`)).toBe(black);
    expect(html).toContain(digest);
  });
});

describe('what the page tells', () => {
  it.each(languages)('bench test, parts and image, in %s', async (language) => {
    const checks: BundleInput['checks'] = [
      { title: { key: 'checks.connection', values: {} }, state: 'passed', seen: '10.0.0.2 <b>\u0007' },
      { title: { key: 'checks.net-device', values: {} }, state: 'failed', seen: '' },
    ];
    const watchdog = { addresses: ['192.0.2.1'], everySeconds: 60, failures: 5, resetsModem: false };
    const built = input({ mode: 'ncm' });
    const { html } = await page({ language, checks, wishes: { ...built.wishes, onRouter: { ...built.wishes.onRouter, watchdog } } });
    const words = texts[language].bundle;
    expect(html).toContain(`✓</b>${texts[language].checks.connection}: <span>10.0.0.2 &lt;b&gt; </span>`);
    expect(html).toContain(`✗</b>${texts[language].checks['net-device']}`);
    expect(html).toContain(words.parts.watchdog);
    expect(html).toContain('https://firmware-selector.openwrt.org/?version=24.10.8');
    expect(html).not.toContain(words.page.untested);
    expect(html).not.toMatch(/bundle\.(page|parts|warnings)\.|\{\{|<script/);
  });

  it('says that nothing was tested where nothing was', async () => {
    expect((await page({ checks: [] })).html).toContain(texts.en.bundle.page.untested);
  });

  it('has a text for every part', async () => {
    const { parts } = texts.en.bundle;
    const everything = input({ mode: 'ncm', pin: '1234' });
    const { bundle } = await page({
      wishes: {
        ...everything.wishes,
        onRouter: {
          ...everything.wishes.onRouter,
          watchdog: { addresses: ['192.0.2.1'], everySeconds: 60, failures: 5, resetsModem: true },
          rebindDomains: ['a.example'],
          resetAtBoot: true,
          secrets: 'router',
        },
      },
      usbMode: { ids: ['12d1:1f01'], file: { messages: [], devices: { '12d1:1f01': { '*': { mode: 'StandardEject' } } } } },
      attachCommands: ['AT'],
      resetCommand: 'AT^RESET',
      offline: { files: [{ name: 'a_1_all.ipk', bytes: Uint8Array.of(1) }] },
    });
    expect(bundle.manifest.parts.length).toBeGreaterThan(5);
    for (const name of bundle.manifest.parts) expect(Object.keys(parts)).toContain(name);
  });

  it('asks for the secrets on the router, and holds none', async () => {
    const built = input({ mode: 'ncm', pin: '97531' });
    const { html } = await page({ wishes: { ...built.wishes, onRouter: { ...built.wishes.onRouter, secrets: 'router' } } });
    expect(html).toContain('pincode');
    expect(html).not.toContain('97531');
  });
});
