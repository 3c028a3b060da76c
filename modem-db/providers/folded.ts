/** Cyrillic letters as operators spell their names in Latin ones (МТС is MTS, Йота is Yota); close to ICAO Doc 9303, without its finer points. */
const latin: Readonly<Record<string, string>> = Object.fromEntries(
  'а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ  ы y ь  э e ю yu я ya і i ї i є e ґ g ў u'
    .split(/ (?=[а-яёіїєґў])/)
    .map((pair) => [pair.slice(0, 1), pair.slice(2).trim()]),
);

/** A text as it is compared in a search: lower case, without accents, Cyrillic in Latin letters. `movil` finds `Móvil`, `мтс` finds `MTS`. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[а-яёіїєґў]/g, (letter) => latin[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '');
}
