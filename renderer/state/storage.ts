/** What this browser keeps between two loads of the page. Storage may be off: then nothing was kept, and what is kept lasts as long as the page. */

/** `null`: nothing is kept under that key. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function writeStored(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // As is said above.
  }
}
