import { describe, expect, it } from 'vitest';
import { modeListed, refuseUnlisted, settingListed } from '../../electron/bench/identity/listed.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import type { Mode } from '../../electron/contract/words.ts';
import { loadDb } from '../../modem-db/db.ts';
import type { Recipe } from '../../modem-db/schema.ts';

const db = loadDb();
const recipe = (id: string): Recipe => {
  const found = db.recipe(id);
  if (!found) throw new Error(`no recipe ${id}`);
  return found;
};

/** The code that setting a mode is refused with; `null`: it is set. */
function refusal(id: string, mode: Mode, answer: string | undefined, setting?: string): string | null {
  try {
    refuseUnlisted(recipe(id), mode, 'AT+X=1', { answer, setting });
    return null;
  } catch (error) {
    return error instanceof BenchError ? error.code : String(error);
  }
}

describe('a mode is set only', () => {
  it('where the firmware lists it', () => {
    expect(refusal('fibocom-gtusbmode-5g', 'mbim', '+GTUSBMODE: (17-18,29-33)', '32')).toBeNull();
    expect(refusal('fibocom-gtusbmode-5g', 'mbim', '+GTUSBMODE: (17-18,31-33)', '32')).toBe('MODE_NOT_IN_FIRMWARE');
    expect(refusal('quectel-usbnet', 'mbim', '+QCFG: "usbnet",(0,1)', '0')).toBe('MODE_NOT_IN_FIRMWARE');
  });

  it('where it lists what is set now as well', () => {
    expect(refusal('fibocom-gtusbmode-mtk', 'rndis', '+GTUSBMODE: (41,42)', '40')).toBe('WAY_BACK_NOT_LISTED');
    expect(refusal('quectel-usbnet', 'mbim', '+QCFG: "usbnet",(0-3)', '4')).toBe('WAY_BACK_NOT_LISTED');
    expect(refusal('quectel-usbnet', 'mbim', '+QCFG: "usbnet",(0-3)', '0')).toBeNull();
  });

  it('as a firmware says that lists nothing, unless the recipe asks for its list', () => {
    for (const answer of [undefined, '', '+QCFG: "urc/ri/ring",("off","pulse")']) {
      expect(refusal('quectel-usbnet', 'mbim', answer, '4')).toBeNull();
      expect(refusal('quectel-usbnet-em060k', 'mbim', answer, '1')).toBe('MODE_NOT_IN_FIRMWARE');
    }
    // One source has 5 answered with ERROR; the others of the recipe are known by two.
    expect(refusal('quectel-usbnet-5g', 'ncm', '', '0')).toBe('MODE_NOT_IN_FIRMWARE');
    expect(refusal('quectel-usbnet-5g', 'mbim', '', '0')).toBeNull();
  });

  it('where no command leads back, by its own place in the list', () => {
    const help = 'RMNET0 - 0x00000100,\nMBIM - 0x00001000,';
    expect(refusal('sierra-usbcomp-9x50-usbif', 'qmi', help, '0000100D')).toBeNull();
    expect(refusal('sierra-usbcomp-9x50-usbif', 'qmi', 'MBIM - 0x00001000,', '0000100D')).toBe('MODE_NOT_IN_FIRMWARE');
  });
});

describe('a list that is no set of values', () => {
  const udusbcomp = recipe('sierra-udusbcomp');
  const list = '6 - DM NMEA AT QMI SUPPORTED\n8 - DM NMEA AT MBIM NOT SUPPORTED';

  it('is read by its pattern, for what is set now too', () => {
    expect([modeListed(udusbcomp, 'qmi', list), modeListed(udusbcomp, 'mbim', list)]).toEqual(['yes', 'no']);
    expect([settingListed(udusbcomp, '6', list), settingListed(udusbcomp, '8', list)]).toEqual(['yes', 'no']);
    expect(settingListed(udusbcomp, '14', list)).toBe('untold');
    expect(refusal('sierra-udusbcomp', 'qmi', list, '8')).toBe('WAY_BACK_NOT_LISTED');
    expect(refusal('sierra-udusbcomp', 'qmi', list, '14')).toBeNull();
  });
});
