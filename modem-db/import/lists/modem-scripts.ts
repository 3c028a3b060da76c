import { type ListImporter, listedNames, type SourceText } from './importer.ts';
import { nameOfRemark } from './names.ts';

/** Packages that have one script a modem, named by its id: `2c7c0125`, `2c7c0512EM12-G`. */

const SCRIPT = /(?:^|\/)([0-9a-f]{4})([0-9a-f]{4})([A-Z][A-Za-z0-9-]*)?$/;
const below = (folder: RegExp) => (path: string) => SCRIPT.test(path) && (!path.includes('/') || folder.test(path));

export const modemband: ListImporter = {
  list: 'modemband',
  title: 'modemband',
  place: 'modemband/files/usr/share/modemband',
  takes: below(/(^|\/)modemband\/[^/]+$/),
  read: (texts) => readScripts(texts, spokenName),
};

export const modemdata: ListImporter = {
  list: 'modemdata',
  title: 'modemdata',
  place: 'modemdata/files/usr/share/modemdata',
  takes: below(/(^|\/)(addon|vendorproduct)\/usb\/[^/]+$/),
  read: (texts) => readScripts(texts, onlyRemark),
};

export const threeGinfoLite: ListImporter = {
  list: '3ginfo-lite',
  title: '3ginfo-lite',
  place: 'luci-app-3ginfo-lite/root/usr/share/3ginfo-lite/modem/usb',
  takes: below(/(^|\/)modem\/usb\/[^/]+$/),
  read: (texts) => readScripts(texts, onlyRemark),
};

function readScripts(texts: readonly SourceText[], nameOf: (text: string) => string | null) {
  return listedNames(
    texts.map(({ path, text, link }) => {
      const [, vid = '', pid = ''] = SCRIPT.exec(path) ?? [];
      // A script that is a link says what the other id is.
      return [`${vid}:${pid}`, link ? null : nameOf(text)] as const;
    }),
  );
}

/** What the script prints as the modem's name, where it is a text and not the modem's answer. */
function spokenName(text: string): string | null {
  const spoken = /getinfo\(\)\s*\{\s*echo\s+"([^"$`]+)"/.exec(text)?.[1];
  return spoken === undefined ? null : nameOfRemark(spoken);
}

/** The remark on top. Several are the modems that share the script, not those of this id. */
function onlyRemark(text: string): string | null {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => !/^#\s*\S/.test(line) || line.startsWith('#!'));
  const remarks = lines.slice(0, Math.max(0, first)).map((line) => line.replace(/^#\s*/, ''));
  const [remark = ''] = remarks;
  return remarks.length !== 1 || /[0-9a-f]{4}:[0-9a-f]{4}/i.test(remark) ? null : nameOfRemark(remark);
}
