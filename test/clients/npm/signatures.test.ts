import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';

import { npm12 } from '../clients.ts';
import { publishFamily } from '../family.ts';
import { folder } from '../folder.ts';
import { installed } from '../install.ts';
import { startRegistry } from '../registry.ts';

interface Key {
  readonly keyid: string;
  readonly key: string;
}

interface Manifest {
  readonly _signatures?: readonly { readonly keyid: string }[];
}

interface Pacote {
  manifest(spec: string, options: Readonly<Record<string, unknown>>): Promise<Manifest>;
}

const registry = await startRegistry();
const { leaf, tool } = await publishFamily(registry.admin);
const { keys }: { keys: readonly Key[] } = (await registry.admin.get('/-/npm/v1/keys')).body;

// `npm audit signatures` wants news from the internet before it looks at anything, so this is the part of
// npm that verifies, with what the command would give to it (npm lib/utils/verify-signatures.js).
const pacote: Pacote = createRequire(installed('npm-12', 'package.json'))('pacote');

const verify = async (spec: string, trusted: readonly Key[]): Promise<Manifest> =>
  pacote.manifest(spec, {
    registry: `${registry.url}/`,
    cache: folder(),
    fullMetadata: true,
    verifySignatures: true,
    [`//${registry.host}/:_keys`]: trusted.map((key) => ({ ...key, pemkey: toPem(key.key) })),
  });

const toPem = (key: string): string =>
  `-----BEGIN PUBLIC KEY-----\n${key}\n-----END PUBLIC KEY-----`;

describe(`signatures as ${npm12.name} verifies them`, () => {
  test.each([tool, `${tool}@beta`, leaf, `${leaf}@1.0.0`])('%s is signed', async (spec) => {
    const { _signatures: signatures } = await verify(spec, keys);
    expect(signatures).toMatchObject([{ keyid: keys[0]?.keyid }]);
  });

  test('another key by the same id does not verify', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const wrong = keys.map((known) => ({ ...known, key }));
    await expect(verify(tool, wrong)).rejects.toMatchObject({ code: 'EINTEGRITYSIGNATURE' });
  });

  test('without the key nothing verifies', async () => {
    await expect(verify(tool, [])).rejects.toMatchObject({ code: 'EMISSINGSIGNATUREKEY' });
  });
});
