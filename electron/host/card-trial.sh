#!/bin/sh
# Tries a dongle's network card in a network namespace of its own, and gives it back. It comes to the shell over standard input, since
# root may not be able to read where it is kept (see usb-rule.ts), and nothing is ever put into its text: what it works on are its
# arguments. POSIX sh, with ip of iproute2 and timeout.
#
#   sh -s -- look dhcp|static echo|page     any user: `missing=` for each program that is not installed
#   sh -s -- try NET dhcp|ADDRESS PREFIX|- GATEWAY|- on|off echo|page TO|-     root; on|off: ARP
#
# It says lines of KEY=VALUE: started=yes; missing=NAME; failed=WHY; address=ADDRESS/PREFIX (empty: DHCP gave none); gateway=ADDRESS;
# answered=yes|no; and when the card is out of its hands again, last, back=yes|no|gone.
#
# Who started it may not be allowed to send it signals: pkexec makes it root's. So the end of its standard input is its end, which
# the kernel sees to however that process ends; and there is a limit of time. Both, and TERM, INT and HUP, lead to give_back. Should
# this shell be killed outright, its guard gives the card back within a second.
#
# To this computer's other programs the card is unplugged and plugged in again: udev, ModemManager and NetworkManager see it go
# and come, and what they had set on it they set anew.

# pkexec(1) gives a safe PATH; a user's own often lacks sbin.
PATH="$PATH:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
LC_ALL=C
export PATH LC_ALL
set -f

# Seconds. The limit is for the case that a program hangs: DHCP and four echoes, or a page, take 40 at most.
LIMIT=70
DHCP_LIMIT=20
PAGE_LIMIT=10
ECHO_LIMIT=4

say() { printf '%s=%s\n' "$1" "$2"; }

fail() {
  say failed "$(printf '%s' "$1" | tr '\n' ' ')"
  exit 1
}

has() { command -v "$1" > /dev/null 2>&1; }

# A busybox answers 127 where it was built without that applet.
has_applet() {
  has busybox || return 1
  busybox "$1" --help > /dev/null 2>&1
  [ $? -ne 127 ]
}

first_client() {
  for client in udhcpc busybox dhclient dhcpcd; do
    case $client in
      busybox) has_applet udhcpc || continue ;;
      *) has "$client" || continue ;;
    esac
    echo "$client"
    return 0
  done
  return 1
}

# tools dhcp|ADDRESS echo|page: says what is missing; fails where anything is.
tools() {
  complete=0
  lacks() {
    say missing "$1"
    complete=1
  }
  # The ip of busybox has no namespaces.
  ip netns list > /dev/null 2>&1 || lacks 'ip (iproute2)'
  has timeout || lacks timeout
  [ "$1" != dhcp ] || first_client > /dev/null || lacks 'udhcpc/dhclient/dhcpcd'
  case $2 in
    echo) has ping || has_applet ping || lacks ping ;;
    page) has curl || has wget || has_applet wget || lacks 'curl/wget' ;;
  esac
  return "$complete"
}

# What dev_valid_name() of the kernel takes, without what a program could read as an option.
is_net_name() {
  case $1 in
    '' | -* | . | .. | */* | *:* | *[!!-~]*) return 1 ;;
  esac
  [ "${#1}" -le 15 ]
}

is_ipv4() {
  case $1 in
    '' | *[!0-9.]* | .* | *. | *..*) return 1 ;;
  esac
  is_ipv4_rest=$1.
  is_ipv4_parts=0
  while [ -n "$is_ipv4_rest" ]; do
    is_ipv4_part=${is_ipv4_rest%%.*}
    is_ipv4_rest=${is_ipv4_rest#*.}
    is_ipv4_parts=$((is_ipv4_parts + 1))
    [ "${#is_ipv4_part}" -le 3 ] && [ "$is_ipv4_part" -le 255 ] || return 1
  done
  [ "$is_ipv4_parts" -eq 4 ]
}

is_prefix() {
  case $1 in
    [1-9] | [12][0-9] | 3[0-2]) return 0 ;;
  esac
  return 1
}

inside() { ip netns exec "$ns" "$@" < /dev/null; }
set_inside() { said=$(ip -n "$ns" "$@" 2>&1) || fail "ip $*: $said"; }

# dhcp_lease CLIENT: asks once; `ip`, `mask` (bits, or with dots) and `router` a line each, nothing where nobody gave any.
# ip netns exec has made a mount namespace for it that passes nothing on. There the folders of run-time and state are empty ones in
# memory: pid files, leases and sockets lie in them, and go with them; a dhcpcd that serves this computer is not found and not spoken to.
# The script that a client would set the system up with (resolv.conf among others) is ours, and writes down what it is given.
dhcp_lease() {
  ip netns exec "$ns" sh -s -- "$net" "$1" "$DHCP_LIMIT" << 'END'
net=$1
client=$2
limit=$3
for folder in /run /var/lib /var/db; do
  [ ! -d "$folder" ] || mount -t tmpfs -o mode=755 tmpfs "$folder" || exit 1
done
cat > /run/hook << 'HOOK'
#!/bin/sh
: > /run/called
case ${1:-$reason} in
  bound | BOUND | REBOOT)
    {
      echo "ip=${ip:-$new_ip_address}"
      echo "mask=${mask:-${new_subnet_cidr:-$new_subnet_mask}}"
      echo "router=${router:-$new_routers}"
    } > /run/lease
    ;;
esac
exit 0
HOOK
chmod 755 /run/hook || exit 1
echo "timeout $((limit - 2));" > /run/dhclient.conf
: > /run/dhcpcd.conf
: > /run/leases
case $client in
  udhcpc) set -- udhcpc -f -q -n -t 6 -T 3 -s /run/hook -i "$net" ;;
  busybox) set -- busybox udhcpc -f -q -n -t 6 -T 3 -s /run/hook -i "$net" ;;
  # It stays in the background once it has a lease, and is ended with the namespace.
  dhclient) set -- dhclient -4 -1 -cf /run/dhclient.conf -sf /run/hook -lf /run/leases -pf /run/pid "$net" ;;
  # No ARP about the address, no address of its own making, no udev, which has not heard of the card in here.
  dhcpcd) set -- dhcpcd -4 -1 -B -A -L --nodev -t "$((limit - 2))" -f /run/dhcpcd.conf -c /run/hook "$net" ;;
esac
timeout -s KILL "$limit" "$@" < /dev/null > /run/said 2>&1
# One that could not even begin is no card without a lease.
if [ ! -e /run/called ]; then
  tail -n 3 /run/said >&2
  exit 1
fi
[ ! -e /run/lease ] || cat /run/lease
END
}

# Fills address, prefix and gateway; address stays empty where nobody gave any.
ask_dhcp() {
  client=$(first_client)
  lease=$(dhcp_lease "$client" 2>&1) || fail "$client: $lease"
  address=
  while IFS='=' read -r key value; do
    case $key in
      ip) address=$value ;;
      mask) prefix=$value ;;
      # Of several, the first is the one to take: RFC 2132, 3.5.
      router) gateway=${value%% *} ;;
    esac
  done << END
$lease
END
  is_ipv4 "$address" || address=
  # One written with dots is for ip to read.
  is_prefix "$prefix" || is_ipv4 "$prefix" || prefix=32
}

trial() {
  [ "$arp" = on ] || set_inside link set dev "$net" arp off
  set_inside link set dev "$net" up
  if [ "$address" = dhcp ]; then
    ask_dhcp
    if [ -z "$address" ]; then
      say address ''
      say answered no
      return
    fi
  else
    is_prefix "$prefix" || prefix=32
  fi
  # dhcpcd has set some of it already.
  set_inside address flush dev "$net"
  set_inside address add "$address/$prefix" dev "$net"
  if is_ipv4 "$gateway"; then say gateway "$gateway"; else gateway=-; fi
  # Of `2: wwan0    inet 10.0.0.2/30 scope global wwan0\ ...`.
  shown=$(ip -n "$ns" -o -4 address show dev "$net" 2> /dev/null)
  shown=${shown#*inet }
  say address "${shown%% *}"
  set_routes
  if answers > /dev/null 2>&1; then say answered yes; else say answered no; fi
}

# For a page there is no way beyond the gateway, so no redirection leads there.
set_routes() {
  case $request in
    page) [ "$gateway" = - ] || set_inside route replace "$gateway/32" dev "$net" ;;
    *)
      if [ "$gateway" = - ] || [ "$gateway" = "$address" ]; then
        set_inside route replace default dev "$net"
      else
        set_inside route replace default via "$gateway" dev "$net" onlink
      fi
      ;;
  esac
}

answers() {
  if [ "$request" = page ]; then
    [ "$gateway" != - ] && page_answers "http://$gateway/"
    return
  fi
  # The first may go while the modem wakes up, or while its address is asked for by ARP.
  for _ in 1 2 3 4; do
    echo_answers && return 0
    ip -n "$ns" link show dev "$net" || return 1
    sleep 1
  done
  return 1
}

echo_answers() {
  if has ping; then
    inside timeout -s KILL "$ECHO_LIMIT" ping -c 1 -W 3 "$to"
  else
    inside timeout -s KILL "$ECHO_LIMIT" busybox ping -c 1 -W 3 "$to"
  fi
}

# Any status line of HTTP counts. Nothing of a user's own set-up is read, no proxy asked, nothing kept.
page_answers() {
  if has curl; then
    [ "$(inside curl -q -s -o /dev/null -m "$PAGE_LIMIT" --noproxy '*' -w '%{http_code}' "$1")" -gt 0 ]
    return
  fi
  # A program called wget may be busybox under that name, which prints no version.
  case $(wget --version 2> /dev/null) in
    'GNU Wget'*)
      inside timeout -s KILL "$PAGE_LIMIT" wget -nv -S -T "$PAGE_LIMIT" -t 1 --max-redirect=0 --no-config --no-proxy --no-hsts \
        -O /dev/null "$1" 2>&1 | grep -q 'HTTP/[0-9]'
      return
      ;;
  esac
  set -- -S -Y off -T "$PAGE_LIMIT" -O /dev/null "$1"
  if has wget; then set -- wget "$@"; else set -- busybox wget "$@"; fi
  inside timeout -s KILL "$PAGE_LIMIT" "$@" 2>&1 | grep -q 'HTTP/[0-9]'
}

# Ends this shell when who started it has closed the pipe.
until_closed() {
  while read -r _ <&3; do :; done
  kill "$main"
}

# Ends this shell when it takes too long, and does its last duty where it was killed.
guard() {
  left=$LIMIT
  while kill -0 "$main" 2> /dev/null; do
    [ "$left" -gt 0 ] || kill "$main"
    left=$((left - 1))
    sleep 1
  done
  give_back
}

# Where the move fails, the end of the namespace does it: the kernel puts what is no virtual device into the first one, under another
# name if its own is taken by now (default_device_exit_net in net/core/dev.c). Where the dongle was pulled there is nothing to move.
give_back() {
  trap '' HUP INT TERM
  # shellcheck disable=SC2086
  kill $worker $watchers 2> /dev/null
  for pid in $(ip netns pids "$ns" 2> /dev/null); do
    kill -KILL "$pid" 2> /dev/null
  done
  if ip -n "$ns" link show dev "$net" > /dev/null 2>&1; then
    [ "$had_arp" = no ] || ip -n "$ns" link set dev "$net" arp on
    ip -n "$ns" link set dev "$net" netns /proc/self/fd/4 4<&4 || {
      sleep 1
      ip -n "$ns" link set dev "$net" netns /proc/self/fd/4 4<&4
    }
    back=no
  else
    back=gone
  fi
  ip netns delete "$ns" 2> /dev/null
  if ip link show dev "$net" > /dev/null 2>&1; then
    back=yes
    [ "$was_up" = no ] || ip link set dev "$net" up
  fi
  say back "$back"
}

try() {
  net=$1 address=$2 prefix=$3 gateway=$4 arp=$5 request=$6 to=$7
  is_net_name "$net" || fail 'no name of a network card'
  [ "$address" = dhcp ] || is_ipv4 "$address" || fail 'no address'
  [ "$prefix" = - ] || is_prefix "$prefix" || fail 'no prefix'
  [ "$gateway" = - ] || is_ipv4 "$gateway" || fail 'no gateway'
  case $arp in on | off) ;; *) fail 'on or off' ;; esac
  case $request in
    page) ;;
    echo) is_ipv4 "$to" || fail 'no address to ask' ;;
    *) fail 'echo or page' ;;
  esac
  tools "$address" "$request" || exit 1

  before=$(ip -o link show dev "$net" 2>&1) || fail "$before"
  flags=${before#*<}
  flags=,${flags%%>*},
  case $flags in *,UP,*) was_up=yes ;; *) was_up=no ;; esac
  case $flags in *,NOARP,*) had_arp=no ;; *) had_arp=yes ;; esac
  read -r random < /proc/sys/kernel/random/uuid || fail 'no random number'
  ns=modem-bench-${random%%-*}

  # What this began with: its standard input, which a command in the background does not have, and its network namespace.
  exec 3<&0 4< /proc/self/ns/net || fail 'no network namespaces'
  main=$$
  worker=
  watchers=
  # Nobody may be left to read what is said here.
  trap '' PIPE
  trap 'exit 1' HUP INT TERM
  trap give_back EXIT
  said=$(ip netns add "$ns" 2>&1) || fail "ip netns add: $said"
  until_closed > /dev/null 2>&1 &
  watchers=$!
  guard > /dev/null 2>&1 &
  watchers="$watchers $!"
  said=$(ip link set dev "$net" netns "$ns" 2>&1) || fail "ip link set dev $net netns: $said"
  # In the background, since a shell heeds no signal while it waits for a command, but does in `wait`.
  trial &
  worker=$!
  wait "$worker"
  exit 0
}

case $1 in
  look)
    tools "$2" "$3"
    exit 0
    ;;
  try)
    [ $# -eq 8 ] || fail 'eight arguments'
    say started yes
    shift
    try "$@"
    ;;
esac
exit 2
