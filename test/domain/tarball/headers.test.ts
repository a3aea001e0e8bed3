import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { entry, inspect, packageJson, packageWith, type EntryOptions } from './archive.ts';

const writing = (text: string, at: number) => (header: Buffer) => {
  header.write(text, at, 'latin1');
};
const gnu = writing('ustar  \0', 257);

describe('an entry that is no file and no folder is refused by its type and path', () => {
  test.each([
    ['1', 'a hard link'],
    ['2', 'a symbolic link'],
    ['3', 'a character device'],
    ['4', 'a block device'],
    ['6', 'a FIFO'],
    ['7', 'a contiguous file'],
    ['D', 'a folder of an incremental dump'],
    ['K', 'the long name of a link'],
    ['M', 'a part of a file'],
    ['N', 'a long name of old GNU tar'],
    ['S', 'a sparse file'],
    ['V', 'the name of a volume'],
    ['X', 'an extended header of old Solaris tar'],
    ['A', 'an access control list'],
    ['I', 'an inode'],
    ['Z', 'of an unknown type'],
    ['8', 'of an unknown type'],
  ])('%s', async (type, words) => {
    await expect(
      inspect(packageWith(entry('package/a', '', { type, edit: writing('target', 157) }))),
    ).rejects.toThrow(
      `the tarball's entry "package/a" is ${words}; a package has files and folders only`,
    );
  });
});

test('the old type flag for files, a NUL, is a file', async () => {
  const { paths } = await inspect(packageWith(entry('package/a', 'a', { type: '\0' })));
  expect(paths).toContain('a');
});

/** A package in which one file's header is odd. */
const odd = (options: EntryOptions): ReturnType<typeof inspect> =>
  inspect(packageWith(entry('package/a', 'some content', options)));

test('a wrong checksum is refused', async () => {
  const bad = entry('package/a', '');
  bad[0] = 'q'.charCodeAt(0);
  await expect(inspect(packageWith(bad))).rejects.toThrow('an entry has a wrong checksum');
  const none = entry('package/a', '');
  none.fill(0, 148, 156);
  await expect(inspect(packageWith(none))).rejects.toThrow('an entry has a wrong checksum');
});

const size = (text: string | Buffer) => (header: Buffer) => {
  Buffer.from(text).copy(header, 124);
};

describe('a size is an octal number with an end', () => {
  const base256 = Buffer.alloc(12);
  base256[0] = 0x80;
  base256[11] = 12;
  const negative = Buffer.alloc(12, 0xff);
  test.each<[string, string | Buffer]>([
    ['base-256', base256],
    ['negative, base-256', negative],
    ['negative', '-0000000014\0'],
    ['with a digit that is not octal', '00000000018\0'],
    ['hexadecimal', '0x00000000c\0'],
    ['without an end', '000000000014'],
    ['empty', '\0\0\0\0\0\0\0\0\0\0\0\0'],
    ['two numbers', '00000 000014'],
    ['with a letter', '0000000014x\0'],
    ['after a NUL', '\u000000000000014'.slice(0, 12)],
  ])('%s is refused', async (_name, text) => {
    await expect(odd({ edit: size(text) })).rejects.toThrow(
      'has a size that is not an octal number',
    );
  });

  test.each(['00000000014\0', '00000000014 ', '         14 ', '14\0\0\0\0\0\0\0\0\0\0'])(
    '%j is read',
    async (text) => {
      const bytes = packageWith(entry('package/a', 'some content', { edit: size(text) }));
      expect(await inspect(bytes)).toMatchObject({ fileCount: 2 });
    },
  );
});

test('a size beyond the limit is refused before any content', async () => {
  const huge = entry('package/a', '', { size: 0o77777777777 });
  const bytes = gzipSync(Buffer.concat([packageJson(), huge]));
  await expect(inspect(bytes)).rejects.toThrow('unpacks to more than 64 MB');
});

test('names with something behind their end are refused', async () => {
  await expect(odd({ edit: (header) => header.write('\0x', 50) })).rejects.toThrow(
    'name that goes on after its end',
  );
  await expect(odd({ edit: (header) => header.write('\0\nx', 50) })).rejects.toThrow(
    'name that goes on',
  );
  await expect(odd({ edit: (header) => header.write('a\0b', 345) })).rejects.toThrow(
    'prefix that goes on',
  );
});

test('a name that is not UTF-8 is refused', async () => {
  await expect(odd({ edit: (header) => (header[9] = 0xff) })).rejects.toThrow('is not valid UTF-8');
});

test('an entry without a name is refused', async () => {
  await expect(odd({ edit: (header) => header.fill(0, 0, 100) })).rejects.toThrow(
    'an entry has no name',
  );
});

test('a file with a target is refused, because npm would leave it out', async () => {
  await expect(odd({ edit: (header) => header.write('x', 157) })).rejects.toThrow(
    'is no link, but has a target',
  );
});

test('headers of old tar programs are refused', async () => {
  const message = 'has a header of neither POSIX nor GNU tar';
  await expect(odd({ edit: (header) => header.fill(0, 257, 265) })).rejects.toThrow(message);
  await expect(odd({ edit: (header) => header.write('ustar\0  ', 257) })).rejects.toThrow(message);
  await expect(odd({ edit: (header) => header.write('ustar\u000001', 257) })).rejects.toThrow(
    message,
  );
});

test('a prefix belongs to the path, in POSIX headers', async () => {
  const named = entry('b.js', '', { edit: (header) => header.write('package/lib', 345) });
  expect((await inspect(packageWith(named))).paths).toContain('lib/b.js');
  const long = entry('b.js', '', {
    edit: (header) => header.write(`package/${'d'.repeat(147)}`, 345),
  });
  expect((await inspect(packageWith(long))).paths).toContain(`${'d'.repeat(147)}/b.js`);
});

test('GNU headers are read, unless they hold what some clients take for a prefix', async () => {
  expect((await inspect(packageWith(entry('package/b', '', { edit: gnu })))).paths).toContain('b');
  const dump = (header: Buffer): void => {
    gnu(header);
    header.write('14000000000', 345);
  };
  await expect(odd({ edit: dump })).rejects.toThrow('has fields of an incremental dump');
});

test('times behind a short prefix are passed over, other things there are not', async () => {
  const times = writing('14000000000 14000000001 ', 476);
  expect(await inspect(packageWith(entry('package/b', '', { edit: times })))).toBeTruthy();
  await expect(odd({ edit: (header) => header.write('x', 480) })).rejects.toThrow(
    'something else after its prefix',
  );
});

test('large owner numbers in binary are passed over, unreadable ones refused', async () => {
  const owner = Buffer.from([0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff]);
  const named = entry('package/b', '', { edit: (header) => owner.copy(header, 108) });
  expect(await inspect(packageWith(named))).toBeTruthy();
  const past = Buffer.alloc(12, 0xff);
  const old = entry('package/b', '', { edit: (header) => past.copy(header, 136) });
  expect(await inspect(packageWith(old))).toBeTruthy();
  const bare = entry('package/b', '', { edit: (header) => header.fill(0, 100, 124) });
  expect(await inspect(packageWith(bare))).toBeTruthy();
  await expect(odd({ edit: (header) => owner.copy(header, 100) })).rejects.toThrow('a number in');
  for (const at of [100, 108, 116, 136, 329, 337]) {
    await expect(odd({ edit: (header) => (header[at] = 0x90) })).rejects.toThrow(
      'a number in its header',
    );
    await expect(odd({ edit: writing('0x1', at) })).rejects.toThrow('a number in its header');
    const edit = (header: Buffer): void => void header.fill(0x80, at, at + 8);
    await expect(odd({ edit })).rejects.toThrow('a number in its header');
  }
});

test('a folder has no content, and a file no name of a folder', async () => {
  const fat = entry('package/d/', 'content', { type: '5' });
  await expect(inspect(packageWith(fat))).rejects.toThrow('is a folder that has content');
  const file = entry('package/d/', '');
  await expect(inspect(packageWith(file))).rejects.toThrow('a folder by its name');
});
