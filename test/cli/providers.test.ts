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
      '  ru  MTS: MTS internet  --apn internet.mts.ru  --username mts  --password mts  --auth both',
    );
    expect(find({ plmn: '25002' }).lines.split('\n').at(-1)).toMatch(/^ {2}ru {2}Megafon: МегаФон MMS .*\(mms\)$/);
    expect(find({ country: 'RU', words: ['yota', 'modem'] }).lines.split('\n')).toHaveLength(2);
    expect(find({ country: 'ru', words: ['yota'] }).lines).toMatch(/^\? ru/);
  });

  it('is a document of the contract, with the source', () => {
    for (const options of [{ country: 'de' }, { words: ['internet'] }, { imsi: '999991234567890' }]) {
      const document = ProvidersDocument.parse({ failure: null, ...find(options).document });
      expect(document.source).toContain('mobile-broadband-provider-info');
    }
    expect(find({ imsi: '999991234567890' }).lines).toBe('Nothing is known for that.');
  });

  it.each([{}, { imsi: '25001' }, { imsi: '25001x234567890' }, { plmn: '2500' }, { country: 'zz' }, { words: [] }])(
    'refuses %j',
    (options) => {
      expect(() => find(options)).toThrow('USAGE');
      expect(exitCodeOf('USAGE')).toBe(exitCodes.usage);
    },
  );
});
