import { existsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { openWeb, type Web } from '../../cli/importing/registry/web.ts';
import { atEnd } from '../at-end.ts';
import { folder } from '../target.ts';
import { answering } from './answering.ts';

/** A registry that answers all with 100,000 bytes, as an import reads it. */
async function source(): Promise<{ url: string; asked: () => number; web: Web }> {
  const { url, requests } = await answering((_, response) => response.end('x'.repeat(100_000)));
  const web = openWeb(url, undefined, 1);
  atEnd(async () => web.close());
  return { url, web, asked: () => requests.length };
}

/** It ends this package alone, and not all of the import. */
const failure = (message: RegExp) => ({ message: expect.stringMatching(message), exitCode: 1 });

describe('what is fetched for an import', () => {
  test('is written as it comes', async () => {
    const { web, url } = await source();
    const file = path.join(folder(), 'p.tgz');
    expect(await web.download(url, file, 100_000)).toMatchObject({ status: 200, size: 100_000 });
    expect(existsSync(file)).toBe(true);
  });

  test('is asked for once where it can not be written, and says why', async () => {
    const { web, url, asked } = await source();
    const nowhere = path.join(folder(), 'nowhere', 'p.tgz');
    await expect(web.download(url, nowhere, 200_000)).rejects.toMatchObject(
      failure(/p\.tgz can't be written: ENOENT/),
    );
    const full = path.join(folder(), 'p.tgz');
    symlinkSync('/dev/full', full);
    await expect(web.download(url, full, 200_000)).rejects.toMatchObject(
      failure(/p\.tgz can't be written: ENOSPC/),
    );
    expect([asked(), existsSync(full)]).toEqual([2, false]);
  });

  test('is asked for once where it is more than may be, and leaves no file', async () => {
    const { web, url, asked } = await source();
    const file = path.join(folder(), 'p.tgz');
    const much = failure(/^the answer has more than 50000 bytes$/);
    await expect(web.download(url, file, 50_000)).rejects.toMatchObject(much);
    await expect(web.get(url, 50_000)).rejects.toMatchObject(much);
    expect([asked(), existsSync(file)]).toEqual([2, false]);
  });
});
