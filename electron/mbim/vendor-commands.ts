import { commandsOf } from './commands.ts';

/**
 * Services that makers put beside those of the specification. Their UUIDs are those of mbim-uuid.c, the numbers of the commands those
 * of mbim-cid.h in libmbim 1.34.
 */

/** QMI in MBIM, Qualcomm's: one QMUX frame in a message, both ways; indications carry frames too. */
export const qualcomm = commandsOf('d1a30bc2f97a6e43bf65c7e24fb0f0d3', { qmi: [1, 'QMI_MSG'] });

/** Qualcomm's service for updates, in which Quectel has put a command for AT (ModemManager, mm-port-mbim-quectel.c). */
export const deviceUpdate = commandsOf('6427015f579d48f58c54f43ed1e76f83', { command: [8, 'QDU_COMMAND'] });

/** Quectel's own: the radio with a state for the FCC lock (`mbimcli --quectel-query-radio-state`). */
export const quectel = commandsOf('112233445566778899aabbccddeeff11', { radioState: [1, 'QUECTEL_RADIO_STATE'] });

export const fibocom = commandsOf('ffffffffabca4b11a4e2f2fc87f94488', { at: [1, 'FIBOCOM_AT_COMMAND'] });
export const compal = commandsOf('a2a32a97cab14f579ae1451c74dda957', { at: [1, 'COMPAL_AT_COMMAND'] });
/** Not 5967bdcc-7fd2-49a2-9f5c-b2e70e527db3: that is AT&T's service (ATDS), which has no tunnel. */
export const intelTunnel = commandsOf('da138c646515489392b2a1e1ca7c81ca', { at: [1, 'INTEL_AT_COMMAND'] });
/** `mbimcli --intel-query-fcc-lock`. */
export const intelAuthentication = commandsOf('f85d46efab26408198684d183c0a3aec', { fccLock: [1, 'INTEL_FCC_LOCK'] });
