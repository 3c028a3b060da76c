import { describe, expect, it } from 'vitest';
import { commandsOf, lockedOut, modesOffered, modesReached, readValue, recipe, recipesOfModel } from './recipe-support.ts';

describe('Telit: which recipe for which modem', () => {
  it.each([
    ['1bc7:1201', 'LE910C4-NF', ['telit-usbcfg-le910cx']],
    ['1bc7:1204', 'LE910C1-EU', ['telit-usbcfg-le910cx']],
    // Another chip under the same name: 1031, 1033 and other indexes.
    ['1bc7:1201', 'LE910C4-WWX', []],
    ['1bc7:1201', 'LE910C1-EUX', []],
    ['1bc7:1201', 'LE910-EUG', []],
    ['1bc7:1050', 'FN980m', ['telit-usbcfg-fn980']],
    ['1bc7:1070', 'FN990A40', ['telit-usbcfg-fn990']],
    ['1bc7:1070', 'FN990B40', []],
  ])('%s %s', (id, model, recipes) => expect(recipesOfModel(id, model)).toEqual(recipes));

  it('has another number for the same mode in another family', () => {
    const set = (id: string, mode: 'qmi' | 'ecm') => recipe(id).modes[mode]?.set;
    expect(set('telit-usbcfg-le910cx', 'qmi')).toEqual(['AT#USBCFG=0']);
    expect(set('telit-usbcfg-fn980', 'qmi')).toEqual(['AT#USBCFG=1']);
    expect(set('telit-usbcfg-le910cx', 'ecm')).toEqual(['AT#USBCFG=4']);
    expect(set('telit-usbcfg-fn980', 'ecm')).toEqual(['AT#USBCFG=3']);
  });
});

describe('Telit: replies', () => {
  it('reads the index', () => {
    expect(readValue('telit-usbcfg-le910cx', ['#USBCFG: 4'])).toBe('4');
    expect(modesReached('telit-usbcfg-le910cx', '4')).toEqual(['ecm']);
    expect(modesReached('telit-usbcfg-le910cx', '1')).toEqual([]);
    expect(modesReached('telit-usbcfg-fn980', '0')).toEqual(['rndis']);
  });

  it('sees in range or list what the firmware has', () => {
    const le = 'telit-usbcfg-le910cx';
    expect(modesOffered(le, ['#USBCFG: (0-7)']).toSorted()).toEqual(['ecm', 'mbim', 'qmi']);
    expect(modesOffered(le, ['#USBCFG: (0-14)']).toSorted()).toEqual(['ecm', 'mbim', 'qmi']);
    expect(modesOffered(le, ['#USBCFG: (0-3)']).toSorted()).toEqual(['mbim', 'qmi']);
    expect(modesOffered(le, ['#USBCFG: (0,1,4)']).toSorted()).toEqual(['ecm', 'qmi']);
    expect(modesOffered(le, ['#USBCFG: (0)'])).toEqual(['qmi']);
  });
});

describe('Telit: what must never be sent', () => {
  const ids = ['telit-usbcfg-le910cx', 'telit-usbcfg-fn980', 'telit-usbcfg-fn990'];

  it.each(['AT#PCIEMODE=1', 'AT#USBCFG=9', 'at#usbcfg = 10', 'AT#USBCFG=14', 'AT#USBCFG=7', 'AT#USBCFG=04'])('%s', (command) => {
    for (const id of ids) expect([id, lockedOut(id, command)]).toEqual([id, true]);
  });

  it('the number that another family has for a mode', () => {
    const forbidden = (id: string) => [...'01234567'].filter((value) => lockedOut(id, `AT#USBCFG=${value}`)).join('');
    expect(ids.map(forbidden)).toEqual(['13567', '4567', '4567']);
  });

  it('nothing that the recipes send themselves', () => {
    for (const id of ids) for (const command of commandsOf(recipe(id))) expect(lockedOut(id, command), command).toBe(false);
  });

  it('anything to a firmware that does not say what it has', () => {
    for (const id of ids) expect([id, recipe(id).testMandatory]).toEqual([id, true]);
    for (const id of ids) for (const mode of Object.values(recipe(id).modes)) expect(mode?.set).toHaveLength(1);
  });
});
