import { afterAll, expect, test } from 'vitest';

import { readmeOf } from '#http/web/readme.ts';
import { receiveBytes } from '#store/blobs.ts';
import { renderHere } from '#store/render-here.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { openBlobs } from '../../local/folder/blobs.ts';
import { openReadmes } from '../../local/folder/readmes.ts';
import { openThreadRendering } from '../../local/rendering/thread-rendering.ts';
import { openTable } from '../../local/table/client.ts';
import { ENDLESS } from '../local/rendering/endless.ts';
import { name, release } from '../store/package-stores.ts';
import { folder } from '../target.ts';

const table = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
afterAll(() => table.close());

const storesOf = () => ({
  blobs: openBlobs(folder(), table.journal),
  readmes: openReadmes(folder(), () => new Date()),
  rendering: renderHere,
});

const withReadme = (integrity: string) => ({
  ...release(name(), '1.0.0'),
  rev: 1,
  readme: { integrity, filename: 'README.md' },
});

test('a README that is gone is said to be unreadable, and its page goes on', async () => {
  const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;
  const found = await readmeOf(storesOf(), withReadme(integrity));
  expect(found?.text).toContain('could not be read');
});

test('a README that never comes to an end is shown as text from then on, one without room until there is some', async () => {
  const stores = storesOf();
  const publish = async (text: string) => {
    const blob = await receiveBytes(stores.blobs, text);
    await blob.keep();
    return withReadme(blob.digests.integrity);
  };
  const rendering = openThreadRendering({ module: async () => ENDLESS, limit: 200 });
  const show = async (shown: Parameters<typeof readmeOf>[1]) =>
    (await readmeOf({ ...stores, rendering }, shown))?.text;
  const [endless, other] = [await publish('# Endless'), await publish('# Other')];
  expect(await show(endless)).toBe('<pre class="plain"># Endless</pre>');
  // What is closed has no room for anybody.
  await rendering.close();
  expect(await show(other)).toBe('<pre class="plain"># Other</pre>');
  expect((await readmeOf(stores, endless))?.text).toBe('<pre class="plain"># Endless</pre>');
  expect((await readmeOf(stores, other))?.text).toContain('<h2');
});
