import type { VendorFile } from '../../modem-db/schema.ts';
import { disconnectCommand, ndisCommands } from '../at/ndis.ts';
import { wakeCommands } from '../at/session.ts';
import type { Wishes } from '../contract/wishes.ts';
import { basicConnect, shownOf } from '../mbim/commands.ts';

/**
 * What each step may send, in one place: the plan shows it, the steps send it, and a test holds a run's journal against the
 * plan. 3GPP TS 27.007 unless said otherwise.
 */

export const masked = '****';

export const identityCommands = { manufacturer: 'AT+CGMI', model: 'AT+CGMM', revision: 'AT+CGMR', imei: 'AT+CGSN' } as const;
export const simCommands = { state: 'AT+CPIN?', imsi: 'AT+CIMI' } as const;
/** Whether the SIM asks for its PIN at all (7.4). */
export const lockQuery = 'AT+CLCK="SC",2';
/** Takes the lock off (7.4). */
export const unlockCommand = `AT+CLCK="SC",0,"${masked}"`;
export const pinCommand = `AT+CPIN="${masked}"`;
/** LTE first, then packet, then circuit: a data dongle may have no circuit domain at all. */
export const registrationCommands = ['AT+CEREG?', 'AT+CGREG?', 'AT+CREG?'] as const;
/** Format 0: the operator's name in letters, where the modem was last asked for numbers. */
export const networkCommands = { format: 'AT+COPS=3,0', operator: 'AT+COPS?', signal: 'AT+CSQ' } as const;

export const qmiCheckMessages = ['QMI CTL Sync', 'QMI DMS identity', 'QMI UIM Get Card Status'] as const;

const withMbim = (...messages: string[]) => ['MBIM OPEN', ...messages, 'MBIM CLOSE'];
const mbimCheckMessages = withMbim(shownOf(basicConnect.deviceCaps, 'query'), shownOf(basicConnect.subscriberReady, 'query'));
export const mbimConnectShown = (apn: string) => `${shownOf(basicConnect.connect, 'set')} ${apn}`;
const mbimConnectMessages = (apn: string) =>
  withMbim(
    shownOf(basicConnect.packetService, 'set'),
    mbimConnectShown(apn),
    shownOf(basicConnect.ipConfiguration, 'query'),
    shownOf(basicConnect.connect, 'set'),
  );

type Vendor = VendorFile | undefined;

export const iccidCommand = (vendor: Vendor) => vendor?.reading?.iccid ?? 'AT+CCID';
const triesCommands = (vendor: Vendor) => (vendor?.reading ? [vendor.reading.pinTries] : []);
const simNumbers = (vendor: Vendor) => [simCommands.imsi, iccidCommand(vendor)];

export const sends = {
  dongle: () => [...wakeCommands, identityCommands.imei],
  identity: () => [...wakeCommands, ...Object.values(identityCommands)],
  sim: (vendor: Vendor) => [...wakeCommands, simCommands.state, ...simNumbers(vendor), ...triesCommands(vendor)],
  pin: (vendor: Vendor) => [...wakeCommands, simCommands.state, lockQuery, ...triesCommands(vendor), pinCommand, ...simNumbers(vendor)],
  pinLock: (vendor: Vendor) => [...wakeCommands, simCommands.state, lockQuery, ...triesCommands(vendor), unlockCommand],
  network: () => [...wakeCommands, ...registrationCommands, ...Object.values(networkCommands)],
  control: (wishes: Wishes) => {
    if (wishes.mode === 'qmi') return [...qmiCheckMessages];
    return wishes.mode === 'mbim' ? mbimCheckMessages : [...wakeCommands];
  },
  connection: (vendor: Vendor, wishes: Wishes) => {
    if (wishes.mode === 'qmi')
      return ['QMI CTL Sync', `QMI WDS Start Network ${wishes.apn}`, 'QMI WDS Get Current Settings', 'QMI WDS Stop Network'];
    if (wishes.mode === 'mbim') return mbimConnectMessages(wishes.apn);
    // Dialled over a serial port, or dialling by itself, it has no command that would connect it here.
    if (wishes.mode !== 'ncm' || vendor?.dial !== 'ndisdup') return [];
    const { connect, status, address } = ndisCommands(wishes);
    return [...wakeCommands, connect.shown, status, address, disconnectCommand];
  },
} as const;
