/** What Huawei's ^NDISDUP and ncm.sh's other entries take for the words of the wishes. */

/** ^NDISDUP takes a number (1 PAP, 2 CHAP), and ncm.sh passes on what stands in `auth`. `both`: the modem decides. */
export const authNumber = { none: '', both: '', pap: '1', chap: '2' } as const;

/** 3GPP TS 27.007, 10.1.1 (+CGDCONT, PDP_type). */
export const pdpWords = { ipv4: 'IP', ipv6: 'IPV6', ipv4v6: 'IPV4V6' } as const;
