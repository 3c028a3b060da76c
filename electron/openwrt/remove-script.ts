import { sourceFunctions } from './parts/copies.ts';
import { undos } from './parts/index.ts';
import { lines, type Undo } from './parts/part.ts';
import { routerPaths } from './router-paths.ts';
import { quote } from './uci.ts';

/**
 * The undo, the same in every bundle: takes back the interfaces named, or all that bundles added, and then itself. `--tidy`, as the
 * setup calls it, takes nothing back, but what no interface needs any more.
 */
export function removeScript(): string {
  const pieces = (piece: Exclude<keyof Undo, 'retires'>) => [...new Set(undos.map((undo) => undo[piece] ?? ''))].join('');
  const retired = undos.flatMap(({ retires }) => retires ?? []);
  const variable = (ending: string) => `${ending.replace(/\W/g, '_')}_programs`;
  return `#!/bin/sh
# Modem Bench: takes back what its bundles added. Usage: sh ${routerPaths.remove} [interface]...
folder=${quote(routerPaths.folder)}
keep=${quote(routerPaths.keep)}
setup=${quote(routerPaths.setup)}
remove=${quote(routerPaths.remove)}
${lines(retired.map(({ ending, programs }) => `${variable(ending)}=${quote(programs.join(' '))}`))}${pieces('variables')}${sourceFunctions}failed=0

# What the record of the interface $name says of the word "$1", one line each.
recorded() {
	sed -n "s/^$1 //p" "$folder/$name.added"
}

# Takes the programs "$2" away, if no interface has a file with the ending "$1" for them.
retire() {
	for file in "$folder"/*."$1"; do
		[ ! -e "$file" ] || return 0
	done
	for program in $2; do
		case "$program" in
		*/init.d/*) [ ! -x "$program" ] || "$program" stop ;;
		esac
		rm -f "$program"
	done
}

tidy() {
${pieces('tidy')}${lines(retired.map(({ ending }) => `\tretire ${ending} "$${variable(ending)}"`))}}

${pieces('functions')}take_back() {
	name=$1
	[ -f "$folder/$name.added" ] || {
		say err "$name was not added by a bundle: nothing was changed"
		return 1
	}
	take_copies || {
		say err "the configuration cannot be copied: nothing was changed"
		return 1
	}
	read -r proto <"$folder/$name.added"
	present=$(ours get "network.$name.proto")
	if [ -n "$present" ] && [ "$present" != "$proto" ]; then
		say err "$name is another interface by now ($present, not $proto): left as it is; delete or rename it, and run this again for the rest"
		return 1
	fi
	[ -z "$present" ] || ours delete "network.$name"
${pieces('takeBack')}	save_copies || {
		say err "the configuration could not be saved\${meanwhile:+, since somebody else is changing it}; run this again"
		return 1
	}
	rm -f "$folder/$name".*
	say notice "interface $name is taken back"
}

take_back_all() {
	if [ $# -eq 0 ]; then
		for file in "$folder"/*.added; do
			[ -f "$file" ] || continue
			file=\${file##*/}
			set -- "$@" "\${file%.added}"
		done
	fi
	for interface; do
		take_back "$interface" || failed=1
	done
	tidy
	left=0
	for file in "$folder"/*.added; do
		[ ! -f "$file" ] || left=1
	done
	if [ $left -eq 0 ]; then
${pieces('finally').replace(/^\t/gm, '\t\t')}		rm -f "$keep" "$setup" "$remove" "$functions"
		rmdir "$folder" 2>/dev/null
	fi
	drop_copies
	! command -v reload_config >/dev/null || reload_config
	return $failed
}

if [ "$1" = --tidy ]; then
	tidy
else
	take_back_all "$@"
fi
`;
}
