import { messagesOf, type QmiRequest, requestOf, type ServiceName, services } from './services.ts';
import { value } from './tlv.ts';

/** CTL, the channel's own service: who may speak, and to which services. */
export const ctlMessages = messagesOf('CTL', {
  versionInfo: [0x0021, 'Get Version Info'],
  allocate: [0x0022, 'Allocate CID'],
  release: [0x0023, 'Release CID'],
  sync: [0x0027, 'Sync'],
});

export const syncRequest = requestOf(ctlMessages.sync);
export const versionInfoRequest = requestOf(ctlMessages.versionInfo);

export const allocateRequest = (service: ServiceName): QmiRequest => requestOf(ctlMessages.allocate, [[0x01, value.u8(services[service])]]);

export const releaseRequest = (service: ServiceName, client: number): QmiRequest =>
  requestOf(ctlMessages.release, [[0x01, value.u8(services[service], client)]]);
