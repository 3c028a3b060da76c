/** Makes names of models from what lists call them. */

/** Words of the trade that are written in capitals or in a way of their own. */
const SPELLED: Readonly<Record<string, string>> = {
  NOVATELWIRELESS: 'Novatel Wireless',
  AIRPLUS: 'AirPlus',
  ANYDATA: 'AnyDATA',
  BANDRICH: 'BandRich',
  BENQ: 'BenQ',
  CMOTECH: 'C-motech',
  DLINK: 'D-Link',
  FOUR: '4',
  HP: 'HP',
  LG: 'LG',
  LONGCHEER: 'Longcheer',
  TLAYTECH: 'Tlay Tech',
  TPLINK: 'TP-Link',
  UBLOX: 'u-blox',
  YUGA: 'YUGA',
  ZTE: 'ZTE',
};

/** `QUECTEL` of a constant as the maker writes itself: `Quectel`. */
export function spelled(word: string): string {
  return SPELLED[word] ?? `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`;
}

/** What a firmware shows, and no part of a model's name. */
const COMPOSITIONS: Readonly<Record<string, string>> = {
  RMNET: 'RmNet',
  '2RMNET': '2 RmNet',
  '1RMNET': '1 RmNet',
  MBIM: 'MBIM',
  ECM: 'ECM',
  RNDIS: 'RNDIS',
  NDIS: 'NDIS',
  AUDIO: 'audio',
  MDM: 'modem',
  MDMNET: 'modem and network',
};
/** A kind of modem, or how many ports it has. */
const NO_MODEL = /(FULLSPEED|HIGHSPEED)\d*$|(^|_)\d?COM\d?$/;

/**
 * The model in a constant of the kernel's drivers: `QUECTEL_PRODUCT_EM060K_128` of product 0128 is `Quectel EM060K`. `null` where the
 * constant says no more than the number, or only a code word without one.
 */
export function nameOfConstant(constant: string, pid: string): string | null {
  const [, vendor, product] = /^([A-Z0-9_]+?)_PRODUCT_(\w+)$/.exec(constant) ?? [];
  if (vendor === undefined || product === undefined || NO_MODEL.test(product)) return null;
  const own = pid.replace(/^0+/, '').toLowerCase();
  const words = product.split('_').filter((word) => ![own, pid].includes(word.toLowerCase()) && word !== 'MODEM');
  const modes = words.filter((word) => word in COMPOSITIONS).map((word) => COMPOSITIONS[word] ?? word);
  const model = words.filter((word) => !(word in COMPOSITIONS)).join(' ');
  if (!/\d/.test(model) || /^[0-9a-f]{4}$/i.test(model)) return null;
  const maker = vendor.split('_').map(spelled).join(' ').replace('4 G Systems', '4G Systems');
  return `${maker} ${model}${modes.length > 0 ? ` (${modes.join(', ')})` : ''}`;
}

const NOTHING_TOLD =
  /\b(generic|various|unknown|products?|modules|sahara)\b|^(all|some|other)\b|\bvendor ids?\b|x{3}|^(same|reported)\b|\benumerates\b|\bdevices$|\bis an?\b/i;
/** A chip and no modem. */
const CHIP = /^(mdm|msm)\s?\d+$/i;
/** What is said of a modem behind its name: how it is used, which of its ports a line is about. */
const SAID_BEHIND = /\s+(-+\s+(handled|uses?|needs?)|wants|with default|label from|zlp conformance|modem by|(non-)?mbim enumeration)\b.*$/i;
const WITH_PORTS = /^([^(]*?)\s+w\/ .*$/;
const IN_BRACKETS = /\s*\((TM|R|diag|at|nmea|modem|[^)]*(0x|GTUSBMODE|support|default|iface|label from| CDC)[^)]*)\)/gi;

/** The model in a remark; `null` where it tells none: no number in it but a generation's, a whole group, a chip. */
export function nameOfRemark(remark: string): string | null {
  const name = plainRemark(remark);
  const numbered = /\d/.test(name.replaceAll(/\b[2-5](\.\d+)?G\b/g, ''));
  if (name.length > 100 || !numbered || NOTHING_TOLD.test(name) || CHIP.test(name) || /^[0-9.\s]+$/.test(name)) return null;
  return name;
}

/** Its first line, without what is no part of a name. */
export function plainRemark(remark: string): string {
  const [first = ''] = remark.split('\n').filter((line) => /\w/.test(line));
  return first
    .replaceAll(IN_BRACKETS, '')
    .replace(SAID_BEHIND, '')
    .replace(WITH_PORTS, '$1')
    .replace(/\s+(Diag|AT|NMEA)\s*$/i, '')
    .replace(/\s+in (\w+) (mode|composition)$/i, (_, mode: string) => ` (${mode.toUpperCase()})`)
    .replace(/\s*==\s*(.+)$/, ' ($1)')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' )', ')')
    .replace(/^[\s*]+/, '')
    .replace(/[\s.,;:+*?]+$/, '')
    .trim();
}
