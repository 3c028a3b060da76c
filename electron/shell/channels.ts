/** Names on the wires between page, preload and main process. Nothing else may live here: the preload is sandboxed and bundles it. */

/** Page to main process, through the preload. */
export const ipc = {
  /** "I am here, hand me a port to the bench now and after each restart of it." */
  connect: 'bench:connect',
  /** Main process to preload: a port comes with it. */
  port: 'bench:port',
  /** Main process to preload: the bench is gone for now. */
  lost: 'bench:lost',
  chooseFolder: 'shell:choose-folder',
  defaultFolder: 'shell:default-folder',
  reveal: 'shell:reveal',
} as const;

/** What the preload posts to its own window: ports cannot pass through the context bridge, a window message can carry them. */
export const windowMessages = { port: 'modem-bench:port', lost: 'modem-bench:lost' } as const;

/** Name of what the preload leaves on the page's `window`. */
export const bridgeName = 'modemBench';
