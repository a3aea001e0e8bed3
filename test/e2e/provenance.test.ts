import { beforeAll, describe, expect, test } from 'vitest';

import { anonymous, type Client, escape, user } from '../client.ts';
import { pack, publishDocument, type PublishDocument, uniqueName } from '../packages.ts';
import { attested, believingTarget } from '../sigstore/attested.ts';
import type { Attesting } from '../sigstore/authority.ts';
import { BUILD, npmStatement, onGithub } from '../sigstore/builds.ts';

const { registry, authority } = await believingTarget();
const reader = anonymous(registry);
let alice: Client;

beforeAll(async () => {
  alice = await user(registry, 'alice');
});

/** A package of the build's repository, and its bundle. */
async function built(more: Partial<Attesting> = {}, name = `@${uniqueName('s')}/${uniqueName()}`) {
  const manifest = { name, version: '1.0.0', repository: 'github:acme/tool' };
  const tarball = pack(manifest);
  const statement = npmStatement(BUILD, { ...manifest, tarball });
  const bundle = await authority.attest(statement, { identity: onGithub(BUILD), ...more });
  return { name, manifest, tarball, bundle };
}

const attestationsOf = (name: string): string => `/-/npm/v1/attestations/${name}@1.0.0`;

describe(`provenance, ${registry.name}`, () => {
  test('a bundle that holds is stored with its version, named in both forms, and read back', async () => {
    const { name, manifest, tarball, bundle } = await built();
    const document = attested(manifest, bundle, { tarball });
    expect(await alice.put(`/${escape(name)}`, document)).toMatchObject({ status: 201 });
    const predicateType = 'https://slsa.dev/provenance/v1';
    const named = { url: `${registry.url}${attestationsOf(name)}`, provenance: { predicateType } };
    const accept = 'application/vnd.npm.install-v1+json';
    for (const headers of [{}, { accept }]) {
      const { body } = await reader.get(`/${escape(name)}`, headers);
      expect(body.versions['1.0.0'].dist.attestations).toEqual(named);
    }
    expect((await reader.get(`/${escape(name)}/1.0.0`)).body.dist.attestations).toEqual(named);
    const read = await reader.get(attestationsOf(name));
    expect(read.status).toBe(200);
    expect(read.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
    const [attestation, ...others] = read.body.attestations;
    expect(others).toEqual([]);
    expect(attestation).toMatchObject({
      predicateType,
      bundle: {
        mediaType: bundle['mediaType'],
        dsseEnvelope: { payload: bundle['dsseEnvelope'].payload },
        verificationMaterial: { certificate: bundle['verificationMaterial'].certificate },
      },
    });
    const spelled = await reader.get(attestationsOf(name).replace(name, escape(name)));
    expect(spelled.body).toEqual(read.body);
  });

  test('the page of the version says what was verified, and where it was built', async () => {
    const { name, manifest, tarball, bundle } = await built();
    await alice.put(`/${escape(name)}`, attested(manifest, bundle, { tarball }));
    const { body } = await reader.get(`/-/web/package/${name}/security`);
    const text = String(body);
    expect(text).toContain('verified</span>');
    expect(text).toContain(`href="https://github.com/${BUILD.repository}"`);
    expect(text).toContain(BUILD.commit);
    expect(text).toMatch(/<dt>Transparency log<\/dt><dd>entry \d+/);
    const versions = await reader.get(`/-/web/package/${name}/versions`);
    expect(String(versions.body)).toContain('attested</span>');
  });

  test('the bundle may come before the tarball', async () => {
    const { name, manifest, tarball, bundle } = await built();
    const document = attested(manifest, bundle, { tarball });
    const entries = Object.entries(document['_attachments']);
    document['_attachments'] = Object.fromEntries(entries.toReversed());
    expect(Object.keys(document['_attachments'])[0]).toMatch(/\.sigstore$/);
    expect(await alice.put(`/${escape(name)}`, document)).toMatchObject({ status: 201 });
    expect((await reader.get(attestationsOf(name))).status).toBe(200);
  });

  test('a version without one names none, beside one that has one', async () => {
    const { name, manifest, tarball, bundle } = await built();
    await alice.put(`/${escape(name)}`, attested(manifest, bundle, { tarball }));
    await alice.publish({ ...manifest, version: '1.0.1' });
    const { versions } = (await reader.get(`/${escape(name)}`)).body;
    expect(versions['1.0.0'].dist.attestations).toBeDefined();
    expect(versions['1.0.1'].dist.attestations).toBeUndefined();
    const none = await reader.get(`/-/npm/v1/attestations/${name}@1.0.1`);
    expect([none.status, none.body.code]).toEqual([404, 'not_found']);
  });

  test('the provenance of a private package is nobody else’s to know of', async () => {
    const { name, manifest, tarball, bundle } = await built();
    const document = attested(manifest, bundle, { tarball, access: 'restricted' });
    expect(await alice.put(`/${escape(name)}`, document)).toMatchObject({ status: 201 });
    const mallory = await user(registry, 'mallory');
    const path = attestationsOf(name);
    for (const who of [reader, mallory]) {
      const hidden = await who.get(path);
      const absent = await who.get(`/-/npm/v1/attestations/${name}-not@1.0.0`);
      expect(hidden.status).toBe(404);
      expect(hidden.body).toEqual(
        JSON.parse(JSON.stringify(absent.body).replaceAll(`${name}-not`, name)),
      );
    }
    const own = await alice.get(path);
    expect(own.status).toBe(200);
    expect(own.headers.get('cache-control')).toBe('private, no-store');
  });

  test('a large package with its bundle goes by an upload', async () => {
    const { name, manifest, tarball, bundle } = await built();
    const announced = { name, version: '1.0.0', size: tarball.length };
    const { body: session } = await alice.post('/-/v1/uploads', announced);
    const upload = { method: 'PUT', headers: session.headers, body: new Uint8Array(tarball) };
    const inside = session.url.startsWith(registry.url);
    const put = inside
      ? await registry.fetch(session.url.slice(registry.url.length), upload)
      : await fetch(session.url, upload);
    expect(put.status).toBeLessThan(300);
    const document = attested(manifest, bundle, { tarball });
    const file = `${name}-1.0.0.tgz`;
    document['_attachments'][file] = { length: tarball.length };
    const committed = await alice.post(`/-/v1/uploads/${session.id}/commit`, document);
    expect(committed).toMatchObject({ status: 201 });
    expect((await reader.get(attestationsOf(name))).status).toBe(200);
  });

  test('a repeated publish is answered as the success that it was', async () => {
    const { name, manifest, tarball, bundle } = await built();
    const document = attested(manifest, bundle, { tarball });
    const first = await alice.put(`/${escape(name)}`, document);
    const { status, body } = await alice.put(`/${escape(name)}`, document);
    expect({ status, body }).toEqual({ status: first.status, body: first.body });
  });
});

type Spoil = (document: PublishDocument, file: string) => void;
const data =
  (change: (text: string) => string): Spoil =>
  (document, file) => {
    const { _attachments: attachments } = document as { _attachments: any };
    attachments[file].data = change(attachments[file].data);
    attachments[file].length = attachments[file].data.length;
  };
const change =
  (more: object): Spoil =>
  (document, file) =>
    void Object.assign(document['_attachments'][file], more);

/** The package again with something else in it, and the bundle of what it was before. */
async function replaced(more: object) {
  const { name, manifest, bundle } = await built();
  return {
    name,
    manifest: { ...manifest, ...more },
    tarball: pack({ ...manifest, ...more }),
    bundle,
  };
}

describe(`provenance that does not hold, ${registry.name}`, () => {
  const spoiled: readonly [string, number, RegExp, Spoil][] = [
    [
      'a second bundle',
      400,
      /one provenance bundle at most/,
      (document, file) =>
        void (document['_attachments'][`x${file}`] = document['_attachments'][file]),
    ],
    [
      'under another name',
      400,
      /neither the tarball nor the provenance/,
      (document, file) => {
        document['_attachments']['other.sigstore'] = document['_attachments'][file];
        delete document['_attachments'][file];
      },
    ],
    ['of another media type', 400, /content_type/, change({ content_type: 'application/json' })],
    ['of no media type', 400, /content_type/, change({ content_type: 7 })],
    ['that is no text', 400, /must be a string/, change({ data: {}, length: undefined })],
    ['of another length', 400, /announces 1/, change({ length: 1 })],
    ['that is too large', 413, /more than 1 MB/, data(() => 'x'.repeat(1024 * 1024 + 1))],
    ['that is no JSON', 422, /no sigstore bundle/, data(() => 'nonsense')],
    ['that nests deeply', 422, /no sigstore bundle/, data(() => '['.repeat(500_000))],
    ['that is cut', 422, /no sigstore bundle/, data((text) => text.slice(0, -1))],
    [
      'without a log entry',
      422,
      /./,
      data((text) => text.replace(/"tlogEntries":\[.*?\](?=,|\})/s, '"tlogEntries":[]')),
    ],
  ];

  test.each(spoiled)('%s is refused, and nothing is stored', async (_, status, sentence, spoil) => {
    const { name, manifest, tarball, bundle } = await built();
    const document = attested(manifest, bundle, { tarball });
    spoil(document, `${name}-1.0.0.sigstore`);
    const answer = await alice.put(`/${escape(name)}`, document);
    expect([answer.status, answer.body.error]).toEqual([status, expect.stringMatching(sentence)]);
    expect((await alice.get(`/${escape(name)}`)).status).toBe(404);
    expect((await alice.get(attestationsOf(name))).status).toBe(404);
  });

  const HOUR = 3_600_000;
  const attacks: readonly [string, RegExp, () => Promise<Awaited<ReturnType<typeof built>>>][] = [
    [
      'for another tarball',
      /another tarball/,
      async () => ({
        ...(await built()),
        ...(await replaced({ description: 'another' })),
      }),
    ],
    [
      'whose certificate had expired',
      /not valid or expired/,
      async () => built({ certifiedAt: new Date(Date.now() - HOUR) }),
    ],
    [
      'of another repository',
      /its certificate says/,
      async () => built({ identity: onGithub({ ...BUILD, repository: 'mallory/tool' }) }),
    ],
  ];

  test.each(attacks)('a bundle %s is refused, and nothing is stored', async (_, sentence, make) => {
    const { name, manifest, tarball, bundle } = await make();
    const answer = await alice.put(`/${escape(name)}`, attested(manifest, bundle, { tarball }));
    expect([answer.status, answer.body.code]).toEqual([422, 'unprocessable']);
    expect(answer.body.error).toMatch(sentence);
    expect((await alice.get(`/${escape(name)}`)).status).toBe(404);
  });

  test('a package.json that names another repository is refused', async () => {
    const { name, manifest, tarball, bundle } = await built();
    const document = attested(manifest, bundle, { tarball });
    document['versions']['1.0.0'].repository = 'github:acme/famous';
    const answer = await alice.put(`/${escape(name)}`, document);
    expect([answer.status, answer.body.error]).toEqual([422, expect.stringMatching(/famous/)]);
  });

  test('nobody learns by it what is published already', async () => {
    const { name, manifest, bundle } = await built();
    const mallory = await user(registry, 'mallory');
    await alice.put(`/${escape(name)}`, publishDocument(manifest, { access: 'restricted' }));
    const answer = await mallory.put(`/${escape(name)}`, attested(manifest, bundle));
    expect(answer.status).toBe(404);
  });
});
