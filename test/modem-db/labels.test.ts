import { describe, expect, it } from 'vitest';
import {
  dashed,
  editDistance,
  familyLikeness,
  familyPattern,
  isSuffix,
  labelKey,
  likeness,
  readLabel,
  titleWords,
} from '../../modem-db/labels/labels.ts';

describe('a label', () => {
  it('is the same in any case, with blanks, underscores or dashes', () => {
    for (const text of ['SIM7600E-H', 'sim7600e_h', ' Sim7600E H ', 'SIM7600E–H']) expect(dashed(text), text).toBe('sim7600e-h');
    expect(labelKey('EM12G-MSFT')).toBe('em12gmsft');
  });

  it.each([
    ['Quectel RM520N-GL', 'Quectel', 'rm520n-gl'],
    ['Sierra Wireless AirPrime MC7455', 'Sierra Wireless', 'mc7455'],
    ['sierra em7455', 'Sierra Wireless', 'em7455'],
    ['Telit Cinterion LM940', 'Telit', 'lm940'],
    ['Thales MV31-W', 'Cinterion', 'mv31-w'],
    ['HUAWEI_E3372h-320', 'Huawei', 'e3372h-320'],
    ['EC25-E Mini PCIe', null, 'ec25-e'],
    ['Waveshare', null, 'waveshare'],
    ['EM7455 (Lenovo, FRU 00JT542)', null, 'em7455'],
    // A laptop's maker sells what others make.
    ['Dell Wireless 5821e', null, '5821e'],
    ['Lenovo EM7455 M.2', null, 'em7455'],
    ['Quectel', null, 'quectel'],
  ])('%s is of %s: %s', (text, maker, model) => {
    expect(readLabel(text)).toMatchObject({ maker, model });
  });

  it('may have regions, form factors and the rest of an ordering code behind the model', () => {
    for (const rest of ['-gl', 'e-h', 'm', '-eau', 'g-h-m2', 'eufa-512-std', 'glaa-m20', 'ggb-256-sgns', '-b1', '-153', '-gl-00'])
      expect(isSuffix(rest), rest).toBe(true);
    for (const rest of ['', '0a-eu', '-', 'z', '-zz', '-512-std', '1', 'q-gl']) expect(isSuffix(rest), rest).toBe(false);
  });

  it('is a name of ours with what may stand behind it, and no other name', () => {
    expect(likeness('rm520n-gl', 'rm520n')).toBe('suffixed');
    expect(likeness('rm-520n', 'rm520n')).toBe('same');
    expect(likeness('ec200a-eu', 'ec20')).toBeNull();
    expect(likeness('em120k-gl', 'em12')).toBeNull();
    expect(likeness('ec2', 'ec25')).toBeNull();
  });

  it('may be one of a family', () => {
    const em74xx = familyPattern('EM74xx') ?? /^$/;
    expect(familyLikeness('em7421', em74xx)).toBe('same');
    expect(familyLikeness('em7421-b', em74xx)).toBeNull();
    expect(familyLikeness('em7421-e', em74xx)).toBe('suffixed');
    expect(familyLikeness('em7521', em74xx)).toBeNull();
    expect(familyLikeness('le910c4-eu', familyPattern('LE910Cx') ?? /^$/)).toBe('suffixed');
    // No digit goes before the x: that would be any modem of the maker.
    for (const name of ['MFxxx', 'PLxx', 'XU870', 'EC25']) expect(familyPattern(name), name).toBeNull();
  });
});

describe('a name of the database', () => {
  it('holds the models that it names, and no words', () => {
    expect(titleWords('Quectel RM500Q-GL, RG500Q, QMI')).toEqual(['RM500Q-GL', 'RG500Q']);
    expect(titleWords('Huawei E353/E3131/E3372h-320 (HiLink), ECM')).toEqual(['E353', 'E3131', 'E3372h-320']);
    expect(titleWords('4G LTE usb-modem U901, QMI')).toEqual(['U901']);
  });
});

describe('the distance of two labels', () => {
  it('counts letters changed, added, left out and turned', () => {
    expect(editDistance('rm520n', 'rm520n', 2)).toBe(0);
    expect(editDistance('rm522n', 'rm520n', 2)).toBe(1);
    expect(editDistance('rm250n', 'rm520n', 2)).toBe(1);
    expect(editDistance('m520n', 'rm520n', 2)).toBe(1);
    expect(editDistance('rm5200n', 'rm520n', 2)).toBe(1);
  });

  it('is not measured further than is asked', () => {
    expect(editDistance('ec25', 'rm520n', 2)).toBe(3);
    expect(editDistance('a', 'abcdef', 2)).toBe(3);
  });
});
