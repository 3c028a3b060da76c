/** A port as the router's programs name it: two digits, as sysfs writes a bInterfaceNumber, or `cdc-wdm`. */
export const interfaceWord = (at: number | 'cdc-wdm') => (at === 'cdc-wdm' ? at : at.toString(16).padStart(2, '0'));
