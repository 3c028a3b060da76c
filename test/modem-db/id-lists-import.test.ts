import { describe, expect, it } from 'vitest';
import { hubIds, importList, listImporters, type SourceText, writeList } from '../../modem-db/import/lists/index.ts';

const importer = (list: string, wanted?: ReadonlySet<string>) => {
  const found = listImporters(wanted).find((one) => one.list === list);
  if (!found) throw new Error(`no importer ${list}`);
  return found;
};
const file = (path: string, text: string, link = false): SourceText => ({ path, text, link });
const imported = (list: string, ...texts: SourceText[]) => importList(importer(list), texts, 'Sample 1').ids;

const OPTION = `
#define ACME_VENDOR_ID			0x2C7C
#define ACME_PRODUCT_EM060K_128		0x0128
#define ACME_PRODUCT_MV31_RMNET		0x00b7
#define ACME_PRODUCT_7252		0x7252
#define ACME_PRODUCT_EVDO_HIGHSPEED3	0x7003
#define ACME_PRODUCT_5804_ATT		0x819b /* Novatel E371 */
static const struct usb_device_id option_ids[] = {
	{ USB_DEVICE(ACME_VENDOR_ID, ACME_PRODUCT_EM060K_128) },
	{ USB_DEVICE_AND_INTERFACE_INFO(ACME_VENDOR_ID, ACME_PRODUCT_EM060K_128, 0xff, 0xff, 0x40) },
	{ USB_DEVICE_INTERFACE_CLASS(ACME_VENDOR_ID, ACME_PRODUCT_MV31_RMNET, 0xff),
	  .driver_info = RSVD(3) },
	{ USB_DEVICE(ACME_VENDOR_ID, ACME_PRODUCT_7252) },	/* Acme 7252 */
	{ USB_DEVICE(ACME_VENDOR_ID, ACME_PRODUCT_EVDO_HIGHSPEED3) },
	{ USB_DEVICE(ACME_VENDOR_ID, ACME_PRODUCT_5804_ATT) },
	/* Acme products using another vendor ID 1 */
	{ USB_DEVICE(0x05C6, 0x9003), /* Acme UC20 */
	  .driver_info = RSVD(4) },
	/* Acme Ovation MC551 a.k.a. Roadrunner USB551L */
	{ USB_DEVICE_AND_INTERFACE_INFO(0x1410, 0xb001, 0xff, 0xff, 0xff) },
	{ USB_DEVICE(0x1410, 0xb002) },
	/* { USB_DEVICE(0x1410, 0xdead) }, */
	{ USB_DEVICE_INTERFACE_CLASS(0x2dee, 0x4d38, 0xff) },	/* Acme SRM825 (Diag) */
	{ USB_DEVICE_INTERFACE_CLASS(0x2dee, 0x4d38, 0xff) },	/* Acme SRM825 NMEA */
	{ USB_DEVICE_INTERFACE_CLASS(0x2dee, 0x4d38, 0xff) },	/* Acme SRM825 (AT) */
	{ USB_DEVICE(0x22b8, 0x2a70) },	/* mdm6600 */
	{ USB_DEVICE(0x1199, 0x9040) },	/* Acme Modem 4G */
	{ USB_VENDOR_AND_INTERFACE_INFO(0x12d1, 0xff, 0xff, 0xff) },
	{ } /* Terminating entry */
};
static const struct other_table others[] = { { USB_DEVICE(0xaaaa, 0xbbbb) } };
`;

describe('the importer of the kernel’s tables', () => {
  it('names a row by the remark that is its own, else by its constant', () => {
    expect(imported('linux-option', file('drivers/usb/serial/option.c', OPTION))).toEqual({
      '05c6:9003': ['Acme UC20'],
      '1199:9040': [],
      '1410:b001': ['Acme Ovation MC551 a.k.a. Roadrunner USB551L'],
      '1410:b002': [],
      '22b8:2a70': [],
      '2c7c:00b7': ['Acme MV31 (RmNet)'],
      '2c7c:0128': ['Acme EM060K'],
      '2c7c:7003': [],
      '2c7c:7252': [],
      '2c7c:819b': ['Novatel E371'],
      '2dee:4d38': ['Acme SRM825'],
    });
  });

  it('reads a driver’s own macros, rows of two fields, and the remark ahead of an opened row', () => {
    const qmi = `static const struct usb_device_id products[] = {
	{	/* Acme Wireless 5800 (Novatel E362) */
		USB_DEVICE_AND_INTERFACE_INFO(0x413C, 0x8195,
		                              USB_CLASS_COMM, 6, 0),
	},
	{QMI_FIXED_INTF(0x05c6, 0x7000, 0)},
	{QMI_QUIRK_SET_DTR(0x1bc7, 0x1040, 2)},	/* Acme LE922A */
};
`;
    expect(imported('linux-qmi-wwan', file('linux/drivers/net/usb/qmi_wwan.c', qmi))).toEqual({
      '05c6:7000': [],
      '1bc7:1040': ['Acme LE922A'],
      '413c:8195': ['Acme Wireless 5800 (Novatel E362)'],
    });
    const ether = `static const struct usb_device_id	products[] = {
{
	.match_flags	=   USB_DEVICE_ID_MATCH_INT_INFO,
	.idVendor		= 0x04DD,
	/* reported with some C860 units */
	.idProduct		= 0x9050,	/* C-860 */
},
/* Acme platforms like F5521 */
{
	.match_flags	=   USB_DEVICE_ID_MATCH_INT_INFO,
	.idVendor		= 0x04DD,
	.idProduct		= 0x9051,
}, {
	/* Acme K3805-Z - handled by qmi_wwan */
	USB_DEVICE_AND_INTERFACE_INFO(0x19d2, 0x1003, 2, 6, 0),
},
};
`;
    expect(imported('linux-cdc-ether', file('cdc_ether.c', ether))).toEqual({
      '04dd:9050': ['C-860'],
      '04dd:9051': [],
      '19d2:1003': ['Acme K3805-Z'],
    });
  });

  it('adds what a newer kernel’s aliases have for the driver, and nothing of another', () => {
    const aliases = [
      'alias usb:v2C7Cp0316d*dc*dsc*dp*icFFiscFFipFFin* option',
      'alias usb:v2C7Cp0317d*dc*dsc*dp*ic*isc*ip*in* qmi_wwan',
      'alias usb:v12D1p*d*dc*dsc*dp*icFFisc01ip01in* option',
    ].join('\n');
    const ids = imported('linux-option', file('drivers/usb/serial/option.c', OPTION), file('modules.alias', aliases));
    expect(ids['2c7c:0316']).toEqual([]);
    expect(Object.keys(ids)).not.toContain('2c7c:0317');
  });

  it('takes nothing from a tree without its file', () => {
    expect(() => imported('linux-option', file('drivers/usb/serial/ftdi_sio.c', OPTION))).toThrow(/no file of linux-option/);
  });
});

describe('the importer of ModemManager’s rules', () => {
  const port = (pid: string, mark = 'TYPE_AT_PRIMARY') =>
    `ATTRS{idVendor}=="1bc7", ATTRS{idProduct}=="${pid}", ENV{.MM_USBIFNUM}=="00", SUBSYSTEM=="tty", ENV{ID_MM_PORT_${mark}}="1"`;

  it('names an id by the first line of the remark above, with its maker', () => {
    const rules = [
      '# FN980 (MBIM composition)',
      '#  ttyUSB0 (if #0): AT port 9',
      port('1051'),
      '',
      port('1052'),
      "# FN990 doesn't support multiplexing on 2 ports",
      port('1053'),
      '# LM9 without a port role',
      'ATTRS{idVendor}=="1bc7", ATTRS{idProduct}=="1099", ENV{ID_MM_PREFERRED}="1"',
    ].join('\n');
    expect(imported('modemmanager', file('src/plugins/telit/77-mm-telit-port-types.rules', rules))).toEqual({
      '1bc7:1051': ['Telit FN980 (MBIM composition)'],
      '1bc7:1052': [],
      '1bc7:1053': [],
    });
  });
});

describe('the importers of OpenWrt’s lists', () => {
  it('read the files of wwan, and not those of usbmode', () => {
    const ids = imported(
      'openwrt-wwan',
      file('package/network/utils/wwan/files/data/2c7c-0125', '{\n\t"desc": "Acme EC25,",\n\t"control": 2,\n}\n'),
      file('package/network/utils/wwan/files/data/19d2-fff1', '{ "desc": "Acme generic" }'),
      file('package/utils/usbmode/data/12d1-1f16', '# Acme K5150\nMBIM=1\n'),
    );
    expect(ids).toEqual({ '19d2:fff1': [], '2c7c:0125': ['Acme EC25'] });
  });

  it('read the ids of usb-mode.json', () => {
    const text = JSON.stringify({ messages: [], devices: { '12D1:1f01': { '*': { mode: 'HuaweiNew' } } } });
    expect(imported('openwrt-usbmode', file('etc/usb-mode.json', text))).toEqual({ '12d1:1f01': [] });
  });

  it('refuse what is no such file', () => {
    expect(() => imported('openwrt-usbmode', file('usb-mode.json', '{"devices": {"nonsense": {}}}'))).toThrow(/Invalid/);
    expect(() => imported('openwrt-wwan', file('2c7c-0125', 'no JSON'))).toThrow(SyntaxError);
  });
});

describe('the importers of packages for routers', () => {
  it('read QModem’s port rules', () => {
    const usb = { '2C7C:0457': { name: 'ag598e-eu' }, '1e0e:9011': { name: 'acme_a8200_serias' }, 'pcie:1': { name: 'x55' } };
    const text = JSON.stringify({ modem_port_rule: { usb } });
    expect(imported('qmodem', file('qmodem/modem_port_rule.json', text))).toEqual({ '1e0e:9011': [], '2c7c:0457': ['AG598E-EU'] });
  });

  it('read what a script of modemband prints as a name, and not what it asks the modem for', () => {
    const script = (name: string) => `_DEVICE=/dev/ttyUSB2\n\ngetinfo() {\n\techo "${name}"\n}\n`;
    const ids = imported(
      'modemband',
      file('modemband/files/usr/share/modemband/2c7c0512EM12-G', script('Acme EM12-G')),
      file('modemband/files/usr/share/modemband/2c7c0512EG18-EA', script('Acme EG18-EA')),
      file('modemband/files/usr/share/modemband/12d11506', script('$VENDOR $MODEL 4')),
      file('modemband/files/usr/share/modemband/1e2d00b3', script('Acme MV31-W in mbim mode')),
      file('modemband/files/usr/share/modemband/_quectel_common', script('Acme 1')),
    );
    expect(ids).toEqual({ '12d1:1506': [], '1e2d:00b3': ['Acme MV31-W (MBIM)'], '2c7c:0512': ['Acme EG18-EA', 'Acme EM12-G'] });
  });

  it('take the remark on top of a script where it is one, and no link’s', () => {
    const folder = 'modemdata/files/usr/share/modemdata/addon/usb';
    const ids = imported(
      'modemdata',
      file(`${folder}/119990d3`, '# Acme EM9190\n\nO=$(at)\n'),
      file(`${folder}/2c7c0800`, '# Acme RG500Q\n# Acme RM520N\n\nO=$(at)\n'),
      file(`${folder}/2c7c0801`, '', true),
      file(`${folder}/05c69091`, '# Acme QMI, USB 05c6:9091\nO=$(at)\n'),
    );
    expect(ids).toEqual({ '05c6:9091': [], '1199:90d3': ['Acme EM9190'], '2c7c:0800': [], '2c7c:0801': [] });
    expect(imported('3ginfo-lite', file('modem/usb/119990d3', '# Acme EM9190\nO=1\n'))).toEqual({ '1199:90d3': ['Acme EM9190'] });
  });
});

describe('the importer of usb.ids', () => {
  it('takes the names of wanted ids, and none of classes, discs and download modes', () => {
    const text = [
      '# a remark',
      '1199  Acme Wireless, Inc.',
      '\t9071  AirPrime MC7455 3G/4G LTE Modem',
      '\t9072  AirPrime MC9999',
      '\t9070  MC7455 QDL',
      '\t68aa  4G LTE adapter',
      'C 02  Communications',
      '\t9071  Something 5',
    ].join('\n');
    const wanted = new Set(['1199:9071', '1199:9070', '1199:68aa']);
    const { ids } = importList(importer('usb-ids', wanted), [file('usb.ids', text)], 'Sample 1');
    expect(ids).toEqual({ '1199:9071': ['AirPrime MC7455 3G/4G LTE Modem'] });
  });

  it('finds hubs, but none that another list has as a modem', () => {
    const text = '2109  Acme Labs\n\t3431  Hub\n\t0711  Hubble Telescope\n\t0812  VL812 Hub\n\t0811  Hub\nC 09  Hub\n\t0001  Hub\n';
    expect(hubIds(text, new Set(['2109:0811']))).toEqual(['2109:0812', '2109:3431']);
  });
});

describe('the file of a list', () => {
  it('is the same whatever order the texts come in, and reads as it was written', () => {
    const texts = [file('2c7c-0125', '{"desc": "Acme EC25"}'), file('0421-03a7', '{"desc": "Acme C5-00"}')];
    const list = importList(importer('openwrt-wwan'), texts, 'Sample 1');
    expect(importList(importer('openwrt-wwan'), texts.toReversed(), 'Sample 1')).toEqual(list);
    expect(JSON.parse(writeList(list))).toEqual(list);
    expect(list.source).toBe('Sample 1, package/network/utils/wwan/files/data');
    const option = importList(importer('linux-option'), [file('option.c', OPTION)], 'Sample 1');
    expect(JSON.parse(writeList(option))).toEqual(option);
    expect(option.driver).toBe('option');
  });

  it('cuts what no list has: a name of a page, a dozen names of one id', () => {
    const script = (name: string) => `getinfo() {\n\techo "${name}"\n}\n`;
    const many = Array.from({ length: 12 }, (_, i) => file(`2c7c0512A${i}`, script(`Acme ${i}`)));
    expect(imported('modemband', ...many)['2c7c:0512']).toHaveLength(8);
    expect(imported('openwrt-wwan', file('2c7c-0125', JSON.stringify({ desc: `A${'1'.repeat(190)}` })))['2c7c:0125']?.[0]).toHaveLength(
      100,
    );
  });
});
