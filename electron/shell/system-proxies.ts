import { z } from 'zod';
import type { Clock, TimerId } from '../seams/clock.ts';
import type { ProxyLookup, ProxyWay } from '../seams/proxy.ts';
import { readPacList } from './pac-list.ts';

/** Only Electron's main process can ask the system for its proxies; the bench process asks it, over the link that brings its clients. */

const ProxyQuestion = z.object({ type: z.literal('proxy-question'), id: z.number().int(), url: z.url().max(2000) });
export type ProxyQuestion = z.infer<typeof ProxyQuestion>;

const ProxyReply = z.object({ type: z.literal('proxy-reply'), id: z.number().int(), list: z.string().max(10_000) });
export type ProxyReply = z.infer<typeof ProxyReply>;

/** A script of a company's may have to be fetched first. */
const ANSWER_MS = 10_000;

/** The bench's end. */
export class SystemProxies implements ProxyLookup {
  readonly #post: (question: ProxyQuestion) => void;
  readonly #clock: Clock;
  readonly #waiting = new Map<number, { readonly end: (list: string) => void; readonly timer: TimerId }>();
  #id = 0;

  constructor(post: (question: ProxyQuestion) => void, clock: Clock) {
    this.#post = post;
    this.#clock = clock;
  }

  /** Where no answer comes, as where the system has none. Of the URL, the system is told the server alone. */
  waysTo({ origin }: URL): Promise<readonly ProxyWay[]> {
    const id = ++this.#id;
    return new Promise((resolve) => {
      const end = (list: string) => resolve(readPacList(list));
      this.#waiting.set(id, { end, timer: this.#clock.setTimeout(() => this.#end(id, 'DIRECT'), ANSWER_MS) });
      this.#post({ type: 'proxy-question', id, url: `${origin}/` });
    });
  }

  /** Takes what came over the link. Whatever is no answer is dropped. */
  receive(data: unknown): void {
    const reply = ProxyReply.safeParse(data);
    if (reply.success) this.#end(reply.data.id, reply.data.list);
  }

  #end(id: number, list: string): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    this.#clock.clearTimeout(waiting.timer);
    waiting.end(list);
  }
}

/** The main process's end: the answer to what came over the link, `null` where that was no question. `resolve` is Electron's `resolveProxy`. */
export async function answerProxyQuestion(data: unknown, resolve: (url: string) => Promise<string>): Promise<ProxyReply | null> {
  const question = ProxyQuestion.safeParse(data);
  if (!question.success) return null;
  const { id, url } = question.data;
  const list = await resolve(url).catch(() => 'DIRECT');
  return { type: 'proxy-reply', id, list: list.slice(0, 10_000) };
}
