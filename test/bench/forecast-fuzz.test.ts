import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDump } from '../../electron/bench/forecast/dumps.ts';
import { JudgedBy, mostReported, ReportedDevice } from '../../electron/contract/drivers.ts';
import { models } from '../../electron/virtual/models/index.ts';
import { loadDb } from '../../modem-db/db.ts';
import { printed, writeDebugfs, writeLsusbList, writeLsusbTree, writeLsusbVerbose, writeUsbDevices } from '../support/dump-writer.ts';
import {
  writeAt,
  writeKernelLog,
  writeLuci,
  writeMacos,
  writeMmcli,
  writeMmcliJson,
  writeModeswitch,
  writeWindows,
} from '../support/told-writer.ts';
import { posts } from '../usb/dumps/posts.ts';

/** Whatever somebody pastes: texts of dongles, mangled. */

const db = loadDb();
const dumps = models.flatMap((model) =>
  model.compositions.flatMap((composition) => {
    const d = printed(model, composition);
    const names = { maker: d.manufacturer ?? 'Maker', model: d.product ?? 'Modem', firmware: 'FW1.0' };
    const told = [
      writeKernelLog(d),
      writeMmcli(d, names),
      writeMmcliJson(d, names),
      writeWindows(d),
      writeMacos(d),
      writeModeswitch(d),
      writeAt(names),
    ];
    const described = [
      writeUsbDevices(d),
      writeDebugfs(d),
      writeLsusbVerbose(d),
      writeLsusbTree(d, 'verbose'),
      writeLsusbTree(d),
      writeLsusbList(d),
    ];
    return [...described, ...told, writeLuci(d, names)];
  }),
);

type Mangle = (text: string) => string;

const position = fc.double({ min: 0, max: 1, noNaN: true });
const piece = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    'Driver=',
    'Driver=(none)',
    'If#=255',
    '#EPs=99',
    'Cls=0a',
    'Cfg#=9',
    '$t(modes.qmi)',
    '{{by}}',
    '\u0000',
    '\r',
    '\n\n',
    'bNumInterfaces 300',
    'ID ffff:ffff',
  ),
);
const spot = (text: string, at: number) => Math.floor(at * text.length);

const mangles: fc.Arbitrary<Mangle> = fc.oneof(
  fc.tuple(position, position).map(
    ([a, b]): Mangle =>
      (text) =>
        text.slice(spot(text, Math.min(a, b)), spot(text, Math.max(a, b))),
  ),
  fc.tuple(position, piece).map(
    ([at, what]): Mangle =>
      (text) =>
        text.slice(0, spot(text, at)) + what + text.slice(spot(text, at)),
  ),
  fc.tuple(position, fc.integer({ min: 1, max: 40 })).map(
    ([at, n]): Mangle =>
      (text) =>
        text.slice(0, spot(text, at)) + text.slice(spot(text, at) + n),
  ),
  fc.tuple(fc.constantFrom(...'0123456789abcdef'), fc.constantFrom(...'0123456789abcdef')).map(
    ([a, b]): Mangle =>
      (text) =>
        text.replaceAll(a, b),
  ),
  fc.constantFrom(...posts.map(({ post }): Mangle => post)),
  fc.tuple(fc.constantFrom(...dumps)).map(
    ([other]): Mangle =>
      (text) =>
        `${text}\n${other}`,
  ),
);

describe('any text', () => {
  it('gives a report that fits its schema, and never throws', () => {
    let devices = 0;
    let unjudged = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...dumps),
        fc.array(mangles, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('21.02.0', '24.10.8', '25.12.5', '23.05.3'),
        fc.constantFrom('en', 'ru'),
        (dump, list, release, language) => {
          const text = list.reduce((sofar, mangle) => mangle(sofar), dump);
          const report = readDump(text, release, language, db);
          JudgedBy.parse(report.router);
          expect(report.devices.length).toBeLessThanOrEqual(mostReported);
          for (const device of report.devices) {
            const parsed = ReportedDevice.safeParse(device);
            if (!parsed.success) throw new Error(JSON.stringify(parsed.error.issues.slice(0, 3)));
            devices++;
            if (device.mode === null && device.ownWay === null && device.way?.proto === '3g' && !device.disc)
              throw new Error('dials in no mode');
            const numbers = device.interfaces.map(({ number }) => number);
            if (numbers.some((n, i) => i > 0 && n <= (numbers[i - 1] ?? 0))) throw new Error(`numbers ${numbers.join(' ')}`);
            for (const { driver, kmod, nodes, told, agrees, reason } of device.interfaces) {
              if (
                (driver === null) !== (kmod === null) ||
                (driver === null && nodes.length > 0) ||
                (!told && agrees !== null) ||
                reason === ''
              )
                throw new Error('an interface contradicts itself');
              if (agrees === null) unjudged++;
            }
          }
        },
      ),
      { numRuns: 1_000 },
    );
    expect(devices).toBeGreaterThan(400);
    expect(unjudged).toBeGreaterThan(20);
  }, 600_000);
});
