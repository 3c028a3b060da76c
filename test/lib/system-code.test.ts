import { expect, it } from 'vitest';
import { isUnsyncable } from '../../electron/lib/file-writer.ts';
import { systemCode } from '../../electron/lib/system-code.ts';

it.each<[string, unknown, string]>([
  ['what Node names', Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }), 'ENOSPC'],
  ['a name beside no message', { code: 'EIO' }, 'EIO'],
  ['an error without a name', new Error('broken'), 'broken'],
  ['a number in place of a name', Object.assign(new Error('broken'), { code: 5 }), 'broken'],
  ['a text', 'broken', 'broken'],
  ['nothing', null, 'null'],
  ['what has no end', new Error('x'.repeat(300)), 'x'.repeat(200)],
  ['a name without an end', { code: 'E'.repeat(300) }, 'E'.repeat(200)],
])('%s', (_name, error, code) => {
  expect(systemCode(error)).toBe(code);
});

it('a folder that cannot be flushed is told from a disk that fails', () => {
  const failed = (code: string) => isUnsyncable(Object.assign(new Error(code), { code }));
  for (const code of ['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'EBADF', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])
    expect(failed(code), code).toBe(true);
  for (const code of ['EIO', 'ENOSPC', 'EROFS', 'ENOENT']) expect(failed(code), code).toBe(false);
});
