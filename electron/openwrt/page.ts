import type { Release } from '../../modem-db/openwrt/index.ts';
import type { Manifest } from '../contract/manifest.ts';
import type { Phrase } from '../contract/plan.ts';
import type { Check } from '../contract/snapshot.ts';
import { createText, type Text } from '../contract/text.ts';
import type { Language } from '../contract/words.ts';
import type { FileNames } from './file-names.ts';
import { pageStyle } from './page-style.ts';
import { qrSvg } from './qr.ts';
import { formatUci, section } from './uci.ts';
import { type InterfacePlan, secretOptions } from './writers/writer.ts';

export interface PageInput {
  readonly manifest: Manifest;
  readonly names: FileNames;
  /** SHA-256 of the manifest's file as it is written, in hex. */
  readonly digest: string;
  readonly plan: InterfacePlan;
  readonly release: Release;
  readonly commands: { readonly packages: string; readonly importOverSsh: string; readonly remove: string };
  readonly done: readonly Phrase[];
  /** The bench test; empty where nothing was tested. */
  readonly checks: readonly Pick<Check, 'title' | 'state' | 'seen'>[];
  readonly language: Language;
}

/** What the QR code says: whoever has the file can compare. */
export const qrText = (digest: string) => `modem-bench sha256:${digest}`;

/** Steps that were done, and checks, of which the page tells; more than a sheet can hold are counted. */
const MOST_LINES = 14;

/** One sheet to print and to lay beside the dongle: what it is, what was done, what to do on the router. Holds no secret, no script. */
export function bundlePage({ manifest, names, digest, plan, release, commands, done, checks, language }: PageInput): string {
  const text = createText(language);
  const word = (key: string, values?: Record<string, string | number>) => html(text.word(`bundle.page.${key}`, values));
  const { dongle, archive } = manifest;
  const most = (items: readonly string[]) =>
    items.length <= MOST_LINES ? items : [...items.slice(0, MOST_LINES - 1), word('more', { number: items.length - MOST_LINES + 1 })];
  const phrases = (all: readonly Phrase[]) => all.map((phrase) => html(text.phrase(phrase)));
  const tested = most(checks.map((check) => checkLine(check, text)));
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(dongle.name)} – OpenWrt ${html(release.version)}</title>
<style>
${pageStyle}
</style>
</head>
<body>
<header>
<div>
<h1>${word('title', { release: release.version })}</h1>
${identityList(manifest, word)}
</div>
<figure>${qrSvg(qrText(digest), word('qr'))}<figcaption>${word('qr')}</figcaption></figure>
</header>
${verdictLine(manifest, text)}
${benchSection(most(phrases(done)), tested, word)}
${list(word('router-steps'), 'ol', routerSteps(manifest, plan, release, commands, word))}
<div class="columns">
<section>
<h2>${word('over-ssh')}</h2>
<pre>${html(commands.importOverSsh)}</pre>
<h2>${word('undo')}</h2>
<pre>${html(commands.remove)}</pre>
${imageSection(manifest, names.firstBoot, word)}
</section>
<section>
<h2>${word('adds')}</h2>
<pre>${html(preview(manifest, plan, text))}</pre>
${list(
  word('parts'),
  'ul class="small"',
  manifest.parts.map((part) => html(text.word(`bundle.parts.${part}`))),
)}
</section>
</div>
${list(word('notes'), 'ul class="small"', [...phrases(manifest.warnings), word('after-upgrade')])}
<footer>${html(manifest.generator)} · ${html(archive.name)} · SHA-256 ${archive.sha256}<br>${html(names.manifest)} · SHA-256 ${digest}</footer>
</body>
</html>
`;
}

/** What the dongle is good for, in the sentence that the app shows, and what to do about it. */
function verdictLine({ verdict }: Manifest, text: Text): string {
  if (verdict === null) return '';
  const { sentence, advice } = text.verdict(verdict);
  return `<p class="verdict"><b>${html(sentence)}</b> ${html(advice.join(' '))}</p>`;
}

/** What was done and what was tested, beside one another where both are there. */
function benchSection(done: readonly string[], tested: readonly string[], word: Word): string {
  const untested = `<h2>${word('checks')}</h2>\n<p class="small">${word('untested')}</p>`;
  const checks = tested.length === 0 ? untested : list(word('checks'), 'ul class="checks"', tested);
  if (done.length === 0) return `<section>${checks}</section>`;
  return `<div class="columns">\n<section>${list(word('done'), 'ul', done)}</section>\n<section>${checks}</section>\n</div>`;
}

type Word = (key: string, values?: Record<string, string | number>) => string;

function identityList({ dongle, wishes }: Manifest, word: Word): string {
  const identity: readonly (readonly [string, string | null])[] = [
    ['customer', wishes.customer],
    ['dongle', dongle.name],
    ['usb-id', `${dongle.vid}:${dongle.pid}`],
    ['mode', dongle.mode],
    ['apn', wishes.apn],
    ['manufacturer', dongle.manufacturer],
    ['model', dongle.model],
    ['revision', dongle.revision],
    ['imei', dongle.imei],
    ['iccid', dongle.iccid],
  ];
  const rows = identity
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `<div><dt>${word(key)}</dt><dd>${html(value ?? '')}</dd></div>`);
  return `<dl>\n${rows.join('\n')}\n</dl>`;
}

const marks: Readonly<Record<Check['state'], string>> = { passed: '✓', failed: '✗', unknown: '–' };

function checkLine({ title, state, seen }: PageInput['checks'][number], text: Text): string {
  const told = seen.replace(/\p{C}+/gu, ' ').slice(0, 80);
  return `<b>${marks[state]}</b>${html(text.phrase(title))}${told === '' ? '' : `: <span>${html(told)}</span>`}`;
}

function routerSteps(
  { archive, wishes, parts }: Manifest,
  plan: InterfacePlan,
  { menu }: Release,
  commands: PageInput['commands'],
  word: Word,
): string[] {
  const path = (names: readonly string[]) => names.join(' → ');
  const packages = parts.includes('packages')
    ? word('step-offline')
    : `${word('step-packages', { menu: path(menu.software) })}<pre>${html(commands.packages)}</pre>`;
  const asks = plan.asks ?? [];
  return [
    packages,
    word('step-restore', {
      menu: path(menu.restore),
      label: menu.restoreLabel,
      upload: menu.upload,
      confirm: menu.confirm,
      archive: archive.name,
    }),
    ...(asks.length === 0
      ? []
      : [word('step-secrets', { name: wishes.interfaceName, menu: path(menu.interfaces), fields: asks.join(', ') })]),
    word('step-plug', { name: wishes.interfaceName, menu: path(menu.interfaces) }),
    word('step-check', { menu: path(menu.log) }),
  ];
}

function imageSection({ image }: Manifest, name: string, word: Word): string {
  if (image === null) return '';
  const { url, packages, script, bytes, limit } = image;
  return `<h2>${word('image')}</h2>
<p class="small">${word('image-packages')} <a href="${html(url)}">${html(url)}</a></p>
<pre>${html(packages.join(' '))}</pre>
<p class="small">${word(`image-script-${script}`, { bytes, limit, name })}</p>`;
}

/** The interfaces as they will stand in /etc/config/network, without their secrets. */
function preview({ wishes }: Manifest, plan: InterfacePlan, text: Text): string {
  const hidden = text.word('bundle.page.hidden');
  const shown = (options: InterfacePlan['options']) =>
    options.map(([name, value]) => [name, secretOptions.includes(name) ? hidden : value] as const);
  const sections = [section('interface', wishes.interfaceName, shown(plan.options))];
  if (plan.second) sections.push(section('interface', `${wishes.interfaceName}${plan.second.suffix}`, shown(plan.second.options)));
  return formatUci({ sections }).trimEnd();
}

/** `tag`: name of the element, with its attributes. */
function list(title: string, tag: string, items: readonly string[]): string {
  const name = tag.split(' ')[0];
  return items.length === 0 ? '' : `<h2>${title}</h2>\n<${tag}>\n${items.map((item) => `<li>${item}</li>`).join('\n')}\n</${name}>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
function html(value: string): string {
  return value.replace(/[&<>"']/g, (c) => entities[c] ?? c);
}
