import { describe, expect, it } from 'vitest';
import { readPacList } from '../../electron/shell/pac-list.ts';
import { answerProxyQuestion, type ProxyQuestion, SystemProxies } from '../../electron/shell/system-proxies.ts';
import { ManualClock } from '../support/manual-clock.ts';

describe('the list of a proxy configuration script', () => {
  it.each([
    ['DIRECT', [null]],
    ['', [null]],
    ['PROXY proxy.example:3128; DIRECT', ['http://proxy.example:3128/', null]],
    ['HTTPS proxy.example:443;SOCKS5 10.0.0.1:1080', ['https://proxy.example/', 'socks5://10.0.0.1:1080']],
    ['SOCKS old.example:1080;SOCKS4 old.example:1081', ['socks4://old.example:1080', 'socks4://old.example:1081']],
    ['QUIC q.example:443; proxy a:1', ['http://a:1/']],
    ['PROXY; PROXY :; BLAH', [null]],
    ['PROXY [fd00::1]:3128', ['http://[fd00::1]:3128/']],
  ])('%s', (list, ways) => {
    expect(readPacList(list).map((way) => way?.href ?? null)).toEqual(ways);
  });
});

describe('the system, asked by the bench', () => {
  const url = new URL('https://downloads.example/releases/24.10.8?x');

  it('answers each question with what it has for that server', async () => {
    const asked: string[] = [];
    const questions: ProxyQuestion[] = [];
    const proxies = new SystemProxies((question) => questions.push(question), new ManualClock());
    const ways = [proxies.waysTo(url), proxies.waysTo(new URL('http://other.example:8080/y'))];
    // In another order than it was asked.
    for (const question of questions.toReversed()) {
      const reply = await answerProxyQuestion(structuredClone(question), async (server) => {
        asked.push(server);
        return server.startsWith('https:') ? 'PROXY a:1' : 'DIRECT';
      });
      proxies.receive(structuredClone(reply));
    }
    expect((await Promise.all(ways)).map(([way]) => way?.href ?? null)).toEqual(['http://a:1/', null]);
    expect(asked).toEqual(['http://other.example:8080/', 'https://downloads.example/']);
  });

  it('has none where it fails, or says nothing', async () => {
    const clock = new ManualClock();
    const proxies = new SystemProxies(() => undefined, clock);
    const ways = proxies.waysTo(url);
    await clock.advance(10_000);
    expect(await ways).toEqual([null]);
    const question = { type: 'proxy-question', id: 1, url: 'https://a.example/' };
    const reply = await answerProxyQuestion(question, () => Promise.reject(new Error('no session')));
    expect(reply).toEqual({ type: 'proxy-reply', id: 1, list: 'DIRECT' });
  });

  it('has a list that is longer than any cut off, so that the bench takes it', async () => {
    const question = { type: 'proxy-question', id: 3, url: 'https://a.example/' };
    const list = 'PROXY a:1;'.repeat(2000);
    expect(await answerProxyQuestion(question, async () => list)).toEqual({ type: 'proxy-reply', id: 3, list: list.slice(0, 10_000) });
  });

  it('and the bench pass over what is not theirs', async () => {
    for (const data of ['client', null, { type: 'proxy-question', id: 1, url: 'no url' }, { type: 'proxy-reply', id: 1, list: 'DIRECT' }])
      expect(await answerProxyQuestion(data, async () => 'PROXY a:1')).toBeNull();
    const [clock, questions] = [new ManualClock(), [] as ProxyQuestion[]];
    const proxies = new SystemProxies((question) => questions.push(question), clock);
    const ways = proxies.waysTo(url);
    for (const data of ['client', null, { type: 'proxy-reply', id: 7, list: 'DIRECT' }, questions[0]]) proxies.receive(data);
    proxies.receive({ type: 'proxy-reply', id: questions[0]?.id, list: 'PROXY a:1' });
    expect((await ways)[0]?.href).toBe('http://a:1/');
    expect(clock.pending).toBe(0);
  });
});
