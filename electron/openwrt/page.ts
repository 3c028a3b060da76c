import type { Release } from '../../modem-db/openwrt/index.ts';
import type { Manifest } from '../contract/manifest.ts';
import type { Phrase } from '../contract/plan.ts';
import { createText, type Text } from '../contract/text.ts';
import type { Language } from '../contract/words.ts';
import { formatUci, section } from './uci.ts';
import { type InterfacePlan, secretOptions } from './writers/writer.ts';

export interface PageInput {
  readonly manifest: Manifest;
  readonly plan: InterfacePlan;
  readonly release: Release;
  readonly commands: { readonly packages: string; readonly importOverSsh: string; readonly remove: string };
  readonly done: readonly Phrase[];
  readonly language: Language;
}

/** One sheet to print and to lay beside the dongle: what it is, what was done, what to do on the router. Holds no secret, no script. */
export function bundlePage({ manifest, plan, release, commands, done, language }: PageInput): string {
  const text = createText(language);
  const word = (key: string, values?: Record<string, string | number>) => html(text.word(`bundle.page.${key}`, values));
  const { dongle, wishes } = manifest;
  const menu = (path: readonly string[]) => path.join(' → ');
  const identity: [string, string | null][] = [
    ['dongle', dongle.name],
    ['usb-id', `${dongle.vid}:${dongle.pid}`],
    ['mode', dongle.mode],
    ['manufacturer', dongle.manufacturer],
    ['model', dongle.model],
    ['revision', dongle.revision],
    ['imei', dongle.imei],
    ['iccid', dongle.iccid],
  ];
  const rows = identity
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `<tr><th>${word(key)}</th><td>${html(value ?? '')}</td></tr>`);
  const steps = [
    `${word('step-packages', { menu: menu(release.menu.software) })}<pre>${html(commands.packages)}</pre>`,
    word('step-restore', {
      menu: menu(release.menu.restore),
      label: release.menu.restoreLabel,
      upload: release.menu.upload,
      confirm: release.menu.confirm,
      archive: manifest.archive.name,
    }),
    word('step-plug', { name: wishes.interfaceName, menu: menu(release.menu.interfaces) }),
    word('step-check', { menu: menu(release.menu.log) }),
  ];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(dongle.name)} – OpenWrt ${html(release.version)}</title>
<style>
@page { size: A4; margin: 14mm }
body { font: 10.5pt/1.4 system-ui, sans-serif; max-width: 180mm; margin: 1em auto; color: #111; background: #fff }
h1 { font-size: 16pt; margin: 0 0 .4em } h2 { font-size: 11.5pt; margin: 1em 0 .3em; break-after: avoid }
table { border-collapse: collapse } th { text-align: left; font-weight: 600; padding: .1em 1.2em .1em 0; vertical-align: top } td { overflow-wrap: anywhere }
pre { font: 8.5pt/1.35 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #999; padding: .4em .6em; margin: .3em 0 }
ol, ul { margin: 0; padding-left: 1.4em } li { margin: .2em 0 } footer { margin-top: 1.2em; font-size: 8.5pt; color: #444; overflow-wrap: anywhere }
</style>
</head>
<body>
<h1>${word('title', { release: release.version })}</h1>
<table>
${rows.join('\n')}
</table>
${list(
  word('done'),
  'ul',
  done.map((phrase) => html(text.phrase(phrase))),
)}
${list(word('router-steps'), 'ol', steps)}
<h2>${word('over-ssh')}</h2>
<pre>${html(commands.importOverSsh)}</pre>
<h2>${word('undo')}</h2>
<pre>${html(commands.remove)}</pre>
<h2>${word('adds')}</h2>
<pre>${html(preview(manifest, plan, text))}</pre>
${list(
  word('notes'),
  'ul',
  manifest.warnings.map((warning) => html(text.phrase(warning))),
)}
<footer>${html(manifest.generator)} · ${html(manifest.archive.name)} · SHA-256 ${manifest.archive.sha256}</footer>
</body>
</html>
`;
}

/** The interface as it will stand in /etc/config/network, without its secrets. */
function preview({ wishes }: Manifest, plan: InterfacePlan, text: Text): string {
  const hidden = text.word('bundle.page.hidden');
  const options = plan.options.map(([name, value]) => [name, secretOptions.includes(name) ? hidden : value] as const);
  return formatUci({ sections: [section('interface', wishes.interfaceName, options)] });
}

function list(title: string, tag: 'ol' | 'ul', items: readonly string[]): string {
  return items.length === 0 ? '' : `<h2>${title}</h2>\n<${tag}>\n${items.map((item) => `<li>${item}</li>`).join('\n')}\n</${tag}>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
function html(value: string): string {
  return value.replace(/[&<>"']/g, (c) => entities[c] ?? c);
}
