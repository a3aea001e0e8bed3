import { describe, expect, test } from 'vitest';

import { ciRegistry } from '../ci/registry.ts';
import { trusting } from '../ci/trusting.ts';
import { anonymous, escape, published, user } from '../client.ts';
import { limited } from '../staging.ts';

const ci = await ciRegistry();
const { registry } = ci;
const NONE = {
  ciOnly: false,
  environment: null,
  provenance: false,
  staged: false,
  secondFactor: null,
};

describe(`the rules of a package, ${registry.name}`, () => {
  test('are set by its owners, all at once, and shown to them', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const path = `/-/v1/packages/${escape(name)}/rules`;
    expect((await alice.get(path)).body).toEqual(NONE);
    const rules = { ciOnly: true, environment: ' production ', provenance: true, staged: true };
    const set = { ...NONE, ...rules, environment: 'production' };
    expect(await alice.put(path, rules)).toMatchObject({ status: 200, body: set });
    expect((await alice.get(path)).body).toEqual(set);
    expect((await alice.put(path, { staged: true })).body).toEqual({ ...NONE, staged: true });
    expect((await alice.put(path, {})).body).toEqual(NONE);
  });

  test('are nobody else’s to set or to see, and in no document', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const path = `/-/v1/packages/${escape(name)}/rules`;
    await alice.put(path, { environment: 'a-secret-place' });
    const bob = await user(registry, 'bob');
    const readOnly = await limited(alice, 'read-only');
    const stageOnly = await limited(alice, 'read-write-stage-only');
    for (const [client, status] of [
      [bob, 403],
      [readOnly, 403],
      [stageOnly, 403],
      [anonymous(registry), 401],
    ] as const) {
      expect((await client.get(path)).status).toBe(status);
      expect((await client.put(path, {})).status).toBe(status);
    }
    for (const accept of ['application/json', 'application/vnd.npm.install-v1+json']) {
      const { body } = await alice.get(`/${escape(name)}`, { accept });
      expect(JSON.stringify(body)).not.toContain('a-secret-place');
    }
    const { body } = await alice.get(`/${escape(name)}/1.0.0`);
    expect(JSON.stringify(body)).not.toContain('a-secret-place');
    await alice.post(`/-/package/${escape(name)}/access`, { access: 'restricted' });
    const missing = `${path.slice(0, -'/rules'.length)}x/rules`;
    expect((await bob.get(path)).status).toBe((await bob.get(missing)).status);
  });

  test('are refused with a sentence where they are none', async () => {
    const { alice, name } = await published(registry, '1.0.0');
    const path = `/-/v1/packages/${escape(name)}/rules`;
    for (const [rules, sentence] of [
      [{ ciOnly: 'yes' }, 'must be true or false'],
      [{ environment: 5 }, 'the name of an environment'],
      [{ environment: '' }, 'the name of an environment'],
      [{ environment: 'a\nb' }, 'in one line'],
      [{ environment: 'x'.repeat(256) }, 'up to 255'],
      [{ colour: 'red' }, 'is no rule: there are ciOnly, environment, provenance and staged'],
      [{ secondFactor: 'required' }, 'is no rule'],
      [[], 'as a JSON object'],
      ['nothing', 'JSON'],
    ] as const) {
      const { status, body } = await alice.put(path, rules);
      expect([rules, status, body.error]).toEqual([rules, 400, expect.stringContaining(sentence)]);
    }
    expect((await alice.get(path)).body).toEqual(NONE);
  });

  test('bind people and runs from then on', async () => {
    const { alice, name } = await trusting(registry);
    const path = `/-/v1/packages/${name}/rules`;
    const run = await ci.run(name);
    await alice.put(path, { ciOnly: true });
    expect((await alice.publish({ name, version: '1.1.0' })).body.error).toContain('only CI');
    expect((await run.publish({ name, version: '1.1.0' })).status).toBe(201);
    await alice.put(path, { environment: 'production' });
    expect((await run.publish({ name, version: '1.2.0' })).body.error).toContain('environment');
    const reviewed = await ci.run(name, { environment: 'production' });
    expect((await reviewed.publish({ name, version: '1.2.0' })).status).toBe(201);
    await alice.put(path, { staged: true });
    expect((await run.publish({ name, version: '1.3.0' })).body.error).toContain('stage');
    await alice.put(path, {});
    expect((await run.publish({ name, version: '1.3.0' })).status).toBe(201);
    expect((await alice.publish({ name, version: '1.4.0' })).status).toBe(201);
  });
});
