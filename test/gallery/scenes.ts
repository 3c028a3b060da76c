/** What of each scene of `renderer/demo/demo.tsx` is taken: as it comes up, or after presses. */

export interface Shot {
  readonly name: string;
  readonly scene: string;
  /** Test ids, pressed one after another. */
  readonly press?: readonly string[];
  /** Further words of the address. */
  readonly query?: string;
  /** Typed into the field of that test id, after the presses. */
  readonly type?: readonly [field: string, text: string];
}

/** Beside every scene as it comes up. */
export const furtherShots: readonly Shot[] = [
  { name: 'empty-why', scene: 'empty', press: ['why-nothing'] },
  { name: 'without-dongle', scene: 'disc', press: ['without-dongle'] },
  { name: 'posted', scene: 'disc', press: ['without-dongle', 'open-dump'], type: ['dump-text', 'P:  Vendor=2c7c ProdID=0125'] },
  { name: 'confirm', scene: 'planned', press: ['step-confirm'] },
  { name: 'settings', scene: 'settings', press: ['next', 'change'] },
  { name: 'settings-sim', scene: 'sim', press: ['next', 'change'] },
  { name: 'settings-options', scene: 'settings', press: ['next', 'change', 'router-options'] },
  { name: 'plan', scene: 'planned', press: ['step-confirm', 'plan-fold'] },
  { name: 'plan-two-languages', scene: 'otherwise', press: ['step-confirm', 'plan-fold'] },
  { name: 'run-details', scene: 'running', press: ['run-details'] },
  { name: 'router', scene: 'exported', press: ['step-router'] },
  { name: 'router-form', scene: 'exported', press: ['step-router', 'export-form'] },
  { name: 'router-offline', scene: 'offline', press: ['step-router'] },
  { name: 'connection-lost', scene: 'running', query: 'lost' },
  { name: 'browser', scene: 'exported', press: ['step-router'], query: 'shell=browser' },
];

export interface Look {
  readonly name: string;
  readonly language: 'en' | 'ru';
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
  readonly forced?: boolean;
}

/** 640 by 430: a window of 1280 by 860 at 200 %. */
export const looks: readonly Look[] = [
  { name: '1280-en', language: 'en', width: 1280, height: 860 },
  { name: '1280-ru-dark', language: 'ru', width: 1280, height: 860, dark: true },
  { name: '1024-ru', language: 'ru', width: 1024, height: 768 },
  { name: '480-ru', language: 'ru', width: 480, height: 800 },
  { name: '320-ru-dark', language: 'ru', width: 320, height: 640, dark: true },
  { name: '200-en', language: 'en', width: 640, height: 430 },
  { name: 'forced-en', language: 'en', width: 1280, height: 860, forced: true },
];
