import { maskAddresses } from './addresses.ts';

/** What tells where a modem is or whose network it uses, in answers whose form is known: 3GPP TS 27.007. */

const REGISTRATION = /^\+C(?:G|E|5G)?REG: ?/;
/** Names of areas and cells: 3GPP TS 23.003, 4 and 19. */
const PLACE =
  '(?:(?:TRACKING|LOCATION|ROUTING)[ _-]?AREA(?:[ _-]?(?:CODE|ID(?:ENTITY)?))?|[LTR]AC|(?:N|E|EC|NC)?G?I|(?:PHYSICAL |GLOBAL |SERVING )?[EN]?[ _]?CELL(?:[ _-]?(?:ID(?:ENTITY)?|NUMBER|NO\\.?))?|[PCNE]CI|CI|[EG]NB(?:[ _-]?ID)?)';
const HEX_CELL = '(?:0x)?[0-9a-f]{1,12}';
