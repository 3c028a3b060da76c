import { clearTable, printTable } from './table.ts';

/** Around the whole run: an empty table before it, the table printed after it. */
export function setup(): void {
  clearTable();
}

export function teardown(): void {
  printTable();
}
