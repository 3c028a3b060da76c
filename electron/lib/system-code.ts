/** What Node calls a fault of the system (`ENOSPC`); where there is no such name its message, at most 200 characters. */
export function systemCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return error.code.slice(0, 200);
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}
