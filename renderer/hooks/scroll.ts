/** A new page is shown from its top, whatever scrolls: its column, or in a small window the document. */
export function scrollToTop(inside: Element | null): void {
  const column = inside?.closest('main');
  if (!column) return;
  column.scrollTop = 0;
  if (column.scrollHeight <= column.clientHeight) column.scrollIntoView({ block: 'start' });
}
