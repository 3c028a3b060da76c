import type { AdbFile } from './adb.ts';
import { type AdbSlots, AdbValues } from './adb-values.ts';
import {
  type FeedPackage,
  isPackageName,
  isVersion,
  MAX_DEPENDS,
  MAX_PACKAGES,
  type Operator,
  type Provided,
  type Requirement,
  safeFileName,
} from './feed-package.ts';

/** Numbers of the fields, from apk-tools 3, src/apk_adb.h (ADBI_NDX_, ADBI_PI_, ADBI_DEP_). */
const indexFields = { packages: 2, fileName: 3 } as const;
const packageFields = { name: 1, version: 2, hashes: 3, arch: 5, fileSize: 13, priority: 14, depends: 15, provides: 16 } as const;
const dependencyFields = { name: 1, version: 2, match: 3 } as const;

/** Bits of a dependency's match (apk-tools 3, src/apk_version.h); a conflict is what must not be. */
const match = { equal: 1, less: 2, greater: 4, fuzzy: 8, conflict: 16 } as const;

/** The packages of an apk index, `readAdb(…, adbSchemas.index, …)`. Throws an Error that says what does not fit. */
export function readApkIndex(file: AdbFile, folder: string): FeedPackage[] {
  const root = new AdbValues(file.database).root();
  const list = root.slots(indexFields.packages);
  if (list.count > MAX_PACKAGES) throw new Error(`more than ${MAX_PACKAGES} packages`);
  const pattern = root.text(indexFields.fileName);
  return [...list.items()].map((info) => readPackage(info, pattern, folder));
}

function readPackage(info: AdbSlots, pattern: string, folder: string): FeedPackage {
  const [name, version] = [info.text(packageFields.name), info.text(packageFields.version)];
  if (!isPackageName(name)) throw new Error(`"${name.slice(0, 40)}" is no package name`);
  if (!isVersion(version)) throw new Error(`${name} has no version`);
  const written = fileName(pattern, { name, version, arch: info.text(packageFields.arch) });
  const file = safeFileName(written);
  if (file === null) throw new Error(`${name} has the file name "${written.slice(0, 60)}"`);
  const hex = Buffer.from(info.bytes(packageFields.hashes) ?? []).toString('hex');
  if (hex.length !== 40 && hex.length !== 64) throw new Error(`${name} has no sum`);
  const bytes = info.integer(packageFields.fileSize);
  if (bytes === 0) throw new Error(`${name} has no size`);
  const dependencies = readDependencies(info.slots(packageFields.depends), name);
  return {
    name,
    version,
    depends: dependencies.filter(({ conflict }) => !conflict).map(({ requirement }) => [requirement]),
    conflicts: dependencies.filter(({ conflict }) => conflict).map(({ requirement }) => requirement),
    provides: readDependencies(info.slots(packageFields.provides), name).map(({ requirement }) => provided(requirement)),
    priority: info.integer(packageFields.priority),
    file,
    bytes,
    digest: { over: 'adb', hex },
    folder,
  };
}

/** An index may say how files are called, by a pattern with names of fields; else it is name and version (apk-tools 3, src/context.c). */
function fileName(pattern: string, values: Readonly<Record<string, string>>): string {
  if (pattern === '') return `${values['name']}-${values['version']}.apk`;
  return pattern.replace(/\$\{([a-z-]+)\}/g, (_all, key: string) => values[key] ?? '/');
}

function readDependencies(list: AdbSlots, of: string): { requirement: Requirement; conflict: boolean }[] {
  if (list.count > MAX_DEPENDS) throw new Error(`${of} depends on ${list.count} packages`);
  return [...list.items()].map((item) => {
    const [name, version] = [item.text(dependencyFields.name), item.text(dependencyFields.version)];
    if (!isDependencyName(name)) throw new Error(`${of} depends on "${name.slice(0, 60)}"`);
    if (version !== '' && !isVersion(version)) throw new Error(`${of} depends on ${name} in no version`);
    const bits = item.integer(dependencyFields.match) || match.equal;
    return { requirement: { name, operator: version === '' ? 'any' : operatorOf(bits), version }, conflict: (bits & match.conflict) !== 0 };
  });
}

/** apk also has names with a prefix: `so:libc.so`, `cmd:uqmi`, `/bin/sh`. They are names like others for a search. */
function isDependencyName(name: string): boolean {
  return /^[A-Za-z0-9/][A-Za-z0-9+._:/@[\],-]{0,199}$/.test(name);
}

function operatorOf(bits: number): Operator {
  // `~1.2` takes any version that begins so; within one release there is one version, so that the least is as good.
  if (bits & match.fuzzy) return '>=';
  const or = bits & match.equal ? '=' : '';
  const [less, greater] = [(bits & match.less) !== 0, (bits & match.greater) !== 0];
  if (less && greater) return 'any';
  if (less) return `<${or}`;
  return greater ? `>${or}` : '=';
}

function provided({ name, operator, version }: Requirement): Provided {
  return { name, version: operator === '=' ? version : null };
}
