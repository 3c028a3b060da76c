// @vitest-environment jsdom
import './setup.ts';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RouterFitView } from '../../electron/contract/router-backup.ts';
import { useNow } from '../../renderer/hooks/use-now.ts';
import { WordsProvider } from '../../renderer/hooks/use-words.tsx';
import { rememberedLanguage, rememberLanguage } from '../../renderer/i18n.ts';
import { RouterFit } from '../../renderer/pages/router/router-fit.tsx';
import { ForecastFacts } from '../../renderer/ui/dongle/forecast-facts.tsx';
import { Signal } from '../../renderer/ui/dongle/signal.tsx';
import { TextField } from '../../renderer/ui/text-field.tsx';
import { disc, forecast, quectel, refusedFit, routerFit, snapshotOf } from './fixtures.ts';
import { show } from './show.tsx';

/** Single pieces of the page, on their own. */

const alone = (piece: ReactNode) => render(<WordsProvider>{piece}</WordsProvider>);

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('signal strength', () => {
  it.each([
    [0, 0],
    [1, 1],
    [25, 1],
    [26, 2],
    [50, 2],
    [51, 3],
    [75, 3],
    [76, 4],
    [100, 4],
  ])('of %i %% lights %i bars, which rise from one line', (percent, lit) => {
    const { container } = alone(<Signal percent={percent} dbm={null} />);
    const bars = [...container.querySelectorAll('rect')];
    expect(bars.filter((bar) => bar.classList.contains('signal-on'))).toEqual(bars.slice(0, lit));
    const number = (bar: Element, name: string) => Number(bar.getAttribute(name));
    expect(bars.map((bar) => number(bar, 'y') + number(bar, 'height'))).toEqual([18, 18, 18, 18]);
    expect(bars.map((bar) => number(bar, 'height'))).toEqual([6, 10, 14, 18]);
    expect(bars.map((bar) => number(bar, 'x'))).toEqual([0, 7, 14, 21]);
  });

  it('is told in figures, as far as it is known', () => {
    const told = (percent: number | null, dbm: number | null) => {
      const { container, unmount } = alone(<Signal percent={percent} dbm={dbm} />);
      const text = container.textContent;
      unmount();
      return text;
    };
    expect([told(null, null), told(60.4, null), told(null, -70), told(60.4, -70)]).toEqual([
      'unknown',
      '60 %',
      '-70 dBm',
      '-70 dBm · 60 %',
    ]);
  });
});

describe('a field for text', () => {
  const field = (secret: boolean) => {
    alone(<TextField label="PIN" value="1234" onChange={() => undefined} testId="field" maxLength={8} secret={secret} />);
    const input = screen.getByTestId('field');
    return () => [input.getAttribute('type'), input.getAttribute('autocomplete')];
  };

  it('that is secret is hidden until it is asked for, and again', async () => {
    const look = field(true);
    expect(look()).toEqual(['password', 'new-password']);
    await userEvent.click(screen.getByRole('button', { name: /PIN/ }));
    expect(look()).toEqual(['text', 'new-password']);
    await userEvent.click(screen.getByRole('button', { name: /PIN/ }));
    expect(look()).toEqual(['password', 'new-password']);
  });

  it('that is not is seen, and has no button', () => {
    expect(field(false)()).toEqual(['text', 'off']);
    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('what becomes of a router', () => {
  const pieces = (fit: RouterFitView) => {
    const { container, unmount } = alone(<RouterFit fit={fit} />);
    const found = {
      findings: [...container.querySelectorAll('[data-testid="finding"]')].map((one) => [
        one.getAttribute('data-severity'),
        one.getAttribute('data-code'),
      ]),
      lists: container.querySelectorAll('ul.findings').length,
      changes: container.querySelectorAll('[data-testid="fit-changes"] li').length,
      headings: container.querySelectorAll('h3').length,
      files: [...container.querySelectorAll('[data-testid="diff"]')].map((one) => one.getAttribute('data-path')),
      lines: [...container.querySelectorAll('[data-testid="diff"]')].map((one) => one.querySelector('pre')?.textContent),
      tags: [...container.querySelectorAll('ins, del')].map((one) => `${one.tagName} ${one.className}`),
    };
    unmount();
    return found;
  };

  it('is its findings, the changes, and each line of its files with a sign', () => {
    expect(pieces(routerFit)).toEqual({
      findings: [
        ['warning', ''],
        ['note', ''],
      ],
      lists: 1,
      changes: 1,
      headings: 2,
      files: ['/etc/config/network', '/etc/config/firewall'],
      lines: [
        "⋯\n \toption device 'eth7'\n \n+config interface 'wwan2'\n+\toption proto 'ncm'\n+\toption apn 'a-private-apn-with-a-name-that-is-longer-than-a-narrow-window.example.operator'\n+\toption password '****'\n",
        " config zone\n-\toption network 'wan wan6'\n+\toption network 'wan wan6 wwan2'\n",
      ],
      tags: [...Array(4).fill('INS diff-line is-added'), 'DEL diff-line is-removed', 'INS diff-line is-added'],
    });
  });

  it('has no empty lists', () => {
    const none = { findings: [], lists: 0, changes: 0, headings: 0, files: [], lines: [], tags: [] };
    expect(pieces({ ...routerFit, findings: [], changes: [], diff: [] })).toEqual(none);
    expect(pieces({ ...refusedFit, findings: refusedFit.findings.slice(0, 1) })).toEqual({
      ...none,
      lists: 1,
      findings: [['refusal', 'ROUTER_ZONE_MISSING']],
    });
  });
});

describe('what comes of a forecast', () => {
  const facts = (part: Partial<Parameters<typeof ForecastFacts>[0]>) => {
    const { container, unmount } = alone(<ForecastFacts judged={forecast} way={null} routerSwitch={null} packages={[]} {...part} />);
    const found = {
      facts: [...container.querySelectorAll('dd')].map((one) => `${one.firstElementChild?.tagName ?? 'text'} ${one.textContent}`),
      noWay: screen.queryByTestId('no-way') !== null,
      packages: screen.queryByTestId('driver-packages')?.textContent ?? null,
    };
    unmount();
    return found;
  };
  const dial = {
    ...{ id: 'x', name: 'X', by: 'host' as const, commands: ['AT+A', 'AT+B'], port: '/dev/ttyUSB2' },
    ...{ address: 'dhcp' as const, reads: ['AT+R'], proof: 'code' as const },
  };

  it('is the way with its nodes as they are typed, and how its call is made', () => {
    expect(facts({ way: { proto: 'qmi', device: '/dev/cdc-wdm0', net: 'wwan0', dial: null } }).facts).toEqual([
      'CODE qmi',
      'CODE /dev/cdc-wdm0',
      'CODE wwan0',
    ]);
    expect(facts({ way: { proto: 'dhcp', device: 'usb0', net: 'usb0', dial } }).facts).toEqual([
      'CODE dhcp',
      'CODE usb0',
      'CODE AT+A, AT+B',
      'CODE /dev/ttyUSB2',
      'CODE AT+R',
      'text from source code',
    ]);
    const unknown = facts({ way: { proto: 'dhcp', device: 'usb0', net: null, dial: { ...dial, port: null, reads: [] } } }).facts;
    expect(unknown.slice(2)).toEqual(['CODE AT+A, AT+B', expect.stringMatching(/^text /), 'text from source code']);
    const itself = facts({ way: { proto: 'dhcp', device: 'usb0', net: null, dial: { ...dial, by: 'modem' } } }).facts;
    expect(itself).toEqual(['CODE dhcp', 'CODE usb0', expect.stringMatching(/^text .*\(from source code\)$/)]);
  });

  it('is that there is none, which is no fault of a disc', () => {
    expect([facts({}).noWay, facts({ disc: true }).noWay]).toEqual([true, false]);
    expect(facts({ packages: ['a', 'b'] }).packages).toContain('a b');
    expect(facts({}).packages).toBeNull();
  });
});

describe('the time', () => {
  it('goes on while something runs, and stands still else', async () => {
    vi.useFakeTimers({ now: 1000 });
    const Clock = ({ running }: { running: boolean }) => <p data-testid="now">{useNow(running)}</p>;
    const { rerender } = render(<Clock running={false} />);
    const later = (ms: number) => {
      act(() => void vi.advanceTimersByTime(ms));
      return screen.getByTestId('now').textContent;
    };
    expect([later(0), later(5000), vi.getTimerCount()]).toEqual(['1000', '1000', 0]);
    rerender(<Clock running={true} />);
    expect([later(0), later(499), later(1), later(1000)]).toEqual(['6000', '6000', '6500', '7500']);
    rerender(<Clock running={false} />);
    expect([later(5000), vi.getTimerCount()]).toEqual(['7500', 0]);
  });
});

describe('the language', () => {
  it.each([
    ['ru', 'en-US', 'ru'],
    ['en', 'ru-RU', 'en'],
    [null, 'ru-RU', 'ru'],
    [null, 'RU', 'ru'],
    [null, 'de-DE', 'en'],
    ['xx', 'ru', 'ru'],
  ])('remembered as %s on a system in %s is %s', (stored, system, language) => {
    localStorage.clear();
    if (stored !== null) localStorage.setItem('modem-bench.language', stored);
    vi.spyOn(navigator, 'language', 'get').mockReturnValue(system);
    expect(rememberedLanguage()).toBe(language);
  });

  it('is remembered, and the system’s where nothing can be', () => {
    rememberLanguage('ru');
    expect(localStorage.getItem('modem-bench.language')).toBe('ru');
    const broken = () => {
      throw new Error('storage is off');
    };
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(broken);
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(broken);
    vi.spyOn(navigator, 'language', 'get').mockReturnValue('en-GB');
    rememberLanguage('ru');
    expect(rememberedLanguage()).toBe('en');
  });
});

describe('the head of a page', () => {
  it('names the dongle from the second step on', async () => {
    const page = show(snapshotOf([disc, quectel]));
    const named = () => page.container.querySelector('.page-head .faint')?.textContent ?? null;
    expect(named()).toBeNull();
    await page.press('step-confirm');
    expect(named()).toBe(disc.name);
    page.unmount();
    expect(show(snapshotOf([])).container.querySelector('.page-head .faint')).toBeNull();
  });
});
