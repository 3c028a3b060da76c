import { encode } from 'uqr';

/** Light modules around the code, as ISO/IEC 18004, 9.1 (quiet zone) asks for. */
const QUIET = 4;

/** A text as a QR code (ISO/IEC 18004, error correction M): black modules by row, without the quiet zone. Throws where it is too long. */
export function qrModules(text: string): readonly (readonly boolean[])[] {
  return encode(text, { ecc: 'M', border: 0 }).data;
}

/** The same as an image to put into a page; `title` is what a screen reader says, HTML already. Neighbours in a row are one stroke. */
export function qrSvg(text: string, title: string): string {
  const modules = qrModules(text);
  const strokes = modules.flatMap((row, y) => runs(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`));
  const side = modules.length + 2 * QUIET;
  return `<svg viewBox="-${QUIET} -${QUIET} ${side} ${side}" role="img" shape-rendering="crispEdges"><title>${title}</title><path d="${strokes.join('')}"/></svg>`;
}

/** Where black begins in a row, and how far it goes. */
function runs(row: readonly boolean[]): [start: number, length: number][] {
  const found: [number, number][] = [];
  for (const [x, black] of row.entries()) {
    const last = found.at(-1);
    if (!black) continue;
    if (last && last[0] + last[1] === x) last[1]++;
    else found.push([x, 1]);
  }
  return found;
}
