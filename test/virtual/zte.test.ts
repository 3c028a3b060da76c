import { describe, expect, it } from 'vitest';
import { ManualClock } from '../support/manual-clock.ts';
import { numbersOf, openSerial, pidOf, tripleOf } from './serial-terminal.ts';
import { model, plug } from './wire.ts';

/** A command block wrapper without data (USB MSC BOT 5.1). */
function wrapper(block: readonly number[]): Uint8Array {
  const cbw = new Uint8Array(31);
  cbw.set(Buffer.from('5553424312345678', 'hex'));
  cbw.set([block.length, ...block], 14);
  return cbw;
}

describe('MF831, left in port mode', () => {
  it('says of each letter what it did', async () => {
    const { ask } = await openSerial('zte-mf831', 2);
    expect(await ask('AT+CGMM')).toEqual(['MF831', 'OK']);
    expect(await ask('AT+ZCDRUN=4')).toEqual(['Inquiry autorun open state result(0:NO 1:YES):1', 'OK']);
    expect(await ask('AT+ZCDRUN=8')).toEqual(['Close autorun state result(0:FAIL 1:SUCCESS):1', 'OK']);
    expect(await ask('AT+ZCDRUN=4')).toEqual(['Inquiry autorun open state result(0:NO 1:YES):0', 'OK']);
    expect(await ask('AT+ZCDRUN=F')).toEqual(['exit download mode result(0:FAIL 1:SUCCESS):1', 'OK']);
    for (const line of ['AT+ZCDRUN?', 'AT+ZCDRUN=?', 'AT+ZCDRUN=Q', 'AT+ZCDRUN=f', 'AT+ZCDRUN=8,1'])
      expect(await ask(line), line).toEqual(['ERROR']);
  });

  it.each([
    ['8', 'rndis', '1403', 'e0/01/03'],
    ['9', 'disc', '1225', '08/06/50'],
  ])('with %s and F comes back as %s, and stays so', async (letter, composition, pid, triple) => {
    const { ask, stick, clock } = await openSerial('zte-mf831', 2);
    expect([pidOf(stick), numbersOf(stick)]).toEqual(['16', [0, 1, 2]]);
    await ask(`AT+ZCDRUN=${letter}`);
    await ask('AT+ZCDRUN=F');
    expect(stick.seen).toEqual(['ports']);
    await ask('AT+CFUN=1,1');
    await clock.until(() => stick.seen.length === 2, 60_000);
    expect([stick.seen, pidOf(stick), tripleOf(stick, 0)]).toEqual([['ports', composition], pid, triple]);
    stick.modem.unplug();
    stick.modem.plug();
    expect(stick.seen.at(-1)).toBe(composition);
  });

  it('reads card, tries and radio', async () => {
    const { ask } = await openSerial('zte-mf831', 1, { faults: { pin: '1234', pinTries: 2 } });
    expect(await ask('AT+ICCID')).toEqual(['ICCID: 8901010000000000063', 'OK']);
    expect(await ask('AT+ZPINPUK=?')).toEqual(['+ZPINPUK: 2,10', 'OK']);
    expect(await ask('AT+ZSNT?')).toEqual(['+ZSNT: 0,0,0', 'OK']);
    expect(await ask('AT+ZSNT=6,0,0')).toEqual(['OK']);
    expect(await ask('AT+ZSNT?')).toEqual(['+ZSNT: 6,0,0', 'OK']);
    expect(await ask('AT+ZSNT=5,0,0')).toEqual(['ERROR']);
  });
});

describe('MF823', () => {
  it('leaves its disc by the eject that Linux sends, and becomes Ethernet', async () => {
    const clock = new ManualClock();
    const stick = plug('zte-mf823', { clock });
    expect(pidOf(stick)).toBe('1225');
    const wire = stick.wire();
    for (const block of [
      [0x1e, 0, 0, 0, 0, 0],
      [0x1b, 0, 0, 0, 2, 0],
    ]) {
      await wire.out(0x01, wrapper(block), 1000);
      expect([...(await wire.in(0x81, 13, 1000))].at(-1)).toBe(0);
    }
    await clock.until(() => stick.seen.length === 2, 10_000);
    expect([stick.seen, pidOf(stick), tripleOf(stick, 0)]).toEqual([['disc', 'ecm'], '1405', '02/06/00']);
    expect(
      model('zte-mf823')
        .bindings('ecm')
        .map((b) => b.driver),
    ).toEqual(['cdc_ether', 'cdc_ether', 'usb-storage']);
  });

  it('has configurations of the lengths that lsusb gives: 32, 103 and 98 bytes', async () => {
    const total = async (composition: string) => {
      const stick = plug('zte-mf823', { clock: new ManualClock(), composition });
      const { data } = await stick.wire().control({ requestType: 0x80, request: 6, value: 0x200, index: 0 }, 512, 1000);
      return data?.length;
    };
    expect(await Promise.all(['disc', 'ecm', 'rndis'].map(total))).toEqual([32, 103, 98]);
  });
});
