import { beforeAll, describe, expect, test } from 'vitest';

import { anonymous, type Client, escape, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);
let alice: Client;

beforeAll(async () => {
  alice = await user(registry, 'alice');
});

describe(`edits that can't be right, ${registry.name}`, () => {
  let name: string;
  let rev: string;

  beforeAll(async () => {
    name = uniqueName();
    rev = (await alice.publish({ name, version: '1.0.0' })).body.rev;
  });

  test.each([
    ['without a revision', 'undefined'],
    ['of an old revision', '0-abc'],
  ])('a replacement %s is a conflict', async (_, wrong) => {
    const body = { maintainers: [{ name: 'somebody' }] };
    expect((await alice.put(`/${name}/-rev/${wrong}`, body)).status).toBe(409);
    expect((await alice.remove(`/${name}/-rev/${wrong}`)).status).toBe(409);
  });

  test.each([
    ['a version is added', () => ({ versions: { '1.0.0': {}, '9.9.9': {} } }), 400],
    ['no version is left', () => ({ versions: {} }), 403],
    ['the last owner goes', () => ({ maintainers: [] }), 403],
    ['an owner is nobody', () => ({ maintainers: [{ name: 'nobody-here' }] }), 404],
    ['an owner has no name', () => ({ maintainers: [{ email: 'x@y.z' }] }), 400],
  ])('a replacement by which %s is refused', async (_, body, status) => {
    const answer = await alice.put(`/${name}/-rev/${rev}`, body());
    expect([answer.status, typeof answer.body.error]).toEqual([status, 'string']);
    expect((await reader.get(`/${name}`)).body._rev).toBe(rev);
  });

  test.each([
    ['not-a-version', 400],
    ['9.9.9', 404],
    [42, 400],
  ])('a tag on %s is refused', async (version, status) => {
    const answer = await alice.put(
      `/-/package/${escape(name)}/dist-tags/beta`,
      JSON.stringify(version),
    );
    expect(answer.status).toBe(status);
  });

  test('`latest` stays, and tags that read as ranges are never set', async () => {
    expect((await alice.remove(`/-/package/${name}/dist-tags/latest`)).status).toBe(403);
    expect((await alice.put(`/-/package/${name}/dist-tags/1.x`, '"1.0.0"')).status).toBe(400);
  });
});
