import { describe, expect, test } from 'vitest';

import { anonymous, escape, user } from '../client.ts';
import { integrityOf, uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import {
  alice,
  asked,
  attacker,
  claimed,
  EVIL,
  fileOf,
  pathsTo,
  raw,
  reader,
  registry,
  spellingsOf,
  tarballPaths,
  theirsAt,
} from './attacked.ts';
import { startUpstream } from './controllable.ts';

const BULK = '/-/npm/v1/security/advisories/bulk';

describe('a name that somebody has here', () => {
  test.each(['', '@their-own/'])('is never looked up upstream: %sname', async (scope) => {
    const name = await claimed(scope + uniqueName());
    expect(await theirsAt(pathsTo(name))).toEqual([]);
    expect(asked(name)).toEqual([]);
    const { body } = await reader.get(`/${escape(name)}`);
    expect(Object.keys(body.versions)).toEqual(['1.0.0']);
    expect((await reader.get(`/${escape(name)}/latest`)).body.version).toBe('1.0.0');
  });

  test('is safe where it is private, for those who may not know of it too', async () => {
    const name = await claimed(`@${uniqueName('s')}/${uniqueName()}`, 'restricted');
    for (const who of [reader, await user(registry), alice]) {
      expect(await theirsAt(pathsTo(name), who)).toEqual([]);
    }
    expect(asked(name)).toEqual([]);
    expect((await reader.get(`/${escape(name)}`)).status).toBe(404);
  });

  test('stays theirs after a version, and after all of it, is unpublished', async () => {
    const name = await claimed();
    const { _rev: rev } = (await alice.get(`/${name}?write=true`)).body;
    expect((await alice.remove(`/${name}/-rev/${rev}`)).status).toBe(200);
    expect(await theirsAt(pathsTo(name))).toEqual([]);
    expect(asked(name)).toEqual([]);
    expect((await reader.get(`/${name}`)).status).toBe(404);
    const mallory = await user(registry, 'mallory');
    expect((await mallory.publish({ name, version: EVIL })).status).toBe(403);
    expect((await alice.publish({ name, version: '1.0.1' })).status).toBe(201);
    expect(await theirsAt(pathsTo(name))).toEqual([]);
    expect(asked(name)).toEqual([]);
  });

  test('is in no search by the upstream’s words', async () => {
    const name = await claimed();
    const hits = [name, name.toUpperCase(), '@acme/tool', '@Acme/tool', 'free'].map((each) => ({
      package: { name: each, version: EVIL },
    }));
    for (const size of [19, 20]) {
      attacker.answer(`/-/v1/search?text=${name}&size=${size}&from=0`, (_, response) => {
        response.end(JSON.stringify({ total: hits.length, objects: hits }));
      });
    }
    const { body } = await reader.get(`/-/v1/search?text=${name}`);
    const theirs = body.objects.filter(({ package: pkg }: any) => pkg.version === EVIL);
    expect(theirs.map(({ package: pkg }: any) => pkg.name)).toEqual(['free']);
  });

  test('is in no audit of the upstream’s, by whatever spelling', async () => {
    const name = await claimed();
    const secret = await claimed(`@${uniqueName('s')}/${uniqueName()}`, 'restricted');
    const spellings = [name, name.toUpperCase(), secret, '@acme/x', '@Acme/x', '@ac-me/x'];
    const installed = Object.fromEntries(spellings.map((each) => [each, ['1.0.0']]));
    await reader.post(BULK, installed);
    const nodes = spellings.map((each) => [each, { version: '1.0.0', integrity: 'sha512-x' }]);
    const tree = { dependencies: Object.fromEntries(nodes) };
    expect((await reader.post('/-/npm/v1/security/audits/quick', tree)).status).toBe(200);
    expect(attacker.requests).toEqual([]);
  });
});

describe('another spelling', () => {
  const cased = uniqueName('cased');

  test.each([
    ['capitals', cased.toUpperCase(), cased],
    ['a capital', cased.replace('c', 'C'), cased],
    ['capitals, scoped', `@s/${cased}`.toUpperCase(), `@s/${cased}`],
    ['a capital in the scope', `@S/${cased}`, `@s/${cased}`],
  ])('of a claimed name by case is no package of the upstream’s: %s', async (_, spelled, name) => {
    if ((await reader.get(`/${escape(name)}`)).status === 404) await claimed(name);
    attacker.publish(spelled, EVIL);
    expect(await theirsAt(pathsTo(spelled))).toEqual([]);
    expect(asked(name)).toEqual([]);
  });

  test('by case is another package where nobody has the name here', async () => {
    const name = `JSONStream${uniqueName()}`;
    attacker.publish(name, '1.0.0');
    expect((await reader.get(`/${name}`)).status).toBe(200);
  });

  test('of a claimed name in a path is the same name, or nothing', async () => {
    const name = await claimed(`@some/${uniqueName()}`);
    const [, base = ''] = name.split('/');
    attacker.publish(base, EVIL);
    attacker.requests.length = 0;
    for (const path of spellingsOf(base)) {
      const { status, text } = await raw(path);
      expect([path, status < 500, text.includes(EVIL)]).toEqual([path, true, false]);
    }
    // With a dot behind it, it is another package.
    expect(asked(base).filter((request) => !request.endsWith('.'))).toEqual([]);
  });

  test('of a tarball’s path has no bytes of the upstream’s', async () => {
    const name = await claimed(`@some/${uniqueName()}`);
    const other = uniqueName('other');
    const [, base = ''] = name.split('/');
    attacker.publish(other, '1.0.0');
    attacker.publish(base, EVIL);
    for (const path of tarballPaths(name, other)) {
      const { status } = await raw(path);
      expect([path, status >= 400 && status < 500]).toEqual([path, true]);
    }
  });

  test('that is longer than any name is not found', async () => {
    expect((await raw(`/${'x'.repeat(300)}`)).status).toBe(404);
    expect((await raw(`/@s/${'x'.repeat(3000)}/-/x-1.0.0.tgz`)).status).toBe(404);
  });

  test('by dashes, dots and underscores is another package, as it is upstream', async () => {
    const name = await claimed(`${uniqueName('some')}-x`);
    const other = name.replaceAll('-', '.');
    attacker.publish(other, '1.0.0');
    const { body } = await reader.get(`/${other}`);
    expect([body.name, Object.keys(body.versions)]).toEqual([other, ['1.0.0']]);
    const mallory = await user(registry, 'mallory');
    expect((await mallory.publish({ name: other, version: '1.0.1' })).status).toBe(403);
  });
});

describe('a reserved scope', () => {
  test.each(['@acme', '@Acme', '@ACME', '@ac-me', '@acme_', '@a.cme', '@acmelabs', '@Acme-Labs'])(
    'is nobody else’s, nor is one that is taken for it: %s',
    async (scope) => {
      const name = `${scope}/${uniqueName()}`;
      attacker.publish(name, EVIL);
      expect(await theirsAt(pathsTo(name))).toEqual([]);
      expect(asked(name)).toEqual([]);
      expect((await reader.get(`/${escape(name)}`)).status).toBe(404);
    },
  );

  test('does not keep others out', async () => {
    const name = `@acme-tools/${uniqueName()}`;
    attacker.publish(name, '1.0.0');
    expect((await reader.get(`/${escape(name)}`)).status).toBe(200);
  });

  test('has no say in a scope that an upstream lists by its name', async () => {
    const list = JSON.stringify([{ url: attacker.url, packages: ['@ac-me/*'] }]);
    const own = await server({ upstreams: list, ownScopes: '@acme' });
    const [named, other] = [`@ac-me/${uniqueName()}`, `@ac.me/${uniqueName()}`];
    for (const name of [named, other]) attacker.publish(name, '1.0.0');
    expect((await anonymous(own).get(`/${escape(named)}`)).status).toBe(200);
    expect((await anonymous(own).get(`/${escape(other)}`)).status).toBe(404);
  });

  test.each(['@acme tool', '@Acme/secret', 'scope:acme secret', 'secret @ACME-labs/x'])(
    'is not searched for elsewhere: %s',
    async (text) => {
      attacker.requests.length = 0;
      await reader.get(`/-/v1/search?text=${encodeURIComponent(text)}`);
      expect(attacker.requests).toEqual([]);
    },
  );
});

test('a private package is not searched for elsewhere by those who have it', async () => {
  const name = await claimed(uniqueName('secret'), 'restricted');
  await alice.get(`/-/v1/search?text=${name}+colours`);
  expect(attacker.requests).toEqual([]);
});

test('a partner’s name in capitals is asked of the partner alone', async () => {
  const partner = await startUpstream();
  const list = [{ url: partner.url, packages: ['@partner'] }, { url: attacker.url }];
  const several = await server({ upstreams: JSON.stringify(list) });
  const name = `@Partner/${uniqueName()}`;
  attacker.publish(name, EVIL);
  expect((await anonymous(several).get(`/${escape(name)}`)).status).toBe(404);
  expect(asked(name)).toEqual([]);
});

describe('a name that is claimed after it was read from the upstream', () => {
  test('is ours from then on, in every answer that was kept', async () => {
    const name = uniqueName();
    const tarball = attacker.publish(name, EVIL);
    const paths = pathsTo(name).filter((path) => !path.includes('write'));
    attacker.answer(`/-/npm/v1/attestations/${name}@${EVIL}`, (_, response) => {
      response.end(JSON.stringify({ attestations: [{ version: EVIL }] }));
    });
    for (const path of paths) {
      for (const when of ['asked', 'kept']) {
        const { status } = await reader.get(path);
        expect([path, when, status]).toEqual([path, when, 200]);
      }
    }
    const theirs = (await reader.get(`/${name}`)).headers.get('etag') ?? '';
    await claimed(name);
    expect(await theirsAt(paths)).toEqual([]);
    expect(asked(name)).toEqual([]);
    const again = await reader.get(`/${name}`, { 'if-none-match': theirs });
    expect([again.status, Object.keys(again.body.versions)]).toEqual([200, ['1.0.0']]);
    const path = `/${name}/-/${fileOf(name)}`;
    const ranged = await reader.get(path, { range: 'bytes=0-9', 'if-none-match': '*' });
    expect(ranged.status).toBe(404);
    // Even under the very number that it had upstream.
    await alice.publish({ name, version: EVIL });
    const { versions } = (await reader.get(`/${name}`)).body;
    expect(versions[EVIL].dist.integrity).not.toBe(integrityOf(tarball));
    const bytes = Buffer.from((await reader.get(path)).body);
    expect(integrityOf(bytes)).toBe(versions[EVIL].dist.integrity);
  });

  test.each(['document', 'tarball'])(
    'is not given out to who asked before, and is answered after: its %s',
    async (what) => {
      const name = uniqueName();
      const tarball = attacker.publish(name, EVIL);
      const path = what === 'tarball' ? `/${name}/-/${fileOf(name)}` : `/${name}`;
      // Otherwise it is known what there is.
      if (what === 'tarball') await reader.get(`/${name}/latest`);
      const [reached, claim] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      attacker.answer(path, async ({ headers }, response) => {
        // Who claims the name asks for the other form, and is told that it is free.
        if (headers.accept?.includes('install-v1')) return void response.writeHead(404).end();
        reached.resolve();
        await claim.promise;
        const dist = { tarball: attacker.url + path, integrity: integrityOf(tarball) };
        const versions = { [EVIL]: { name, version: EVIL, dist } };
        const document = { name, 'dist-tags': { latest: EVIL }, versions };
        response.end(what === 'tarball' ? tarball : JSON.stringify(document));
      });
      const before = reader.get(path);
      await reached.promise;
      expect((await alice.publish({ name, version: '1.0.0' })).status).toBe(201);
      claim.resolve();
      expect((await before).status).toBe(503);
      expect((await reader.get(`/${name}/latest`)).body.version).toBe('1.0.0');
    },
  );

  test('is lost upstream while it is offline', async () => {
    const name = uniqueName();
    attacker.publish(name, EVIL);
    expect((await reader.get(`/${name}`)).status).toBe(200);
    await attacker.sleep();
    await alice.publish({ name, version: '1.0.0' });
    registry.advance?.(86_400_000);
    expect(Object.keys((await reader.get(`/${name}`)).body.versions)).toEqual(['1.0.0']);
    await attacker.wake();
  });
});
