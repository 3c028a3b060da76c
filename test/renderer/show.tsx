import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import type { Connection, Shell } from '../../electron/contract/client.ts';
import type { Snapshot } from '../../electron/contract/snapshot.ts';
import { App } from '../../renderer/app.tsx';
import { FakeClient } from './fake-client.ts';

/** The wizard in jsdom on a fake bench. */
export function show(snapshot: Snapshot | null, kind: Shell['kind'] = 'window') {
  const client = new FakeClient(snapshot, kind);
  const user = userEvent.setup();
  const view = render(<App client={client} />);
  const get = (id: string) => screen.getByTestId(id);
  return {
    client,
    user,
    ...view,
    get,
    find: (id: string) => screen.findByTestId(id),
    query: (id: string) => screen.queryByTestId(id),
    within: (id: string) => within(get(id)),
    press: (id: string) => user.click(get(id)),
    /** From the first screen to the second, with its settings unfolded. */
    openSettings: async () => {
      await user.click(get('step-confirm'));
      if (screen.queryByTestId('settings') === null) await user.click(get('change'));
    },
    /** To the page for posted texts, from wherever it is. */
    openDump: async () => {
      if (screen.queryByTestId('open-dump') === null) await user.click(get('without-dongle'));
      await user.click(get('open-dump'));
    },
    /** The wishes of the last plan that the form asked for by itself, a moment after it was changed; `undefined`: none. */
    planned: async () => {
      await act(() => new Promise((resolve) => setTimeout(resolve, 400)));
      return client.sent.flatMap((intent) => (intent.type === 'plan' ? [intent.wishes] : [])).at(-1);
    },
    /** The bench says something new. */
    next: (following: Snapshot) => act(() => client.show(following)),
    connection: (state: Connection) => act(() => client.connection(state)),
  };
}

/** Violations as short lines. Colours are judged in a real browser: jsdom lays nothing out. */
export async function violations(container: Element): Promise<string[]> {
  const { violations: found } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
  return found.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`);
}
