import { describe, expect, it } from 'vitest';
import { readRegistration } from '../../electron/qmi/registration.ts';
import type { Tlv } from '../../electron/qmi/tlv.ts';
import { hex, modem } from './answering.ts';
import { failure, SUCCESS } from './scripted-channel.ts';

/** Domain, roaming, forbidden, refusal, network; each with its validity; layout of libqmi's data/qmi-service-nas.json. */
interface Info {
  domain?: string;
  roaming?: string;
  forbidden?: string;
  refusal?: string;
  plmn?: string;
}
const info = ({ domain = '01 03', roaming = '01 00', forbidden = '01 00', refusal = '00 00 00', plmn = '01 323632 3032ff' }: Info) =>
  hex(`${domain} 01 03 ${roaming} ${forbidden} 00 ffff 01 012d1a00 ${refusal} ${plmn} 01 2b1a`);

const SERVING = '3/24';
const SYSTEM = '3/4d';
const NAME = '3/39';
const registered: readonly Tlv[] = [SUCCESS, [0x01, hex('01 01 01 02 01 08')], [0x10, hex('01')], [0x12, hex('0601 0200 04 54657374')]];
const lost: readonly Tlv[] = [SUCCESS, [0x01, hex('00 02 02 00 00')]];
const limited = hex('01 01 00');
const available = hex('02 02 01');
const none = hex('00 00 00');

const read = async (answers: Record<string, readonly Tlv[]>) => readRegistration((await modem(answers)).client);

describe('Get System Info', () => {
  it('at home in LTE, with the name of Get Serving System', async () => {
    const { client, channel } = await modem({ [SYSTEM]: [SUCCESS, [0x14, available], [0x19, info({})]], [SERVING]: registered });
    expect(await readRegistration(client)).toEqual({
      registration: 'home',
      technology: 'LTE',
      operator: 'Test',
      plmn: { mcc: '262', mnc: '02' },
    });
    // The name is there, and is not asked for again.
    expect(channel.sent.filter((f) => f.service === 3).map((f) => f.message)).toEqual([0x4d, 0x24]);
  });

  it.each([
    ['roaming', {}, { roaming: '01 01' }, 'roaming'],
    ['roaming that is not valid', {}, { roaming: '00 01' }, 'home'],
    ['forbidden', { status: limited }, { domain: '01 00', forbidden: '01 01' }, 'denied'],
    ['the packet domain refused', { status: limited }, { domain: '01 00', refusal: '01 02 0f' }, 'denied'],
    ['both domains refused', { status: limited }, { domain: '01 04', refusal: '01 03 0b' }, 'denied'],
    ['circuits refused, packets served', {}, { domain: '01 02', refusal: '01 01 12' }, 'home'],
    ['circuits served, packets refused', {}, { domain: '01 01', refusal: '01 02 07' }, 'denied'],
    ['circuits alone', {}, { domain: '01 01' }, 'home'],
    ['a refusal that is not valid', { status: limited }, { domain: '01 00', refusal: '00 02 0f' }, 'none'],
    ['camped', {}, { domain: '01 04' }, 'none'],
    ['a status of the future', { status: hex('09 00 00') }, {}, 'none'],
  ] as const)('%s', async (_name, { status = available }: { status?: Uint8Array }, values, registration) => {
    const found = await read({ [SYSTEM]: [SUCCESS, [0x14, status], [0x19, info(values)]], [SERVING]: lost });
    expect(found.registration).toBe(registration);
  });

  it('a refusal of circuits alone is none of packets, though Get Serving System says denied', async () => {
    const denied: readonly Tlv[] = [SUCCESS, [0x01, hex('03 02 02 02 00')]];
    const system: readonly Tlv[] = [SUCCESS, [0x14, limited], [0x19, info({ domain: '01 00', refusal: '01 01 12' })]];
    expect(await read({ [SYSTEM]: system, [SERVING]: denied })).toMatchObject({ registration: 'none' });
    const attached: readonly Tlv[] = [SUCCESS, [0x01, hex('03 02 01 02 01 08')]];
    expect(await read({ [SYSTEM]: system, [SERVING]: attached })).toMatchObject({ registration: 'home', technology: 'LTE' });
    expect(await read({ [SERVING]: denied })).toMatchObject({ registration: 'denied' });
  });

  it('5G alone, 5G beside LTE, and LTE where 5G is restricted', async () => {
    const system = (...tlvs: Tlv[]) => read({ [SYSTEM]: [SUCCESS, ...tlvs], [SERVING]: registered });
    expect(await system([0x14, none], [0x4a, available], [0x4b, info({})])).toMatchObject({ registration: 'home', technology: '5G' });
    const lte: Tlv[] = [
      [0x14, available],
      [0x19, info({})],
      [0x4a, none],
    ];
    expect(await system(...lte, [0x4e, hex('01')], [0x4f, hex('00')])).toMatchObject({ technology: '5G NSA' });
    expect(await system(...lte, [0x4e, hex('01')], [0x4f, hex('01')])).toMatchObject({ technology: 'LTE' });
    expect(await system(...lte, [0x4e, hex('00')])).toMatchObject({ technology: 'LTE' });
  });

  it('either of the two is enough; refused both, it is QMI_ERROR', async () => {
    const system: readonly Tlv[] = [SUCCESS, [0x14, available], [0x19, info({})]];
    expect(await read({ [SYSTEM]: system })).toEqual({
      registration: 'home',
      technology: 'LTE',
      operator: null,
      plmn: { mcc: '262', mnc: '02' },
    });
    await expect(read({})).rejects.toMatchObject({ code: 'QMI_ERROR', detail: { message: 'Get Serving System' } });
  });

  it('the technology that serves wins over a newer one that refuses', async () => {
    const found = await read({
      [SYSTEM]: [SUCCESS, [0x13, available], [0x18, info({})], [0x14, limited], [0x19, info({ forbidden: '01 01' })]],
      [SERVING]: [SUCCESS, [0x01, hex('01 01 01 02 01 05')], [0x11, hex('02 03 04')]],
    });
    expect(found).toMatchObject({ registration: 'home', technology: 'HSPA' });
  });

  it('an MNC of three digits, and one that is no number', async () => {
    const plmn = async (digits: string) =>
      (await read({ [SYSTEM]: [SUCCESS, [0x14, available], [0x19, info({ plmn: digits })]], [SERVING]: lost })).plmn;
    expect(await plmn('01 333130 303034')).toEqual({ mcc: '310', mnc: '004' });
    expect(await plmn('01 333130 30ff34')).toBeNull();
    expect(await plmn('00 333130 303034')).toBeNull();
  });

  it('cut anywhere it is QMI_GARBLED', async () => {
    const whole = info({});
    for (let length = 0; length < whole.length; length++)
      await expect(
        read({ [SYSTEM]: [SUCCESS, [0x14, available], [0x19, whole.subarray(0, length)]], [SERVING]: registered }),
      ).rejects.toMatchObject({ code: 'QMI_GARBLED', detail: { message: 'Get System Info' } });
  });
});

describe('Get Serving System, where the other is unknown', () => {
  it.each([
    ['00 02 02 00 00', 'none'],
    ['02 02 02 00 00', 'searching'],
    ['03 02 02 00 00', 'denied'],
    ['04 02 02 00 00', 'unknown'],
    ['77 02 02 00 00', 'unknown'],
    ['01 01 01 02 01 08', 'home'],
  ])('state %s is %s', async (state, registration) => {
    expect(await read({ [SERVING]: [SUCCESS, [0x01, hex(state)]] })).toMatchObject({ registration, operator: null, plmn: null });
  });

  it('roaming, operator, and an operator code whose zeros count', async () => {
    const found = await read({
      [SERVING]: [
        SUCCESS,
        [0x01, hex('01 01 01 02 02 00 05')],
        [0x10, hex('00')],
        [0x12, hex('3601 0400 04 54657374')],
        [0x27, hex('3601 0400 01')],
      ],
    });
    expect(found).toEqual({ registration: 'roaming', technology: 'UMTS', operator: 'Test', plmn: { mcc: '310', mnc: '004' } });
  });

  it.each([
    ['04', '02', 'EDGE'],
    ['04', '01', 'GSM'],
    ['05', '05', 'UMTS'],
    ['05', '0d', 'HSDPA'],
    ['05', '04', 'HSUPA'],
    ['08', '02', 'LTE'],
    ['0c', '0b', '5G'],
    ['08 0c', '0b', '5G NSA'],
    ['0c 08', '0b', '5G NSA'],
    ['01', '06', null],
  ])('radio %s with capability %s is %s', async (radios, capability, technology) => {
    const state = hex(`01 01 01 02 0${radios.split(' ').length} ${radios}`);
    expect(await read({ [SERVING]: [SUCCESS, [0x01, state], [0x11, hex(`01 ${capability}`)]] })).toMatchObject({ technology });
  });
});

describe('the name of the operator', () => {
  const nameless = (roaming: string): readonly Tlv[] => [SUCCESS, [0x01, hex('01 01 01 02 01 08')], [0x10, hex(roaming)]];
  /** "Test" packed in seven bits: T 54, e 65, s 73, t 74. */
  const packed = 'd4f29c0e';
  const own: Tlv = [0x13, new TextEncoder().encode('Home')];

  it('comes from Get Operator Name where Get Serving System has none: the network first, the SIM at home', async () => {
    const name = async (roaming: string, ...tlvs: Tlv[]) =>
      (await read({ [SERVING]: nameless(roaming), [NAME]: [SUCCESS, ...tlvs] })).operator;
    expect(await name('01', own, [0x14, hex(`00 00 04 04 04 ${packed} 00`)])).toBe('Test');
    expect(await name('01', [0x14, hex('01 00 04 04 00 06 410042004300')])).toBe('ABC');
    expect(await name('01', own)).toBe('Home');
    expect(await name('00', own)).toBeNull();
    expect(await name('01', [0x12, hex(`01 00 00 00 00 04 ${packed} 00`)])).toBe('Test');
    expect(await name('01', [0x10, hex('01 03 53504e')])).toBe('SPN');
    expect(await name('01')).toBeNull();
  });

  it('a modem that refuses to tell it is registered all the same', async () => {
    expect(await read({ [SERVING]: nameless('01'), [NAME]: [failure(71)] })).toMatchObject({ registration: 'home', operator: null });
  });
});
