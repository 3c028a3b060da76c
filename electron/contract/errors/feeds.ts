import { type ErrorEntries, number, text } from './entry.ts';

/** Packages for the router. */
export const feedErrors = {
  FEED_ADDRESS_INVALID: { exit: 'refused', detail: { url: text } },
  FEED_PLAIN_HTTP: { exit: 'refused', detail: { url: text, release: text } },
  FEED_KEY_INVALID: { exit: 'refused', detail: { message: text } },
  FEED_UNREACHABLE: { exit: 'hostLacks', detail: { host: text, message: text } },
  FEED_CERTIFICATE_UNKNOWN: { exit: 'hostLacks', detail: { host: text, message: text } },
  FEED_PROXY_UNREACHABLE: { exit: 'hostLacks', detail: { proxy: text, message: text } },
  FEED_PROXY_LOGIN: { exit: 'hostLacks', detail: { proxy: text } },
  FEED_PROXY_REFUSED: { exit: 'hostLacks', detail: { proxy: text, host: text, message: text } },
  FEED_PROXY_UNKNOWN: { exit: 'hostLacks', detail: { proxy: text } },
  FEED_RELEASE_MISSING: { exit: 'refused', detail: { host: text, release: text } },
  FEED_TARGET_UNKNOWN: { exit: 'refused', detail: { target: text, release: text, near: text } },
  FEED_INDEX_UNREADABLE: { exit: 'hostLacks', detail: { file: text, message: text } },
  FEED_SIGNATURE_BAD: { exit: 'hostLacks', detail: { file: text, message: text } },
  FEED_PACKAGE_MISSING: { exit: 'refused', detail: { package: text, release: text, target: text, chain: text } },
  FEED_PACKAGE_CONFLICT: { exit: 'refused', detail: { package: text, other: text } },
  FEED_KERNEL_MISMATCH: { exit: 'hostLacks', detail: { package: text, wanted: text, found: text } },
  FEED_FILE_MISSING: { exit: 'hostLacks', detail: { file: text } },
  FEED_SUM_BAD: { exit: 'hostLacks', detail: { file: text } },
  FEED_DOWNLOAD_CUT: { exit: 'hostLacks', detail: { file: text, bytes: number, expected: number } },
  FEED_CACHE_FULL: { exit: 'hostLacks', detail: { path: text } },
  FEED_CACHE_UNWRITABLE: { exit: 'hostLacks', detail: { path: text, message: text } },
} satisfies ErrorEntries;
