import { decodeText } from '../../../electron/contract/decode-text.ts';

/** What people, forums, mail and terminals do to a text between the terminal and us. */
export interface Post {
  readonly name: string;
  readonly post: (text: string) => string;
  /** A name that was broken off its line is a line that nobody understands. */
  readonly notes?: 'some';
  /** Of how many dongles one is posted so; 3 unless told. */
  readonly every?: number;
}

export const posts: readonly Post[] = [
  { name: 'with Windows line ends', post: (text) => text.replaceAll('\n', '\r\n') },
  { name: 'indented', post: (text) => lines(text, (line) => `      ${line}`) },
  { name: 'with tabs', post: (text) => lines(text, (line) => line.replace(/^ {4}/, '\t').replace(/ {2,}/g, '\t')) },
  { name: 'with runs of blanks made one and no indentation', post: (text) => lines(text, (line) => line.trim().replace(/ {2,}/g, ' ')) },
  { name: 'quoted', post: (text) => lines(text, (line) => `> ${line}`) },
  { name: 'quoted twice, without blanks', post: (text) => lines(text, (line) => `>>${line}`) },
  {
    name: 'with prompts and what was asked before and after',
    post: (text) =>
      `Hi all, my modem does nothing:\n\nroot@OpenWrt:~# cat it\n${text}root@OpenWrt:~# \nroot@OpenWrt:~# uname -r\n5.15.162\nThanks!\n`,
  },
  { name: 'in BBCode', post: (text) => `[quote="user, post:3"][b]My modem[/b] [CODE]${text}[/CODE][/quote]` },
  { name: 'in Markdown', post: (text) => `Output:\n\`\`\`\n${text}\`\`\`\n` },
  { name: 'as a Markdown list of code', post: (text) => lines(text, (line) => (line === '' ? '' : `\`${line}\``)) },
  { name: 'in bold, line by line', post: (text) => lines(text, (line) => (line === '' ? '' : `**${line}**`)) },
  {
    name: 'as HTML',
    post: (text) =>
      `<details><summary>lsusb</summary><pre><code class="lang-auto">${escaped(text).replaceAll('\n', '<br />')}</code></pre></details>`,
  },
  {
    name: 'as HTML with a span around each line',
    post: (text) => lines(escaped(text), (line) => `<span style="color: red">${line}</span>`),
  },
  {
    name: 'as HTML with characters by number',
    post: (text) =>
      `<pre>${text.replaceAll('(', '&#40;').replaceAll('#', '&#x23;').replaceAll('\n', '&#8203;\n').replaceAll('&&#x23;', '&#')}</pre>`,
  },
  {
    name: 'with the colours of grep',
    post: (text) => text.replaceAll(/(?:Driver|Vendor|bInterfaceClass|ID) ?/g, (word) => `\u001b[01;31m\u001b[K${word}\u001b[m\u001b[K`),
  },
  { name: 'with no-break spaces', post: (text) => text.replaceAll('  ', ' \u00a0') },
  { name: 'broken at 80 columns by a terminal', post: (text) => lines(text, (line) => hardWrapped(`    ${line}`, 80)) },
  {
    name: 'broken at blanks before column 60 by a mail program',
    post: (text) => lines(text, (line) => softWrapped(line, 60)),
    notes: 'some',
  },
  { name: 'with an empty line behind each', post: (text) => text.replaceAll('\n', '\n\n') },
  { name: 'joined to one line', post: (text) => text.replaceAll('\n', ' ') },
  {
    name: "as a shell's trace",
    post: (text) => `+ echo ${text.replace(/[^ \n]+/g, (word) => (/[#*=()]/.test(word) ? `'${word}'` : word)).replaceAll('\n', ' ')}\n`,
  },
  { name: 'twice', post: (text) => `${text}\n${text}` },
  ...[
    { name: 'with escapes of Markdown', post: (text: string) => text.replace(/[\\`*_{}[\]()#+.!|<>-]/g, '\\$&') },
    { name: 'with escapes of Markdown before numbers signs and asterisks alone', post: (text: string) => text.replace(/[#*]/g, '\\$&') },
    { name: 'with full-width signs', post: (text: string) => text.replace(/[()=:,;]/g, fullWidth) },
    { name: 'in full-width characters', post: (text: string) => text.replace(/[!-~]/g, fullWidth).replaceAll('  ', '\u3000\u3000') },
    { name: 'as a string of JSON', post: (text: string) => JSON.stringify(text) },
    { name: 'as a string of JSON, with Windows line ends', post: (text: string) => JSON.stringify(text.replaceAll('\n', '\r\n')) },
    { name: 'as a list of lines in JSON', post: (text: string) => JSON.stringify(text.split('\n')) },
    { name: 'as a list of lines in JSON, printed nicely', post: (text: string) => JSON.stringify(text.split('\n'), null, 2) },
    { name: 'in UTF-16, low byte first', post: (text: string) => decodeText(Buffer.from(`\ufeff${text}`, 'utf16le')) },
    { name: 'in UTF-16, high byte first', post: (text: string) => decodeText(Buffer.from(`\ufeff${text}`, 'utf16le').swap16()) },
    { name: 'in UTF-16, high byte first, without its mark', post: (text: string) => decodeText(Buffer.from(text, 'utf16le').swap16()) },
    { name: 'in UTF-16, low byte first, without its mark', post: (text: string) => decodeText(Buffer.from(text, 'utf16le')) },
    { name: 'as HTML, escaped twice', post: (text: string) => `<pre>${escaped(escaped(text))}</pre>` },
    { name: 'quoted, as HTML, escaped twice', post: (text: string) => escaped(escaped(lines(text, (line) => `> ${line}`))) },
    { name: 'with tabs between words', post: (text: string) => text.replace(/ {3,}/g, '\t') },
    { name: 'with ids torn apart', post: (text: string) => text.replace(/\bID ([0-9a-f]{4}):/g, 'ID $1: ') },
    { name: 'with ids and addresses torn apart', post: (text: string) => text.replace(/(\d): ID ([0-9a-f]{4}):/g, '$1 : ID $2 : ') },
    { name: 'with smart quotes', post: (text: string) => text.replace(/"([^"\n]*)"/g, '\u201c$1\u201d').replaceAll("'", '\u2019') },
    { name: 'in smart quotes, line by line', post: (text: string) => lines(text, (line) => (line === '' ? '' : `\u201c${line}\u201d`)) },
    { name: 'with marks of writing direction', post: (text: string) => lines(text, (line) => `\u200e${line}\u200f`) },
  ].map((way) => ({ ...way, every: 12 })),
  // Lines of other forms, too long to be one of a dump, are broken by programs that break at blanks.
  ...[40, 48, 52, 80, 90, 100].map((width) => ({
    name: `broken at column ${width}`,
    post: (text: string) => lines(text, (line) => hardWrapped(line, width)),
    notes: 'some' as const,
    every: 12,
  })),
];

/** The form that East Asian input methods give an ASCII sign. */
const fullWidth = (sign: string) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0);

const lines = (text: string, change: (line: string) => string) => text.split('\n').map(change).join('\n');
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function hardWrapped(line: string, width: number): string {
  const parts: string[] = [];
  for (let at = 0; at === 0 || at < line.length; at += width) parts.push(line.slice(at, at + width));
  return parts.join('\n');
}

/** Strings of the device stay whole: what a wrap cuts off of them is lost, and that is another test. */
function softWrapped(line: string, width: number): string {
  if (/^S:|^ +i[A-Z]/.test(line)) return line;
  const parts = [''];
  for (const word of line.split(/(?<= )(?=[^ ])/)) {
    const last = parts.at(-1) ?? '';
    if (last !== '' && last.length + word.length > width) parts.push(word);
    else parts[parts.length - 1] = last + word;
  }
  return parts.join('\n');
}
