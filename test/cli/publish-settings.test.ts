import { describe, expect, test } from 'vitest';

import { parseDrivers, publishSettings } from '../../cli/publishing/publish-settings.ts';

const read = (publish: unknown, root?: unknown) =>
  publishSettings(
    { name: 'a', pantry: { publish } },
    root === undefined ? undefined : { pantry: { publish: root } },
  );

describe('pantry.publish in package.json', () => {
  test('says where to publish, and what is special there', () => {
    const npm = {
      scope: '@acme',
      access: 'public',
      tag: 'next',
      registry: 'https://npm.example.com',
    };
    expect(read({ to: ['pantry', 'npm'], npm })).toEqual({ to: ['pantry', 'npm'], npm });
    expect(publishSettings({})).toEqual({ to: undefined, npm: {} });
    expect(publishSettings({ pantry: 'x' })).toEqual({ to: undefined, npm: {} });
  });

  test('is what the root of a workspace says, and the package says otherwise', () => {
    const root = { to: ['npm'], npm: { scope: '@acme', name: 'root', tag: 'next' } };
    expect(read({ npm: { tag: 'beta' } }, root)).toEqual({
      to: ['npm'],
      npm: { scope: '@acme', tag: 'beta' },
    });
  });

  test.each([
    [{ too: [] }, '"pantry.publish.too" in the package.json of a is no setting: there is to, npm'],
    [
      { npm: { scpoe: '@a' } },
      '"pantry.publish.npm.scpoe" in the package.json of a is no setting: there is scope, name, registry, access, tag',
    ],
    [
      { to: ['nmp'] },
      '"pantry.publish.to.0" in the package.json of a is "pantry" or "npm", not "nmp"',
    ],
    [
      { to: 'npm' },
      '"pantry.publish.to" in the package.json of a is a list such as ["pantry", "npm"], not "npm"',
    ],
    [
      { to: [] },
      '"pantry.publish.to" in the package.json of a is a list such as ["pantry", "npm"], not []',
    ],
    [{ npm: { scope: 'acme' } }, 'is a scope such as "@acme", not "acme"'],
    [{ npm: { scope: '@a b' } }, 'is a scope such as "@acme", not "@a b"'],
    [
      { npm: { name: '..' } },
      '"pantry.publish.npm.name" in the package.json of a is the name of a package, not ',
    ],
    [
      { npm: { registry: 'npm.example.com' } },
      'is a URL such as "https://npm.example.com", not "npm.example.com"',
    ],
    [{ npm: { access: 'private' } }, 'is "public" or "restricted", not "private"'],
    [{ npm: { tag: '' } }, 'is a dist-tag, not ""'],
    [{ npm: 'x' }, '"pantry.publish.npm" in the package.json of a is an object, not "x"'],
    ['npm', '"pantry.publish" in the package.json of a is an object, not "npm"'],
  ])('is refused in a sentence: %j', (publish, sentence) => {
    expect(() => read(publish)).toThrow(sentence);
  });

  test('is overruled by --to', () => {
    expect(parseDrivers('npm')).toEqual(['npm']);
    expect(parseDrivers(' pantry, npm,npm')).toEqual(['pantry', 'npm']);
    expect(() => parseDrivers('npm,x')).toThrow(
      '--to is pantry, npm or both with a comma between, not "x"',
    );
    expect(() => parseDrivers('')).toThrow('not ""');
  });
});
