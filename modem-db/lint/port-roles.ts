import { PortRoleFile } from '../import/port-roles.ts';
import type { Composition, InterfacePattern } from '../schema.ts';
import { type CheckedFile, type Finding, notesOf } from './finding.ts';

const FILE = 'ports/port-roles.json';
/** Two sources that differ here mean much the same: AT is spoken on both. */
const TALKS: readonly string[] = ['at', 'modem'];

/**
 * What is wrong with the imported port roles, and where a vendor's file says otherwise: that one wins, and one of them is mistaken.
 * @param data parsed `port-roles.json`
 */
export function lintPortRoles(data: unknown, files: readonly CheckedFile[]): Finding[] {
  const findings: Finding[] = [];
  const notes = notesOf(FILE, findings);
  const parsed = PortRoleFile.safeParse(data);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) notes.error(issue.path.join('.'), issue.message);
    return findings;
  }
  for (const { name, data: vendor } of files) {
    for (const [i, composition] of vendor.compositions.entries()) {
      const ports = parsed.data.ids[composition.id]?.ports;
      if (!ports || !holds(composition, ports)) continue;
      for (const { number, role } of composition.interfaces) {
        const listed = number === undefined ? undefined : ports[String(number)];
        if (number === undefined || listed === undefined || agree(role, listed)) continue;
        notes.warning(`ids.${composition.id}.ports.${number}`, `${listed}, and ${name}, compositions.${i}, has it as ${role}`);
      }
    }
  }
  return findings;
}

/** A list by numbers is about compositions that have a serial port wherever it names one. */
function holds({ interfaces }: Composition, ports: Readonly<Record<string, string>>): boolean {
  const serial = ({ class: c, subclass, role }: InterfacePattern) =>
    c === undefined ? role !== 'net' && role !== 'control' : c === 'ff' || (c === '02' && (subclass ?? '02') === '02' && role !== 'net');
  return interfaces.every((p) => p.number === undefined || ports[String(p.number)] === undefined || serial(p));
}

function agree(role: InterfacePattern['role'], listed: string): boolean {
  return role === 'other' || role === listed || (TALKS.includes(role) && TALKS.includes(listed)) || listed === 'ignore';
}
