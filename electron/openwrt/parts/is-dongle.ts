/** The proof that a USB device in sysfs is the dongle; `$vid` and `$pid` as sysfs writes them. */
export const isDongle = `# Whether the directory "$1" of sysfs is the dongle.
is_dongle() {
	[ "$(cat "$1/idVendor" 2>/dev/null)" = "$vid" ] && [ "$(cat "$1/idProduct" 2>/dev/null)" = "$pid" ]
}

`;
