import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { servePage } from './page.ts';
import { furtherShots, type Look, looks, type Shot } from './scenes.ts';

/**
 * A picture of every state of the page, in both languages and themes, wide and narrow, at 200 % and in forced colours: on fixtures, without a
 * bench. With each picture it looks for what a machine can see: what stands out to the side, axe's violations, complaints of the console.
 *
 * `npm run gallery [-- WORDS]`: of shots or looks that have one of the words in their names, else all. `.cache/gallery/index.html` shows them.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, '.cache', 'gallery');

/** One picture, and what is wrong with it. */
interface Taken {
  readonly shot: string;
  readonly look: string;
  readonly file: string;
  readonly faults: readonly string[];
}

/** Exit code: 1 where anything was found. */
export async function main(words: readonly string[]): Promise<number> {
  rmSync(folder, { recursive: true, force: true });
  const served = await servePage(join(folder, 'page'));
  const { address } = served;
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const shots = [...(await scenesOf(browser, address)).map((scene) => ({ name: scene, scene })), ...furtherShots];
    const taken: Taken[] = [];
    for (const look of looks)
      for (const shot of shots.filter(({ name }) => words.length === 0 || words.some((word) => `${name} ${look.name}`.includes(word))))
        taken.push(await take(browser, address, shot, look));
    writeFileSync(join(folder, 'index.html'), pageOf(taken));
    const faults = taken.flatMap(({ file, faults: found }) => found.map((fault) => `${file}: ${fault}`));
    for (const fault of faults) console.log(fault);
    console.log(`${taken.length} pictures, ${faults.length} faults: ${join(folder, 'index.html')}`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await served.close();
  }
}

async function scenesOf(browser: Browser, address: string): Promise<string[]> {
  const page = await browser.newPage();
  await page.goto(address);
  await page.locator('html[data-scenes]').waitFor();
  const names = (await page.locator('html').getAttribute('data-scenes')) ?? '';
  await page.close();
  return names.split(' ');
}

async function take(browser: Browser, address: string, shot: Shot, look: Look): Promise<Taken> {
  const page = await browser.newPage({
    viewport: { width: look.width, height: look.height },
    locale: look.language,
    colorScheme: look.dark ? 'dark' : 'light',
    forcedColors: look.forced ? 'active' : 'none',
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  const file = `${shot.name}-${look.name}.png`;
  try {
    await page.goto(`${address}?scene=${shot.scene}${shot.query === undefined ? '' : `&${shot.query}`}`);
    await page.locator('h1').first().waitFor();
    for (const id of shot.press ?? []) await page.getByTestId(id).first().click();
    if (shot.type) await page.getByTestId(shot.type[0]).fill(shot.type[1]);
    await page.waitForTimeout(shot.query === 'lost' || shot.type ? 900 : 150);
    faults.push(...(await faultsOf(page, look)));
  } catch (error) {
    faults.push(`not reached: ${String(error).split('\n')[0]}`);
  }
  await unrolled(page);
  await page.screenshot({ path: join(folder, file), fullPage: true, animations: 'disabled' });
  await page.close();
  return { shot: shot.name, look: look.name, file, faults };
}

const axeSource = readFileSync(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

async function faultsOf(page: Page, look: Look): Promise<string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await page.evaluate(axeSource);
  // Forced colours are the system's own: their contrast is none of the page's doing.
  const violations: string[] = await page.evaluate(async (skipsContrast) => {
    const axe = Reflect.get(globalThis, 'axe');
    const { violations: found } = await axe.run(document, skipsContrast ? { rules: { 'color-contrast': { enabled: false } } } : {});
    return found.map(
      ({ id, nodes }: { id: string; nodes: { target: unknown[] }[] }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
  }, look.forced === true);
  return [...(wide > 0 ? [`stands out by ${wide} px`] : []), ...violations.map((violation) => `axe: ${violation}`)];
}

/** The whole column in the picture, and not what of it is in sight. */
async function unrolled(page: Page): Promise<void> {
  await page.addStyleTag({
    content:
      'html,body,#root,.shell{height:auto!important}.main,.side{overflow:visible!important}.action-bar,.stepper{position:static!important}',
  });
}

function pageOf(taken: readonly Taken[]): string {
  const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const figures = taken.map(
    ({ shot, look, file, faults }) =>
      `<figure><a href="${file}"><img loading="lazy" src="${file}" alt=""></a><figcaption>${shot}, ${look}${faults.map((fault) => `<br><b>${escaped(fault)}</b>`).join('')}</figcaption></figure>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Modem Bench, every state</title>
<style>body{display:grid;grid-template-columns:repeat(auto-fill,minmax(320px,1fr));gap:16px;font:14px sans-serif}figure{margin:0}img{max-width:100%;max-height:420px;border:1px solid #999}b{color:#b00}</style>
${figures.join('\n')}
`;
}
