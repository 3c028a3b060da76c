import type { QmiClient, RequestOptions } from './client.ts';
import { dmsMessages, getIccid, getIds, getImsi, getManufacturer, getModel, getRevision } from './dms.ts';
import { told } from './failures.ts';
import { type QmiRequest, requestOf } from './services.ts';
import { iccidOf, imsiOf, readSimFile, readSimFileRequest, simFiles } from './sim-files.ts';

export interface QmiModemIdentity {
  readonly manufacturer?: string;
  readonly model?: string;
  readonly revision?: string;
  readonly imei?: string;
  readonly imsi?: string;
  readonly iccid?: string;
}

/** What `readIdentity` may send, in order: the SIM's numbers by UIM, then the legacy way where that one tells nothing. */
export const identityRequests: readonly QmiRequest[] = [
  requestOf(dmsMessages.manufacturer),
  requestOf(dmsMessages.model),
  requestOf(dmsMessages.revision),
  requestOf(dmsMessages.ids),
  readSimFileRequest(simFiles.iccid),
  requestOf(dmsMessages.iccid),
  readSimFileRequest(simFiles.imsi),
  requestOf(dmsMessages.imsi),
];

/**
 * Who the modem and its SIM are. What it refuses to tell (QMI_ERROR: a locked or missing SIM, a firmware without the message) is
 * left out; silence and noise are thrown.
 */
export async function readIdentity(client: QmiClient, options?: RequestOptions): Promise<QmiModemIdentity> {
  const manufacturer = await told(() => getManufacturer(client, options));
  const model = await told(() => getModel(client, options));
  const revision = await told(() => getRevision(client, options));
  const imei = (await told(() => getIds(client, options)))?.imei;
  const iccid = await readIccid(client, options);
  const imsi = await readImsi(client, options);
  return {
    ...(manufacturer ? { manufacturer } : {}),
    ...(model ? { model } : {}),
    ...(revision ? { revision } : {}),
    ...(imei ? { imei } : {}),
    ...(iccid ? { iccid } : {}),
    ...(imsi ? { imsi } : {}),
  };
}

/** By UIM, else the legacy way; `undefined` where the SIM does not tell. */
export async function readIccid(client: QmiClient, options?: RequestOptions): Promise<string | undefined> {
  const file = client.offers('UIM') ? await told(() => readSimFile(client, simFiles.iccid, options)) : undefined;
  return file ? iccidOf(file) : told(() => getIccid(client, options));
}

/** As `readIccid`; a locked SIM does not tell. */
export async function readImsi(client: QmiClient, options?: RequestOptions): Promise<string | undefined> {
  const file = client.offers('UIM') ? await told(() => readSimFile(client, simFiles.imsi, options)) : undefined;
  return file ? imsiOf(file) : told(() => getImsi(client, options));
}
