import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import {
  archive,
  END,
  entry,
  inspect,
  packageJson,
  packageWith,
  sign,
  tarball,
} from './archive.ts';

test('an archive needs its end: two blocks of zeros', async () => {
  const files = packageJson();
  for (const end of [0, 512, 1000, 1025, 1300]) {
    const bytes = gzipSync(Buffer.concat([files, Buffer.alloc(end)]));
    await expect(inspect(bytes)).rejects.toThrow('its tar archive does not end');
  }
  for (const end of [1024, 10_240, 1_000_448]) {
    const bytes = gzipSync(Buffer.concat([files, Buffer.alloc(end)]));
    expect(await inspect(bytes)).toMatchObject({ fileCount: 1 });
  }
});

test('nothing may follow a block of zeros', async () => {
  const late = entry('package/late', '');
  for (const zeros of [512, 1024, 70_144]) {
    const bytes = archive(packageJson(), Buffer.alloc(zeros), late);
    await expect(inspect(gzipSync(bytes))).rejects.toThrow('goes on after the end of its tar');
  }
  const padding = gzipSync(Buffer.concat([packageJson(), Buffer.alloc(2 * 2 ** 20)]));
  await expect(inspect(padding)).rejects.toThrow('filled up with zeros');
});

test('an archive that ends inside of a file is refused', async () => {
  const bytes = archive(packageJson(), entry('package/a', 'x'.repeat(2000)));
  for (const length of [600, 1024, 1300, 1536, 3000]) {
    const short = gzipSync(bytes.subarray(0, length));
    await expect(inspect(short)).rejects.toThrow('its tar archive does not end');
  }
  const wrong = entry('package/a', '', { size: 4000 });
  await expect(inspect(packageWith(wrong, END))).rejects.toThrow('does not end');
});

test('zeros are no tar archive', async () => {
  await expect(inspect(tarball())).rejects.toThrow('has no package.json');
  await expect(inspect(gzipSync(''))).rejects.toThrow('does not end');
  const text = Buffer.alloc(2048, 'hello ');
  await expect(inspect(gzipSync(text))).rejects.toThrow('wrong checksum');
  sign(text);
  await expect(inspect(gzipSync(text))).rejects.toThrow('is damaged');
});
