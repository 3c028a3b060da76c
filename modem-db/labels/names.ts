import { isPlaceholder } from '../ids/id-list.ts';
import type { SwitchEntry } from '../schema.ts';
import { titleWords } from './labels.ts';

/** What a disc is called: the sticks that were seen with it, else the file that its entry is from. */
export function discName({ name, sticks }: Pick<SwitchEntry, 'name' | 'sticks'>): string {
  return sticks?.names.join(', ') ?? name;
}

/**
 * What a listed name tells of the model. `id`: it is made of the product id (`ZTE modem 0003`), and is none. `nothing`: it names a kind of
 * device (`Huawei stick, NCM`).
 * @param id as `19d2:0003`
 */
export function tells(name: string, id: string): 'model' | 'nothing' | 'id' {
  if (isPlaceholder(name, id)) return 'id';
  // Behind the name stands the mode.
  const bare = name.replace(/, (?:QMI|MBIM|NCM|ECM|RNDIS|PPP)\b.*$/, '');
  return /\b(?:modem|module|device|stick)s?$/i.test(bare) && titleWords(bare).length === 0 ? 'nothing' : 'model';
}

/** A device's own words, as far as a name can be made of them. */
export interface OwnWords {
  readonly vendor: string | null;
  readonly manufacturer: string | null;
  readonly product: string | null;
  /** AT+CGMM, where it was asked. */
  readonly model?: string | undefined;
}

/**
 * What a device is called that calls itself so: its model by AT+CGMM or its product string, behind its maker where it begins with the
 * model. `null` where it says nothing that could be a model. Many say "Mobile Broadband", or their chip's maker.
 * @param anything whether any product string will do, since what is listed says less
 */
export function ownName({ vendor, manufacturer, product, model }: OwnWords, anything: boolean): string | null {
  const telling = [model, product].find((text) => text != null && titleWords(text).length > 0) ?? (anything ? product : null);
  const told = telling?.trim();
  if (told === undefined || told === '') return null;
  // What begins with a model leaves its maker out; what begins with a word has one, or wants none.
  if (!/^\S*\d/.test(told)) return told;
  const maker = [vendor, manufacturer?.split(/[\s,_]+/)[0]].find((text) => text != null && text.trim() !== '') ?? '';
  return `${maker} ${told}`.trim();
}
