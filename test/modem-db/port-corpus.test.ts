import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadDb, type SeenInterface } from '../../modem-db/db.ts';
import { atCandidates, type PortInterface, serialInterfaces } from '../../modem-db/ports/port-hints.ts';

/**
 * Modems as people posted them, with a serial driver bound: an interface is `class/subclass/protocol endpoints driver`, the endpoints
 * by name or, where the text only counts them, by number. `at`: what the post says takes AT; `others`: what it says is something else.
 */
const Corpus = z.array(
  z.strictObject({
    id: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/),
    name: z.string(),
    interfaces: z.record(z.string(), z.string()),
    source: z.url(),
    at: z.array(z.number()).optional(),
    others: z.array(z.number()).optional(),
    assumed: z.string().optional(),
  }),
);
type Modem = z.infer<typeof Corpus>[number];
const corpus = Corpus.parse(JSON.parse(readFileSync(new URL('../field/port-corpus.json', import.meta.url), 'utf8')));

/** Endpoints as modems have them: notices, then one bulk endpoint each way. */
const usual = (count: number) => (count === 1 ? ['interrupt-in'] : ['interrupt-in', 'bulk-in', 'bulk-out'].slice(count === 2 ? 1 : 0));

function interfacesOf({ interfaces }: Modem): (PortInterface & SeenInterface)[] {
  return Object.entries(interfaces).map(([number, text]) => {
    const [codes = '', told = ''] = text.split(' ');
    const [c = 0, subclass = 0, protocol = 0] = codes.split('/').map((byte) => Number.parseInt(byte, 16));
    const names = told === '0' ? [] : /^\d+$/.test(told) ? usual(Number(told)) : told.split(',');
    const endpoints = names.map((name, i) => ({ address: (name.endsWith('-in') ? 0x81 : 1) + i, type: name.split('-')[0] ?? '' }));
    return { number: Number(number), class: c, subclass, protocol, endpoints };
  });
}

const db = loadDb();
const judged = corpus.map((modem) => {
  const interfaces = interfacesOf(modem);
  const [vid = 0, pid = 0] = modem.id.split(':').map((part) => Number.parseInt(part, 16));
  const recognised = db.recognise(vid, pid, interfaces);
  const serial = serialInterfaces(interfaces, recognised, { vid, pid });
  const talks = serial.filter(({ role, known }) => known !== 'candidate' && (role === 'at' || role === 'modem'));
  return { modem, interfaces, serial, named: talks.map((s) => s.number), asked: atCandidates(interfaces, recognised, { vid, pid }) };
});

describe('the AT port of modems that people posted', () => {
  it('is named, or some may be asked, of more than nine in ten', () => {
    // By the vendors' files alone, before there were lists and codes: 79 of these 232 named, no candidates.
    const named = judged.filter((one) => one.named.length > 0).length;
    const candidates = judged.filter((one) => one.named.length === 0 && one.asked.length > 0).length;
    console.log(
      `${corpus.length} modems: AT port named of ${named}, candidates of ${candidates}, neither of ${corpus.length - named - candidates}`,
    );
    expect(corpus.length).toBeGreaterThanOrEqual(230);
    expect(named / corpus.length).toBeGreaterThan(0.8);
    expect((named + candidates) / corpus.length).toBeGreaterThan(0.9);
  });

  it('is none that the post says is something else, and the one that it says is among ours', () => {
    for (const { modem, named } of judged) {
      const what = `${modem.id} ${modem.name}, ${modem.source}`;
      expect(
        named.filter((number) => modem.others?.includes(number)),
        what,
      ).toEqual([]);
      if (modem.at && named.length > 0)
        expect(
          named.some((number) => modem.at?.includes(number)),
          what,
        ).toBe(true);
    }
  });

  it('is among those that may be asked, where the post says which it is', () => {
    for (const { modem, asked } of judged)
      if (modem.at && modem.at.length > 0)
        expect(
          asked.some((number) => modem.at?.includes(number)),
          `${modem.id} ${modem.name}`,
        ).toBe(true);
  });

  it('is never looked for on ports for diagnosis, firmware, adb, network or storage', () => {
    for (const { modem, asked, serial, interfaces } of judged) {
      for (const number of asked) {
        const i = interfaces.find((one) => one.number === number);
        const codes = `${i?.class.toString(16)}/${i?.subclass.toString(16)}/${i?.protocol.toString(16)}`;
        expect(['ff/ff/10', 'ff/ff/30', 'ff/ff/50', 'ff/ff/70', 'ff/ff/80'], `${modem.id} ${number}`).not.toContain(codes);
        expect(codes, `${modem.id} ${number}`).not.toMatch(/^(?:8|3|1|e0|ef|ff\/42)\//);
        expect(modem.interfaces[String(number)], `${modem.id} ${number}`).not.toMatch(
          /qmi_wwan|cdc_mbim|cdc_ether|rndis_host|cdc_ncm|usb-storage/,
        );
        expect(['at', 'modem', 'other'], `${modem.id} ${number}`).toContain(serial.find((s) => s.number === number)?.role);
      }
    }
  });
});
