import { describe, expect, it } from 'vitest';
import { findProviders } from '../../electron/cli/providers.ts';
import { exitCodes, ProvidersDocument } from '../../electron/contract/documents.ts';
import { exitCodeOf } from '../../electron/contract/exit-code.ts';
import { createText } from '../../electron/contract/text.ts';

const text = createText('en');
const find = (options: Parameters<typeof findProviders>[0]) => findProviders(options, text);

describe('db providers', () => {
  it('prints what prepare takes, one plan a line', () => {
    expect(find({ imsi: '250011234567890' }).lines).toBe(
      '  ru  MTS: MTS internet  --apn internet.mts.ru  --username mts  --password mts  --auth both  [mobile-broadband-provider-info 20251101]',
    );
    expect(find({ plmn: '25002' }).lines.split('\n').at(-1)).toMatch(
      /^ {2}ru {2}Megafon: МегаФон MMS .*\(mms\) {2}\[mobile-broadband-provider-info \d+\]$/,
    );
    expect(find({ country: 'RU', words: ['yota', 'modem'] }).lines.split('\n')).toHaveLength(2);
    expect(find({ country: 'ru', words: ['yota'] }).lines).toMatch(/^\? ru/);
  });

  it('takes the marks of a SIM, and tells the PDP type where it is not what prepare takes by itself', () => {
    expect(find({ iccid: '89883070000001234567' }).lines).toMatch(/^ {2}001 {2}Twilio Super SIM {2}--apn super {2}\[twilio\.com/);
    expect(find({ plmn: '23420', gid1: '0309ff' }).lines).toMatch(/^ {2}gb {2}SMARTY/);
    expect(find({ plmn: '23415', spn: 'talkmobile' }).lines).toMatch(/^ {2}gb {2}Talkmobile/i);
    expect(find({ imsi: '460151234567890' }).lines).toContain('--apn cbnet  --pdp ipv4v6');
  });

  it('is a document of the contract, with the source', () => {
    for (const options of [{ country: 'de' }, { words: ['internet'] }, { imsi: '999991234567890' }]) {
      const document = ProvidersDocument.parse({ failure: null, ...find(options).document });
      expect(document.source).toMatch(/mobile-broadband-provider-info.*LineageOS/);
      for (const { source } of document.proposals) expect(source).not.toBe('');
    }
    expect(find({ imsi: '999991234567890' }).lines).toBe('Nothing was found.');
  });

  it.each([
    {},
    { imsi: '25001' },
    { imsi: '25001x234567890' },
    { plmn: '2500' },
    { country: 'zz' },
    { words: [] },
    { iccid: '89x' },
    { plmn: '23420', gid1: 'zz' },
    { spn: 'a' },
  ])('refuses %j', (options) => {
    expect(() => find(options)).toThrow('USAGE');
    expect(exitCodeOf('USAGE')).toBe(exitCodes.usage);
  });
});
