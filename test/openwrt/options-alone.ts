/** A shell's stand-in for what stages one option of a setup script: it writes `network.NAME.OPTION=VALUE` and a NUL byte. */
export const optionRecorder = `ours() { printf '%s\\0' "$2"; }`;

/**
 * A setup script that puts its interface's options and does nothing else, to be read by a shell that knows `optionRecorder`.
 * Throws where the script has another form: then nothing would be looked at.
 */
export function optionsAlone(script: string): string {
  const cut = script.indexOf('\nset_up ||');
  if (cut < 0) throw new Error('the setup script does not end as it used to');
  return `${script.slice(0, cut).replace('\n. "$functions"\n', '\n')}\ndisabled=1\noptions put\n`;
}
