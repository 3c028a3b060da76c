// @vitest-environment jsdom
import './setup.ts';
import { fireEvent } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { quectel, snapshotOf } from './fixtures.ts';
import { show, violations } from './show.tsx';

const stranger = { ...quectel, listed: false, mode: null, plan: null };
const given = { file: 'mine.conf', ids: ['1d6b:7777'] };
const choose = (page: ReturnType<typeof show>, text: string) => {
  const input = page.get('switch-file').querySelector('input');
  if (!input) throw new Error('no file field');
  fireEvent.change(input, { target: { files: [new File([text], 'mine.conf')] } });
};

describe('a switch of one’s own', () => {
  it('is offered where one may be missing, and for no modem that is known', async () => {
    const page = show(snapshotOf([stranger]));
    expect(page.get('switch-file').textContent).toContain('usb_modeswitch');
    expect(await violations(page.container)).toEqual([]);
    page.unmount();
    expect(show(snapshotOf([{ ...quectel, state: 'modem', listed: true }])).query('switch-file')).toBeNull();
  });

  it('is read from a file, and told of by its ids until it is taken back', async () => {
    const page = show(snapshotOf([stranger]));
    choose(page, 'DefaultVendor=0x1d6b');
    await page.next({ ...snapshotOf([stranger]), switches: given });
    expect(page.client.sent).toEqual([{ type: 'give-switches', name: 'mine.conf', text: 'DefaultVendor=0x1d6b' }]);
    expect(page.get('switch-file-given').textContent).toContain('1d6b:7777');
    await page.press('drop-switch-file');
    expect(page.client.sent.at(-1)).toEqual({ type: 'give-switches', name: '', text: '' });
  });

  it('that is none says what is wrong with it', async () => {
    const page = show(snapshotOf([stranger]));
    page.client.onIntent = () => {
      throw new BenchError('DATA_INVALID', { file: 'mine.conf', errors: 1, message: 'line 1: no entry' });
    };
    choose(page, 'hello');
    expect((await page.find('failure')).dataset['code']).toBe('DATA_INVALID');
  });
});
