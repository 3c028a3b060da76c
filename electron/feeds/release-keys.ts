/**
 * The keys that OpenWrt signs the package indexes of its release series with, as a router of the series has them in /etc/opkg/keys.
 * Series that are not here (23.05, and 25.12 with apk's PEM keys) need the key from a router's file system or from the keyring
 * repository of the project; without it their packages are vouched for by sums only, and a warning says so. A key is entered here
 * once two public sources, neither copied from the other, have the same: for 23.05 there is one (key 682970064b87a917), for 25.12 none.
 * Source: openwrt.org wiki, "docs/guide-user/security/signatures" (usign public keys); the keys are those of git.openwrt.org
 * keyring.git, usign/2f8b0b98e08306bf (21.02), usign/4d017e6f1ed5d616 (22.03), usign/d310c6f2833e97f7 (24.10).
 */
export const releaseKeys: Readonly<Record<string, readonly string[]>> = {
  '21.02': ['untrusted comment: Public usign key for 21.02 release builds\nRWQviwuY4IMGvwLfs6842A0m4EZU1IjczTxKMSk3BQP8DAQLHBwdQiaU\n'],
  '22.03': ['untrusted comment: Public usign key for 22.03 release builds\nRWRNAX5vHtXWFmt+n5di7XX8rTu0w+c8X7Ihv4oCyD6tzsUwmH0A6kO0\n'],
  '24.10': ['untrusted comment: Public usign key for 24.10 release builds\nRWTTEMbygz6X95lKDAulctZy3aj15823THXfyrfXgwGbxZlXBd2brNcw\n'],
};
