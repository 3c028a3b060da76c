/** What the page may do, in its window and in a browser alike. No `electron` in here, so that tests read it as it is. */

/** The window's own scheme: `app://modem-bench/index.html`. */
export const pageScheme = 'app';
export const pageHost = 'modem-bench';
export const pageOrigin = `${pageScheme}://${pageHost}`;

/** Nothing but the page's own files: no inline script or style, no eval, no frame, no form that goes anywhere, nothing remote. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Sent with every answer that the page gets. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
};

/** Whether a URL is a page or file of the app itself. A URL that cannot be parsed is not. */
export function isOwnUrl(url: string): boolean {
  try {
    const { protocol, host } = new URL(url);
    return protocol === `${pageScheme}:` && host === pageHost;
  } catch {
    return false;
  }
}

/** The part of a web frame that tells whose it is; `null` in place of a frame: it is gone. */
export interface Frame {
  readonly url: string;
  /** `null` for the topmost. */
  readonly parent: unknown;
}

/** Only the app's own page at the top of the window gets to the bench: no frame inside it, nothing else that got loaded. */
export function mayConnect(frame: Frame | null): boolean {
  return frame !== null && frame.parent === null && isOwnUrl(frame.url);
}

/** What the page's session may load. The developer tools, where they are open at all, are Chromium's own. */
export function mayLoad(url: string, developing: boolean): boolean {
  return isOwnUrl(url) || url.startsWith('data:image/') || (developing && url.startsWith('devtools:'));
}
