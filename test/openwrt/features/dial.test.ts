import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { type BundleInput, buildBundle } from '../../../electron/openwrt/index.ts';
import { dialOf, fm350, huaweiNcm, l850 } from '../inputs.ts';
import type { Router } from '../router.ts';
import { type Dialler, equipDialler, FELL } from './dialled.ts';
import { apply, bundle, disposeRouters, newRouter, remove, stock, tree, write } from './tools.ts';

afterEach(disposeRouters);

const program = 'etc/modem-bench/dial';
const given = (over: Partial<Parameters<typeof bundle>[0]> = {}): BundleInput => ({
  ...bundle({ mode: 'rndis', ...over }, {}, { atInterface: 2 }),
  dongle: { ...fm350, dial: dialOf('fibocom-fm350') },
});
const wished = { apn: 'internet', pdptype: 'ipv4' };
const address = '+CGPADDR: 1,"10.81.2.3"\nOK';
/** A modem that is registered, and whose call goes up when it is made. */
const willing = (dialler: Dialler) => {
  let up = false;
  const state = () => (up ? address : '+CGPADDR: 1\nOK');
  for (const [command, reply] of [
    ['AT+CPIN?', '+CPIN: READY\nOK'],
    ['AT+CEREG?', '+CEREG: 0,1\nOK'],
    ['AT+CGDCONT?', '+CGDCONT: 1,"IPV4V6","",,0,0\nOK'],
    ['AT+CGPADDR=1', state],
    ['AT+GTDNS=1', '+GTDNS: 1,"10.9.0.1","10.9.0.2"\nOK'],
    ['AT+CGCONTRDP=1', '+CME ERROR: 3'],
  ] as const)
    dialler.replies.set(command, reply);
  for (const [command, then] of [
    ['AT+CGACT=1,1', true],
    ['AT+CGACT=0,1', false],
  ] as const)
    dialler.replies.set(command, () => {
      up = then;
      return 'OK';
    });
};

/** A router with the dialler's modem in it. */
async function prepared(input: BundleInput = given()): Promise<{ router: Router; dialler: Dialler }> {
  const router = newRouter();
  router.commands.set('pidof', () => ({ code: 1 }));
  const dialler = equipDialler(router);
  router.plugUsb('1-2', { vid: '12d1', pid: '1506' }, { 2: 'ttyUSB0', 3: 'eth0' });
  router.plugUsb('1-1', input.dongle, { 0: 'eth1', 2: 'ttyUSB3', 4: 'ttyUSB4' });
  expect((await apply(router, input)).code).toBe(0);
  dialler.told.length = 0;
  willing(dialler);
  return { router, dialler };
}

const dial = (router: Router, wishes: Record<string, string> = {}) =>
  router.run(program, ['wwan', 'call'], false, { ...wished, ...wishes });

describe('a call of the router’s', () => {
  it('is made on that port of that dongle, and netifd is told the card with the addresses', async () => {
    const { router, dialler } = await prepared();
    const { log, stderr } = await dial(router);
    expect([stderr, [...dialler.ports]]).toEqual(['', ['/dev/ttyUSB3']]);
    expect(dialler.sent.slice(0, 9)).toEqual([
      'AT',
      'AT+CPIN?',
      'AT+CEREG?',
      'AT+CGDCONT?',
      'AT+CGDCONT=1,"IP","internet"',
      'AT+CGPADDR=1',
      'AT+CGPIAF=1,0,0,0',
      'AT+CGACT=0,1',
      'AT+CGACT=1,1',
    ]);
    expect(dialler.told).toEqual([
      'proto_init_update eth1 1',
      'proto_set_keep 1',
      'proto_add_ipv4_address 10.81.2.3 255.255.255.255',
      'proto_add_ipv4_route 0.0.0.0 0',
      'proto_add_dns_server 10.9.0.1',
      'proto_add_dns_server 10.9.0.2',
      'proto_send_update wwan',
    ]);
    expect(log[0]).toBe('daemon.notice: wwan: the call is up, 10.81.2.3');
  });

  it('has its login, and everything else that is wished, in its place', async () => {
    const { router, dialler } = await prepared();
    await dial(router, { username: "o'b", password: 'p w$(id)\\^', auth: 'pap', mtu: '1400', pdptype: 'ipv4v6' });
    expect(dialler.sent.filter((command) => /AUTH|CGDCONT=/.test(command))).toEqual([
      'AT+CGDCONT=1,"IPV4V6","internet"',
      `AT+CGAUTH=1,1,"o'b","p w$(id)\\^"`,
      `AT+MGAUTH=1,1,"o'b","p w$(id)\\^"`,
    ]);
    expect(dialler.told).toContain('ip link set dev eth1 mtu 1400');
    // The addresses of IPv6 come by router advertisements, on an interface of its own in the same zone.
    expect(dialler.told.at(-1)).toMatch(/^ubus call network add_dynamic {2}name=wwan_6 ifname=@wwan proto=dhcpv6 .*zone=wan$/);
  });

  it('leaves a context alone that is as wished already', async () => {
    const { router, dialler } = await prepared();
    dialler.replies.set('AT+CGDCONT?', '+CGDCONT: 1,"IP","internet","0.0.0.0",0,0\n+CGDCONT: 2,"IP","ims",,\nOK');
    await dial(router);
    expect(dialler.sent.some((command) => command.startsWith('AT+CGDCONT='))).toBe(false);
  });

  it('is made anew where the modem’s own is up, as the family has it', async () => {
    const { router, dialler } = await prepared();
    dialler.replies.set('AT+CGPADDR=1', address);
    await dial(router);
    const commands = dialler.sent.slice(dialler.sent.indexOf('AT+CGPADDR=1'));
    expect(commands.slice(0, 5)).toEqual(['AT+CGPADDR=1', 'AT+CGACT=0,1', 'AT+CGPIAF=1,0,0,0', 'AT+CGACT=0,1', 'AT+CGACT=1,1']);
  });

  it('whose port carries the data is begun when everything is asked, by the family’s own command', async () => {
    const { router, dialler } = await prepared({
      ...bundle({ mode: 'ncm' }, {}, { atInterface: 2 }),
      dongle: { ...l850, dial: dialOf('intel-l850') },
    });
    const { sent, replies } = dialler;
    // With the port gone the call is over: nobody looks after one whose only port carries its data.
    replies.set('AT+CGDATA="M-RAW_IP",1', () => {
      rmSync(router.path('dev/ttyUSB3'));
      return 'CONNECT';
    });
    await dial(router);
    // The questions before it are asked within the loop that sends the family’s commands, each of which has to come through.
    expect(sent.filter((command) => command.startsWith('AT+CGDATA'))).toEqual(['AT+CGDATA="M-RAW_IP",1']);
    expect(sent.indexOf('AT+CGDATA="M-RAW_IP",1')).toBeGreaterThan(sent.indexOf('AT+CGCONTRDP=1'));
  });

  it('is made on a port that stays open and raw, so that nothing of the modem’s is echoed to it', async () => {
    const { router } = await prepared();
    // What makes the port raw runs beside the pause after which it is killed.
    const waiting = new Int32Array(new SharedArrayBuffer(4));
    router.commands.set('sleep', () => {
      for (let tries = 0; tries < 500 && !router.exists('rawed'); tries++) Atomics.wait(waiting, 0, 0, 10);
      return { code: 0 };
    });
    await dial(router);
    expect(router.read('rawed').trim()).toBe(router.path('dev/ttyUSB3'));
  });

  it('is made by a Huawei NCM stick at its control node; what it serves is asked for by DHCP', async () => {
    const input = bundle({ mode: 'ncm', username: 'u', password: 'p' }, { way: 'dial' });
    const { router, dialler } = await prepared({ ...input, dongle: { ...huaweiNcm, pid: '1442', dial: dialOf('huawei-ndis') } });
    await router.goes('1-1');
    router.plugUsb('1-1', { vid: '12d1', pid: '1442' }, { 0: 'ttyUSB1', 2: ['cdc-wdm3', 'wwan1'] });
    await router.comes('1-1');
    dialler.told.length = 0;
    let up = false;
    dialler.replies.set('AT^NDISDUP=1,1,"internet","u","p",1', () => {
      up = true;
      return 'OK';
    });
    dialler.replies.set('AT^NDISSTATQRY?', () => `^NDISSTATQRY: ${up ? 1 : 0},,,"IPV4"\nOK`);
    dialler.said.push('', '^NDISSTAT: 0,,,"IPV4"');
    const { log } = await dial(router, { username: 'u', password: 'p', auth: 'pap' });
    expect([...dialler.ports]).toEqual(['/dev/cdc-wdm3']);
    expect(dialler.told).toEqual([
      'proto_init_update wwan1 1',
      'proto_set_keep 1',
      'proto_send_update wwan',
      'proto_add_dynamic_defaults',
      'ubus call network add_dynamic  name=wwan_4 ifname=@wwan proto=dhcp zone=wan',
    ]);
    expect(log).toEqual(['daemon.notice: wwan: the call is up', 'daemon.warning: wwan: the modem says that the call fell']);
  });
});

describe('a PIN', () => {
  const pin = 'AT+CPIN="1234"';
  const locked = async () => {
    const { router, dialler } = await prepared();
    let open = false;
    dialler.replies.set('AT+CPIN?', () => (open ? '+CPIN: READY\nOK' : '+CPIN: SIM PIN\nOK'));
    dialler.replies.set('AT+CPINR="SIM PIN"', '+CPINR: SIM PIN,3,10\nOK');
    dialler.replies.set(pin, '+CME ERROR: 16');
    dialler.replies.set('AT+CPIN="4711"', () => {
      open = true;
      return 'OK';
    });
    const count = (command = pin) => dialler.sent.filter((sent) => sent === command).length;
    return { router, dialler, count };
  };
  const gaveUp = (told: readonly string[], code: string) =>
    expect(told).toEqual([`proto_notify_error wwan ${code}`, 'proto_block_restart wwan']);

  it('that is right opens the SIM, is in no line of the log, and the call is made', async () => {
    const { router, dialler, count } = await locked();
    const { log } = await dial(router, { pincode: '4711' });
    expect([count('AT+CPIN="4711"'), log.join('\n').includes('4711'), dialler.told.includes('proto_send_update wwan')]).toEqual([
      1,
      false,
      true,
    ]);
  });

  it('that was refused is never sent again, also after a restart, until it is another one', async () => {
    const { router, dialler, count } = await locked();
    expect((await dial(router, { pincode: '1234' })).log).toEqual(['daemon.err: wwan: the SIM has refused the PIN']);
    gaveUp(dialler.told, 'PIN_FAILED');
    for (const _ of [1, 2]) {
      rmSync(router.path('var/run'), { recursive: true });
      mkdirSync(router.path('var/run'));
      dialler.told.length = 0;
      // It appears anew to the router that has started.
      await router.run('etc/modem-bench/attach', ['wwan']);
      dialler.told.length = 0;
      const { log } = await dial(router, { pincode: '1234' });
      expect(log.join()).toMatch(/^daemon\.err: wwan: this PIN was refused before, and is not sent again: .* delete \S*wwan\.pin-refused$/);
      gaveUp(dialler.told, 'PIN_FAILED');
    }
    expect(count()).toBe(1);
    const mark = router.path('etc/modem-bench/wwan.pin-refused');
    expect([statSync(mark).mode & 0o777, readFileSync(mark, 'utf8').includes('1234')]).toEqual([0o600, false]);
    await dial(router, { pincode: '4711' });
    expect(count('AT+CPIN="4711"')).toBe(1);
    // Open by then: whoever put it into a telephone has mended it.
    await dial(router, { pincode: '4711' });
    expect([existsSync(mark), count()]).toEqual([false, 1]);
  });

  it('that was refused is not sent again after the bundle came once more', async () => {
    const { router, count } = await locked();
    await dial(router, { pincode: '1234' });
    await apply(router, given());
    await dial(router, { pincode: '1234' });
    expect(count()).toBe(1);
  });

  it('whose answer nobody heard is not sent again', async () => {
    const { router, dialler, count } = await locked();
    dialler.replies.set(pin, '');
    for (const _ of [1, 2]) await dial(router, { pincode: '1234' });
    expect(count()).toBe(1);
  });

  it('is no wrong one where the SIM is busy', async () => {
    const { router, dialler, count } = await locked();
    dialler.replies.set(pin, '+CME ERROR: 14');
    for (const _ of [1, 2]) await dial(router, { pincode: '1234' });
    expect([count(), existsSync(router.path('etc/modem-bench/wwan.pin-refused'))]).toEqual([2, false]);
  });

  it('that another SIM has refused is tried with this one', async () => {
    const { router, dialler, count } = await locked();
    dialler.replies.set('AT+CCID', '8970199912345678901\nOK');
    await dial(router, { pincode: '1234' });
    await dial(router, { pincode: '1234' });
    expect(count()).toBe(1);
    dialler.replies.set('AT+CCID', '8970199912345678902\nOK');
    await dial(router, { pincode: '1234' });
    expect(count()).toBe(2);
  });

  it.each(['SIM PIN2', 'SIM PUK2'])('is not sent where the SIM wants its second one: %s', async (state) => {
    const { router, dialler, count } = await locked();
    dialler.replies.set('AT+CPIN?', `+CPIN: ${state}\nOK`);
    await dial(router, { pincode: '1234' });
    expect([count(), dialler.told.includes('proto_send_update wwan')]).toEqual([0, true]);
  });

  it.each([
    ['+CPIN: SIM PUK', '1234', 'PUK_REQUIRED'],
    ['+CPIN: PH-NET PIN', '1234', 'SIM_LOCKED'],
    ['+CPIN: SIM PIN', '', 'PIN_REQUIRED'],
    ['+CPIN: SIM PIN', '12a4', 'PIN_FAILED'],
    ['+CPIN: SIM PIN', '123', 'PIN_FAILED'],
  ])('is not sent to a SIM that says %s, with %j as what is set: %s', async (state, pincode, code) => {
    const { router, dialler } = await locked();
    dialler.replies.set('AT+CPIN?', `${state}\nOK`);
    const result = await dial(router, { pincode });
    expect([result.code, dialler.sent]).toEqual([1, ['AT', 'AT+CPIN?']]);
    gaveUp(dialler.told, code);
  });

  it.each(['+CPINR: SIM PIN,1,10', '+CPINR: "SIM PIN",1', '+CPINR: SIM PIN, 1, 3', '+CPINR: SIM PIN,0,10'])(
    'is not sent where one try is left: %s',
    async (left) => {
      const { router, dialler, count } = await locked();
      dialler.replies.set('AT+CPINR="SIM PIN"', `${left}\nOK`);
      await dial(router, { pincode: '1234' });
      expect(count()).toBe(0);
      gaveUp(dialler.told, 'PIN_FAILED');
    },
  );

  it('is sent where nobody tells how many tries are left', async () => {
    const { router, dialler, count } = await locked();
    dialler.replies.set('AT+CPINR="SIM PIN"', 'ERROR');
    await dial(router, { pincode: '4711' });
    expect([count('AT+CPIN="4711"'), dialler.told.includes('proto_send_update wwan')]).toEqual([1, true]);
  });
});

describe('a call that cannot be made', () => {
  const failure = async (replies: Record<string, string>, wishes = {}) => {
    const { router, dialler } = await prepared();
    for (const [command, reply] of Object.entries(replies)) dialler.replies.set(command, reply);
    const { code, log } = await dial(router, wishes);
    return { code, log, told: dialler.told, dialler, router };
  };

  it.each([
    ['a modem that says nothing', { AT: '' }, 'MODEM_SILENT', 'the modem does not answer on'],
    ['no SIM', { 'AT+CPIN?': '+CME ERROR: 10' }, 'SIM_MISSING', 'there is no SIM in the modem'],
    ['no SIM, in words', { 'AT+CPIN?': '+CME ERROR: SIM not inserted' }, 'SIM_MISSING', 'there is no SIM in the modem'],
    ['no network', { 'AT+CEREG?': '+CEREG: 0,2\nOK', 'AT+CREG?': '+CREG: 0,0\nOK' }, 'NOT_REGISTERED', 'does not register'],
    ['a refusal', { 'AT+CGACT=1,1': '+CME ERROR: 33' }, 'CALL_REFUSED', 'AT+CGACT: '],
    ['a refusal without a reason', { 'AT+CGACT=1,1': 'ERROR' }, 'CALL_REFUSED', 'AT+CGACT: ERROR'],
    ['no answer', { 'AT+CGACT=1,1': '' }, 'CALL_REFUSED', 'AT+CGACT: no answer'],
    ['no proof', { 'AT+CGACT=1,1': 'OK' }, 'CALL_NOT_UP', 'AT+CGPADDR=1 does not tell of it'],
  ])('for %s: netifd and the log have the reason, and it is tried again after a pause', async (_, replies, error, line) => {
    const { code, log, told, dialler } = await failure(replies);
    expect([code, told]).toEqual([1, [`proto_notify_error wwan ${error}`]]);
    expect(log.at(-1)).toContain(`daemon.err: wwan: `);
    expect(log.at(-1)).toContain(line);
    expect(dialler.pauses.at(-1)).toBe('5');
  });

  it('has the modem’s own words in the log', async () => {
    expect((await failure({ 'AT+CGACT=1,1': '+CME ERROR: 33' })).log).toEqual(['daemon.err: wwan: AT+CGACT: +CME ERROR: 33']);
  });

  it('is not for want of a SIM where the modem names another error', async () => {
    const { told } = await failure({ 'AT+CPIN?': '+CME ERROR: 100' });
    expect(told).not.toContain('proto_notify_error wwan SIM_MISSING');
  });

  it('pauses longer from one failure to the next, at most five minutes, and anew after a call that was up', async () => {
    const { router, dialler } = await failure({ 'AT+CGACT=1,1': 'ERROR' });
    const pauses = ['5'];
    for (let time = 2; time <= 9; time++) {
      await dial(router);
      pauses.push(dialler.pauses.at(-1) ?? '');
    }
    expect(pauses).toEqual(['5', '20', '45', '80', '125', '180', '245', '300', '300']);
    willing(dialler);
    await dial(router);
    dialler.replies.set('AT+CGACT=1,1', 'ERROR');
    await dial(router);
    expect(dialler.pauses.at(-1)).toBe('5');
  }, 120_000);

  it('begins with a modem that knows none of the questions about the network', async () => {
    const questions = Object.fromEntries(['CEREG', 'CREG', 'CGREG', 'C5GREG'].map((word) => [`AT+${word}?`, 'ERROR']));
    expect((await failure(questions)).told).toContain('proto_send_update wwan');
  });

  it('waits for the network, also abroad', async () => {
    const { router, dialler } = await prepared();
    let asked = 0;
    dialler.replies.set('AT+CEREG?', () => `+CEREG: 2,${++asked < 4 ? 2 : 5},"1A2B","01C3D4E5",7\nOK`);
    for (const word of ['CREG', 'CGREG', 'C5GREG']) dialler.replies.set(`AT+${word}?`, 'ERROR');
    await dial(router);
    expect([asked, dialler.told.includes('proto_send_update wwan')]).toEqual([4, true]);
  });

  it.each([
    ['fibocom-fm350', 'AT+CGACT=1,1', '+CME ERROR: 5847'],
    ['quectel-unisoc', 'AT+QNETDEVCTL=1,1,1', '+CME ERROR: 4'],
  ])('is tried again where %s says to %s that it is not ready: %s', async (id, command, refusal) => {
    const input = given();
    const { router, dialler } = await prepared({ ...input, dongle: { ...input.dongle, dial: dialOf(id) } });
    let tries = 0;
    dialler.replies.set(command, () => (++tries < 3 ? refusal : 'OK'));
    await dial(router);
    expect(tries).toBe(3);
  });

  it('is not refused by a short message that comes meanwhile', async () => {
    const { router, dialler } = await prepared();
    let up = false;
    dialler.replies.set('AT+CGACT=1,1', () => {
      up = true;
      return '+CMTI: "SM",4\n\nOK';
    });
    dialler.replies.set('AT+CGPADDR=1', () => (up ? address : '+CGPADDR: 1\nOK'));
    await dial(router);
    expect(dialler.told).toContain('proto_send_update wwan');
  });

  it.each(['a"b', 'a\nb', 'a\u0007b'])('is not begun with %j as APN, which would end the command', async (apn) => {
    const { router, dialler } = await prepared();
    await dial(router, { apn });
    expect([dialler.sent, dialler.told]).toEqual([[], ['proto_notify_error wwan INVALID_OPTIONS', 'proto_block_restart wwan']]);
  });
});

describe('a call that is up', () => {
  const looks = async (then: (dialler: Dialler, look: number) => void) => {
    const { router, dialler } = await prepared();
    let look = 0;
    const listened = dialler.said.shift.bind(dialler.said);
    dialler.said.shift = () => {
      then(dialler, ++look);
      return listened() ?? (look > 6 ? FELL : '');
    };
    const { code, log } = await dial(router);
    return { code, log, look };
  };

  it('ends when the modem says so', async () => {
    const { code, log, look } = await looks((dialler, number) => {
      if (number === 3) dialler.said.push(FELL);
    });
    expect([code, look, log.at(-1)]).toEqual([1, 3, 'daemon.warning: wwan: the modem says that the call fell']);
  });

  it('ends when the proof of it is missed twice, and not once', async () => {
    const { code, log, look } = await looks((dialler, number) => {
      dialler.replies.set('AT+CGPADDR=1', number === 1 || number >= 3 ? '+CGPADDR: 1\nOK' : address);
    });
    expect([code, look, log.at(-1)]).toEqual([1, 4, 'daemon.warning: wwan: the call fell: AT+CGPADDR=1 does not tell of it any more']);
  });

  it('ends when the modem has another address', async () => {
    const { code, log, look } = await looks((dialler, number) => {
      if (number === 2) dialler.replies.set('AT+CGPADDR=1', '+CGPADDR: 1,"10.81.7.7"\nOK');
    });
    expect([code, look, log.at(-1)]).toEqual([1, 2, 'daemon.notice: wwan: the modem has another address']);
  });

  it('ends when the port goes', async () => {
    const { router, dialler } = await prepared();
    dialler.replies.set('AT+CGCONTRDP=1', () => {
      rmSync(router.path('dev/ttyUSB3'));
      return 'ERROR';
    });
    const { code, log } = await dial(router);
    expect([code, log.at(-1)]).toEqual([1, `daemon.warning: wwan: the port ${router.path('dev/ttyUSB3')} is gone`]);
  });

  it('is ended by a stop, within the time that netifd leaves, and nothing else is asked', async () => {
    const { router, dialler } = await prepared();
    const stop = () => router.run(program, ['wwan', 'stop'], false, wished);
    await stop();
    expect(dialler.sent).toEqual([]);
    await dial(router);
    dialler.sent.length = 0;
    expect((await stop()).code).toBe(0);
    // The call’s own process may have been stopped in the midst of a question.
    expect(dialler.sent).toEqual(['AT', 'AT+CGACT=0,1']);
    expect(
      dialler.within
        .slice(-2)
        .map(Number)
        .reduce((sum, seconds) => sum + seconds),
    ).toBeLessThanOrEqual(5);
    expect(router.exists('var/run/modem-bench.wwan.busy')).toBe(false);
  });

  it('is ended by a stop that is sent again where the modem refused it', async () => {
    const { router, dialler } = await prepared();
    await dial(router);
    dialler.sent.length = 0;
    const replies = ['ERROR', 'OK'];
    dialler.replies.set('AT+CGACT=0,1', () => {
      // The next call has to wait.
      expect(router.exists('var/run/modem-bench.wwan.busy')).toBe(true);
      return replies.shift() ?? 'OK';
    });
    await router.run(program, ['wwan', 'stop'], false, wished);
    expect(dialler.sent).toEqual(['AT', 'AT+CGACT=0,1', 'AT+CGACT=0,1']);
    replies.push('ERROR', 'ERROR', 'OK');
    dialler.sent.length = 0;
    await router.run(program, ['wwan', 'stop'], false, wished);
    expect(dialler.sent).toEqual(['AT', 'AT+CGACT=0,1', 'AT+CGACT=0,1']);
  });

  it('is ended by the undo', async () => {
    const { router, dialler } = await prepared();
    await dial(router);
    dialler.sent.length = 0;
    router.commands.set('ifdown', ([name = '']) => {
      // The stop that netifd runs finds the modem by its place.
      dialler.sent.push(`ifdown ${name}, the place ${router.exists('var/run/modem-bench.wwan.place') ? 'is there' : 'is gone'}`);
      return { code: 0 };
    });
    await router.run(remove);
    expect(dialler.sent).toEqual(['ifdown wwan, the place is there']);
    expect(router.exists('var/run/modem-bench.wwan.place')).toBe(false);
  });
});

describe('the protocol', () => {
  const handler = 'lib/netifd/proto/atdial.sh';
  const page = 'www/luci-static/resources/protocol/atdial.js';
  const acl = 'usr/share/rpcd/acl.d/luci-proto-atdial.json';

  it('is put in place, with its page, and netifd is started anew for it once; the undo leaves nothing', async () => {
    const router = newRouter();
    const before = tree(router);
    const restarts: string[] = [];
    router.commands.set('pidof', () => ({ code: 0 }));
    router.commands.set('restarted', ([word = '']) => {
      restarts.push(word);
      return { code: 0 };
    });
    for (const name of ['network', 'rpcd']) router.install(`etc/init.d/${name}`, `#!/bin/sh /etc/rc.common\nstart() { :; }\n`);
    write(router, 'etc/init.d/network', `#!/bin/sh\necho "network $1" >>'${router.path('restarts')}'\n`);
    write(router, 'etc/init.d/rpcd', `#!/bin/sh\necho "rpcd $1" >>'${router.path('restarts')}'\n`);
    const { log } = await apply(router, given());
    expect(log[0]).toContain('chat is not installed: interface wwan stays down until: ');
    expect(router.read('restarts')).toBe('rpcd reload\nnetwork restart\n');
    expect(statSync(router.path(handler)).mode & 0o777).toBe(0o755);
    expect([page, acl].map((path) => router.exists(path))).toEqual([true, true]);
    expect(() => JSON.parse(router.read(acl))).not.toThrow();
    await apply(router, given({ apn: 'other' }));
    expect(router.read('restarts')).toBe('rpcd reload\nnetwork restart\n');
    for (const path of [handler, page, acl]) expect(router.read('lib/upgrade/keep.d/modem-bench')).toContain(`${router.path(path)}\n`);
    await router.run(remove);
    const { 'etc/init.d/network': network, 'etc/init.d/rpcd': rpcd, ...after } = tree(router);
    expect([typeof network, typeof rpcd, after]).toEqual(['string', 'string', before]);
    expect([router.uci.file('network'), router.uci.file('firewall')]).toEqual([stock.network, stock.firewall]);
  });

  it('needs no LuCI', async () => {
    const router = newRouter();
    router.commands.set('pidof', () => ({ code: 1 }));
    for (const folder of ['www', 'usr/share/rpcd']) rmSync(router.path(folder), { recursive: true });
    const { code, stderr } = await apply(router, given());
    expect([code, stderr, router.exists('www'), router.exists('usr/share/rpcd'), router.exists(handler)]).toEqual([
      0,
      '',
      false,
      false,
      true,
    ]);
  });

  /** netifd, as far as the handler sees it. */
  async function handled(router: Router, call: string, config: Record<string, string> = {}) {
    const told: string[] = [];
    router.commands.set('netifd', (args) => {
      told.push(args.join(' ').replaceAll(router.root, '').trimEnd());
      return { code: 0 };
    });
    const names = [
      'proto_notify_error',
      'proto_set_available',
      'proto_block_restart',
      'proto_run_command',
      'proto_kill_command',
      'proto_export',
    ];
    const functions = names.map((name) => `${name}() { netifd ${name} "$@"; }`).join('\n');
    const options = Object.entries(config).map(([name, value]) => `config_${name}='${value}'`);
    router.install(
      'call',
      [functions, 'json_get_var() { eval "$1=\\$config_$2"; }', ...options, 'INCLUDE_ONLY=1', `. '${router.path(handler)}'`, call, ''].join(
        '\n',
      ),
    );
    const { code, stderr } = await router.run('call');
    return { code, stderr, told };
  }

  it('runs the dialler with what is set, where the dongle is', async () => {
    const { router } = await prepared();
    const { told, stderr } = await handled(router, 'proto_atdial_setup wwan', { apn: 'a b', pincode: '1234', metric: '20' });
    expect([stderr, told.at(-1)]).toEqual(['', 'proto_run_command wwan /bin/sh /etc/modem-bench/dial wwan call']);
    for (const one of ['apn=a b', 'pincode=1234', 'metric=20']) expect(told).toContain(`proto_export ${one}`);
    await router.goes('1-1');
    const gone = await handled(router, 'proto_atdial_setup wwan');
    expect([gone.code, gone.told]).toEqual([1, ['proto_notify_error wwan NO_DEVICE', 'proto_set_available wwan 0']]);
  });

  it('says that chat is missing, and does not try again', async () => {
    const { router } = await prepared();
    router.commands.delete('chat');
    const { code, told } = await handled(router, 'proto_atdial_setup wwan');
    expect([code, told]).toEqual([1, ['proto_notify_error wwan NO_CHAT', 'proto_block_restart wwan']]);
  });

  it('has a password in the setup and the configuration alone; the archive is secret', async () => {
    const secret = given({ username: 'u', password: 'p w$(id)' });
    const { contents, files } = await buildBundle(secret);
    const holding = contents
      .filter(({ data }) => new TextDecoder().decode(data).includes('p w$(id)'))
      .map(({ path, mode }) => `${path} ${mode}`);
    expect([holding, files[0]?.secret]).toEqual([['etc/uci-defaults/99-modem-bench 0600'], true]);
    const { router } = await prepared(secret);
    const shown = Object.entries(tree(router)).filter(([, text]) => text.includes('p w$(id)'));
    expect(shown).toEqual([]);
    expect(router.uci.file('network')).toContain("option password 'p w$(id)'");
  });
});
