/** Status codes of MBIM_COMMAND_DONE and MBIM_OPEN_DONE (MBIM 1.0, table 9-15), with libmbim's nicks. */
const statusNames: Readonly<Record<number, string>> = {
  1: 'Busy',
  2: 'Failure',
  3: 'SimNotInserted',
  4: 'BadSim',
  5: 'PinRequired',
  6: 'PinDisabled',
  7: 'NotRegistered',
  8: 'ProvidersNotFound',
  9: 'NoDeviceSupport',
  10: 'ProviderNotVisible',
  11: 'DataClassNotAvailable',
  12: 'PacketServiceDetached',
  13: 'MaxActivatedContexts',
  14: 'NotInitialized',
  15: 'VoiceCallInProgress',
  16: 'ContextNotActivated',
  17: 'ServiceNotActivated',
  18: 'InvalidAccessString',
  19: 'InvalidUserNamePwd',
  20: 'RadioPowerOff',
  21: 'InvalidParameters',
  22: 'ReadFailure',
  23: 'WriteFailure',
  25: 'NoPhonebook',
  26: 'ParameterTooLong',
  27: 'StkBusy',
  28: 'OperationNotAllowed',
  29: 'MemoryFailure',
  30: 'InvalidMemoryIndex',
  31: 'MemoryFull',
  32: 'FilterNotSupported',
  33: 'DssInstanceLimit',
  34: 'InvalidDeviceServiceOperation',
  35: 'AuthIncorrectAuth',
  36: 'AuthSyncFailure',
  37: 'AuthAmfNotSet',
  38: 'ContextNotSupported',
  100: 'SmsUnknownSmscAddress',
  101: 'SmsNetworkTimeout',
  102: 'SmsLangNotSupported',
  103: 'SmsEncodingNotSupported',
  104: 'SmsFormatNotSupported',
};

/** Codes of MBIM_FUNCTION_ERROR (MBIM 1.0, table 9-10), with libmbim's nicks. */
const protocolNames: Readonly<Record<number, string>> = {
  1: 'TimeoutFragment',
  2: 'FragmentOutOfSequence',
  3: 'LengthMismatch',
  4: 'DuplicatedTid',
  5: 'NotOpened',
  6: 'Unknown',
  7: 'Cancel',
  8: 'MaxTransfer',
};

/** Numbers that the code tells apart. */
export const statuses = { success: 0, pinRequired: 5, pinDisabled: 6, noDeviceSupport: 9, contextNotActivated: 16 } as const;

/** `SimNotInserted`, or `Status200` for one that nobody named. */
export const statusName = (number: number): string => statusNames[number] ?? `Status${number}`;

/** `NotOpened`, or `Protocol200` for one that nobody named. */
export const protocolName = (number: number): string => protocolNames[number] ?? `Protocol${number}`;
