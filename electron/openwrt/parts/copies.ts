import { routerPaths } from '../router-paths.ts';
import { quote } from '../uci.ts';

/** The lines by which setup and undo get `functions.sh`; `$meanwhile` says whether somebody saved something while it was at work. */
export const sourceFunctions = `functions=${quote(routerPaths.functions)}
meanwhile=
# shellcheck source=/dev/null
. "$functions"
`;
