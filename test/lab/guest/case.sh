#!/bin/sh
# One case: case.sh FOLDER, which holds script.sh, limit (seconds) and models; stdout, stderr, kernel.log and, last, status go there.
folder=$1
export LAB_CASE="$folder"
cd "$folder" || exit 1
# shellcheck source=lib.sh
. /mnt/lab/guest/lib.sh
dmesg -C
: > "$LAB_MODEM_LOG"
# shellcheck disable=SC2016
timeout -k 5 "$(cat limit)" sh -c '. /mnt/lab/guest/lib.sh; plug_all && . ./script.sh' > stdout 2> stderr
code=$?
# Cut off in the middle of a question, whose answer must not reach the next case.
[ "$code" -ge 124 ] && [ -e "$LAB_MODEM_PID" ] && modem_stop
stop_all
cp "$LAB_MODEM_LOG" modem.log
dmesg > kernel.log
cut -d' ' -f1 /proc/uptime > uptime
echo "$code" > status.new
mv status.new status
