import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';

import { fetchTrustRoot } from '#store/trust/fetch-root.ts';

import { atEnd } from '../../at-end.ts';
import { createAuthority } from '../../sigstore/authority.ts';
import { type TufRepository, tufRepository } from '../../sigstore/tuf-repository.ts';
import { folder } from '../../target.ts';

const { trustRoot } = await createAuthority();

/** Serves a repository, and believes in a root. */
async function serve({ files }: Pick<TufRepository, 'files'>, root: string) {
  const server = createServer(({ url = '' }, response) => {
    const text = files.get(url);
    response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const rootPath = path.join(folder(), 'root.json');
  writeFileSync(rootPath, root);
  return { mirrorURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, rootPath };
}

test('a trust root comes by the update framework, signed by who is believed', async () => {
  const repository = tufRepository({ 'trusted_root.json': trustRoot });
  const source = await serve(repository, repository.root);
  expect(await fetchTrustRoot('public', folder(), source)).toBe(trustRoot);
});

test('a repository that somebody else signed is refused', async () => {
  const repository = tufRepository({ 'trusted_root.json': trustRoot });
  const { root } = tufRepository({});
  const source = await serve(repository, root);
  await expect(fetchTrustRoot('public', folder(), source)).rejects.toThrow(
    /signed|threshold|verif/i,
  );
});

test('a target that is not what was signed is refused', async () => {
  const repository = tufRepository({ 'trusted_root.json': trustRoot });
  const other = (await createAuthority()).trustRoot;
  const files = new Map(
    [...repository.files].map(([name, text]) => [name, text === trustRoot ? other : text]),
  );
  const source = await serve({ files }, repository.root);
  await expect(fetchTrustRoot('public', folder(), source)).rejects.toThrow(
    /trusted_root|target|hash|length/i,
  );
});
