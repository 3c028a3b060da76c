import { describe, expect, it } from 'vitest';
import { importPortRoles, PortRoleFile, writePortRoles } from '../../modem-db/import/port-roles.ts';
import { lintDb } from '../../modem-db/lint.ts';
import portHints from '../../modem-db/ports/port-hints.json' with { type: 'json' };
import portRoles from '../../modem-db/ports/port-roles.json' with { type: 'json' };
import { PortHintFile } from '../../modem-db/ports/port-roles.ts';
import { readVendorFiles } from './vendor-files.ts';

const rule = (id: string, number: string, mark: string) => {
  const [vid, pid] = id.split(':');
  return `ATTRS{idVendor}=="${vid}", ATTRS{idProduct}=="${pid}", ENV{.MM_USBIFNUM}=="${number}", SUBSYSTEM=="tty", ENV{ID_MM_PORT_${mark}}="1"`;
};
const imported = (...rules: string[]) =>
  importPortRoles([{ name: '77-mm-acme-port-types.rules', text: rules.join('\n') }], 'ModemManager 1').ids;

describe('the importer of port roles', () => {
  it('reads number and role of each port', () => {
    const ids = imported(
      '# a comment with ATTRS{idVendor}=="aaaa"',
      'ACTION!="add|change|move|bind", GOTO="end"',
      rule('AAAA:0001', '00', 'TYPE_QCDM'),
      rule('aaaa:0001', '0a', 'TYPE_AT_PRIMARY'),
      rule('aaaa:0001', '03', 'TYPE_AT_SECONDARY'),
      rule('aaaa:0001', '04', 'TYPE_GPS'),
      rule('aaaa:0001', '05', 'IGNORE'),
      rule('aaaa:0001', '06', 'TYPE_AUDIO'),
      'ATTRS{idVendor}=="aaaa", ATTRS{idProduct}=="0002", ENV{ID_MM_QMI_PCO_DISABLED}="1"',
    );
    expect(ids).toEqual({
      'aaaa:0001': {
        file: '77-mm-acme-port-types.rules',
        ports: { '0': 'diag', '3': 'modem', '4': 'gps', '5': 'ignore', '6': 'audio', '10': 'at' },
      },
    });
  });

  it('takes a secondary port for AT where another dials, or none is the first', () => {
    expect(imported(rule('aaaa:0001', '01', 'TYPE_AT_SECONDARY'))['aaaa:0001']?.ports).toEqual({ '1': 'at' });
    const withPpp = imported(
      rule('aaaa:0001', '00', 'TYPE_AT_PPP'),
      rule('aaaa:0001', '01', 'TYPE_AT_PRIMARY'),
      rule('aaaa:0001', '02', 'TYPE_AT_SECONDARY'),
    );
    expect(withPpp['aaaa:0001']?.ports).toEqual({ '0': 'modem', '1': 'at', '2': 'at' });
  });

  it('writes what it reads, and the file of the tree is written so', () => {
    const table = PortRoleFile.parse(portRoles);
    expect(JSON.parse(writePortRoles(table))).toEqual(portRoles);
    expect(Object.keys(table.ids).length).toBeGreaterThan(250);
  });
});

describe('the linter of port roles', () => {
  it('finds what is known to be told differently, and no error', () => {
    const findings = lintDb(readVendorFiles(), { portRoles }).filter((finding) => finding.file === 'ports/port-roles.json');
    expect(findings.map(({ severity, path }) => [severity, path])).toEqual([['warning', 'ids.0b3c:c005.ports.6']]);
  });

  it('warns of a contradiction, and refuses what is no role', () => {
    const composition = { id: 'aaaa:0001', name: 'A modem', mode: null, control: 'none', source: 'Some manual, page 1' };
    const data = {
      vendor: 'Acme',
      family: 'acme',
      vids: ['aaaa'],
      switches: [],
      recipes: [],
      compositions: [{ ...composition, interfaces: [{ number: 2, role: 'diag' }] }],
    };
    const roles = (role: string) => ({
      source: 'ModemManager 1',
      ids: { 'aaaa:0001': { file: '77-mm-acme.rules', ports: { '2': role } } },
    });
    const found = (role: string) => lintDb([{ name: 'acme.json', data }], { portRoles: roles(role) }).map(({ severity }) => severity);
    expect(found('at')).toEqual(['warning']);
    expect(found('diag')).toEqual([]);
    expect(found('ignore')).toEqual([]);
    expect(found('nonsense')).toEqual(['error']);
  });
});

it('the hints of the tree have their form, one entry for each id, in order', () => {
  const { ports } = PortHintFile.parse(portHints);
  const ids = ports.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
});
