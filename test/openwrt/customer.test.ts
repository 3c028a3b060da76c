import { describe, expect, it } from 'vitest';
import { buildBundle } from '../../electron/openwrt/index.ts';
import { input, text } from './inputs.ts';

const customer = 'Иванов & Söhne, «2-й этаж»';

describe('for whom a bundle is', () => {
  it('stands on the page and in the manifest, beside the APN, and nowhere in the archive', async () => {
    const bundle = await buildBundle(input({ mode: 'qmi', apn: 'internet.example', customer }));
    const page = text(bundle.files, bundle.names.page);
    expect(page).toContain('<dt>Customer</dt><dd>Иванов &amp; Söhne, «2-й этаж»</dd>');
    expect(page).toContain('<dt>APN</dt><dd>internet.example</dd>');
    expect(bundle.manifest.wishes.customer).toBe(customer);
    for (const { path, data } of bundle.contents) expect(new TextDecoder().decode(data), path).not.toContain('Иванов');
  });

  it('changes no byte of the archive', async () => {
    const [named, nameless] = await Promise.all([customer, ''].map((name) => buildBundle(input({ mode: 'qmi', customer: name }))));
    expect(named?.manifest.archive).toEqual(nameless?.manifest.archive);
    expect(text(nameless?.files ?? [], nameless?.names.page ?? '')).not.toContain('Customer');
  });

  it.each(['line\nend', 'bell\u0007', 'turned\u202eround', 'half\ud83d'])('is refused where a terminal would obey it: %j', async (odd) => {
    await expect(buildBundle(input({ mode: 'qmi', customer: odd }))).rejects.toMatchObject({
      code: 'WISH_INVALID',
      detail: { field: 'customer' },
    });
  });
});
