/** What a text tells of the router beside its configurations. */
export interface ToldSystem {
  /** Point release, `24.10.8`. */
  readonly release: string | null;
  /** Board name, `tplink,archer-c7-v2`. */
  readonly board: string | null;
}

/** `/etc/openwrt_release`; `ubus call system board`, with which most posts begin; the greeting of a login. */
const releases = [
  /^[>\s]{0,20}DISTRIB_RELEASE=["']?(\d\d\.\d\d\.\d{1,2}(?:-rc\d{1,2})?)["']?\s*$/m,
  /^[>\s]{0,20}"version": ?"(\d\d\.\d\d\.\d{1,2}(?:-rc\d{1,2})?)"/m,
  /^[>\s]{0,20}OpenWrt (\d\d\.\d\d\.\d{1,2}(?:-rc\d{1,2})?), r\d{1,6}[-+]/m,
];

export function toldSystem(text: string): ToldSystem {
  return {
    release: releases.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined) ?? null,
    board: /^[>\s]{0,20}"board_name": ?"([a-z0-9][\w.,+-]{0,90})"/m.exec(text)?.[1] ?? null,
  };
}
