import { BenchError } from '../../contract/errors.ts';
import type { ArchiveFile } from '../archive.ts';
import { routerPaths } from '../router-paths.ts';
import { quote } from '../uci.ts';
import { lines, type Part, type Undo } from './part.ts';

/** Names as package indexes have them; ustar's name field holds 100 characters. */
const packageName = /^[A-Za-z0-9][A-Za-z0-9._+~-]{0,90}\.(ipk|apk)$/;

/**
 * Packages for a router without internet: they lie in the archive, are installed before anything is configured, all by one call, so
 * that each finds what it depends on, and are deleted then. They take as much room again as they have themselves, about, since
 * the router's flash file systems compress as well. Whatever fails, the interface is set up all the same.
 * Throws WISH_INVALID for a name that is none of a package of that manager.
 */
export function packages(files: readonly { readonly name: string; readonly bytes: Uint8Array }[], manager: 'opkg' | 'apk'): Part {
  const ending = manager === 'apk' ? '.apk' : '.ipk';
  for (const { name } of files)
    if (!packageName.test(name) || !name.endsWith(ending))
      throw new BenchError('WISH_INVALID', { field: 'packages', value: name.slice(0, 60) });
  const install = manager === 'apk' ? 'apk add --allow-untrusted --no-network' : 'opkg install';
  const kibibytes = Math.ceil(files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1024);
  const folder = routerPaths.packages.replace(/^\//, '');
  return {
    name: 'packages',
    files: files.map(({ name, bytes }): ArchiveFile => ({ path: `${folder}/${name}`, mode: '0644', data: bytes })),
    variables: lines([
      `packages=${quote(routerPaths.packages)}`,
      `network=${quote(routerPaths.network)}`,
      `needed=${kibibytes}`,
      'installed=',
    ]),
    functions: `# Installs the packages that came with the bundle, and says why not.
install_packages() {
	set -- ${files.map(({ name }) => `"$packages"/${quote(name)}`).join(' ')}
	[ -f "$1" ] || return 0
	free=$(df -kP "$packages" | awk 'END { print $4 }')
	if [ "\${free:-0}" -lt "$needed" ]; then
		say err "the packages are not installed: they need $needed KiB, and \${free:-0} KiB are free; then: ${install} $packages/*"
		return 0
	fi
	if output=$(${install} "$@" 2>&1); then
		say notice "$# packages are installed"
		rm -rf "$packages"
		installed=yes
		return 0
	fi
	say err "the packages are not installed; to try again: ${install} $packages/*"
	printf '%s\\n' "$output" | tail -n 20 | while read -r line; do
		[ -z "$line" ] || say err "${manager}: $line"
	done
}

`,
    prepare: '\tinstall_packages\n',
    // netifd reads the protocols when it starts; when the router starts, it does so later than this script.
    finish: `	if [ -n "$installed" ] && pidof netifd >/dev/null; then
		"$network" restart
	fi
`,
  };
}

export const packagesUndo: Undo = {
  variables: lines([`packages=${quote(routerPaths.packages)}`]),
  finally: '\trm -rf "$packages"\n',
};
