#!/bin/sh
## A modem for laptops that keeps its radio off until the host has sent it the authentication of the FCC: off unless wished, since who sends it
## says that modem and antenna are approved together.
# Modem Bench: the FCC authentication of the modem. Undo: sh /etc/modem-bench/modem-bench-remove
# shellcheck disable=SC2034,SC2154 # read by the undo; the parameters
folder='/etc/modem-bench'
fcc_auth_ending=fcc

fcc_auth_store() {
	store fcc :
}
