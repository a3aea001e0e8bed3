import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';

import { integrityOf, pack, uniqueName } from '../../packages.ts';
import { startUpstream } from '../../upstream/controllable.ts';
import { isHere, pnpm12 } from '../clients.ts';
import { folder } from '../folder.ts';
import { home } from '../home.ts';
import { installed } from '../install.ts';
import { startRegistry } from '../registry.ts';

interface Key {
  readonly keyid: string;
  readonly key: string;
}

interface Pacote {
  manifest(spec: string, options: Readonly<Record<string, unknown>>): Promise<object>;
}

/** The key that the upstream signs with. */
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const der = publicKey.export({ type: 'spki', format: 'der' });
const KEY = {
  keyid: `SHA256:${createHash('sha256').update(der).digest('base64')}`,
  keytype: 'ecdsa-sha2-nistp256',
  scheme: 'ecdsa-sha2-nistp256',
  key: der.toString('base64'),
  expires: null,
};

const upstream = await startUpstream();
upstream.answer('/-/npm/v1/keys', (_, response) => {
  response.end(JSON.stringify({ keys: [KEY] }));
});
const registry = await startRegistry(['--upstream', upstream.url]);

/** A version upstream with a signature over these bytes. */
function publishSigned(name: string, integrity: string): void {
  const sig = sign('sha256', Buffer.from(`${name}@1.0.0:${integrity}`), privateKey);
  const dist = { signatures: [{ keyid: KEY.keyid, sig: sig.toString('base64') }] };
  upstream.publish(name, '1.0.0', { dist });
}

/** What the upstream makes of a version: its signature is over the same. */
const integrityThere = (name: string): string =>
  integrityOf(pack({ name, version: '1.0.0' }, { 'index.js': "module.exports = '1.0.0';\n" }));

const [ours, theirs, forged] = [uniqueName('ours'), uniqueName('theirs'), uniqueName('forged')];
publishSigned(theirs, integrityThere(theirs));
publishSigned(forged, integrityOf(Buffer.from('other bytes')));
await registry.admin.publish({ name: ours, version: '1.0.0', dependencies: { [theirs]: '1.0.0' } });
const { keys }: { keys: readonly Key[] } = (await registry.admin.get('/-/npm/v1/keys')).body;

// The part of npm that verifies, as in signatures.test.ts: the command wants the internet first.
const verify = async (npm: string, spec: string) => {
  const pacote: Pacote = createRequire(installed(npm, 'package.json'))('pacote');
  return pacote.manifest(spec, {
    registry: `${registry.url}/`,
    cache: folder(),
    fullMetadata: true,
    verifySignatures: true,
    [`//${registry.host}/:_keys`]: keys.map((key) => ({
      ...key,
      pemkey: `-----BEGIN PUBLIC KEY-----\n${key.key}\n-----END PUBLIC KEY-----`,
    })),
  });
};

describe.each(['npm-11', 'npm-12'])('signatures of ours and of the upstream, by %s', (npm) => {
  test('verify with the keys that this registry names', async () => {
    const [own, upstreams] = keys;
    for (const [spec, key] of [[ours, own] as const, [theirs, upstreams] as const]) {
      expect(await verify(npm, spec)).toMatchObject({ _signatures: [{ keyid: key?.keyid }] });
    }
  });

  test('over other bytes do not', async () => {
    await expect(verify(npm, forged)).rejects.toMatchObject({ code: 'EINTEGRITYSIGNATURE' });
  });
});

/** A home with a project that has these. */
const auditOf = async (...names: readonly string[]) => {
  const somebody = home(pnpm12, registry);
  const dependencies = Object.fromEntries(names.map((name) => [name, '1.0.0']));
  const project = somebody.project({ 'package.json': { name: 'app', dependencies } });
  await somebody.run(['install'], { in: project });
  return { somebody, project };
};

describe.runIf(isHere(pnpm12))('pnpm audit signatures', () => {
  test('passes for a tree of both', async () => {
    const { somebody, project } = await auditOf(ours);
    const { text } = await somebody.run(['audit', 'signatures'], { in: project });
    expect(text).toMatch(/2 packages/);
  });

  test('fails where a signature is over other bytes', async () => {
    const { somebody, project } = await auditOf(ours, forged);
    expect(await somebody.fails(['audit', 'signatures'], { in: project })).toContain(forged);
  });
});
