import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { escape, user } from '../client.ts';
import { hasTerminal } from '../clients/terminal.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { answering } from './answering.ts';
import { NOWHERE, session } from './session.ts';

const registry = await server();
const { url } = registry;
await user(registry, 'admin');
const alice = await user(registry, 'alice');
const home = session(url, alice.token);

/** Something that a sentence in a package must not do to the terminal of who reads it. */
const CURSOR = '\u001B[2J\u001B]0;owned\u0007';

async function published(more: object = {}, versions = ['1.0.0', '1.1.0', '2.0.0']) {
  const name = `@${uniqueName('scope')}/${uniqueName()}`;
  for (const version of versions) {
    await alice.publish({ name, version, description: `a tool${CURSOR}\nfor all`, ...more });
  }
  return name;
}

const view = async (...args: readonly string[]): Promise<string> =>
  (await home.run(['view', ...args])).stdout;

describe('pantry view', () => {
  test('shows a version for people, without what moves a cursor', async () => {
    const name = await published({
      license: 'MIT',
      keywords: ['one', 'two'],
      homepage: 'https://example.com/tool',
      repository: 'github:acme/tool',
      bin: { tool: 'cli.js' },
      dependencies: { ms: '^2.0.0' },
    });
    const { code, stdout, stderr } = await home.run(['view', name]);
    expect([code, stderr]).toEqual([0, '']);
    const { body } = await alice.get(`/${escape(name)}`);
    const { dist } = body.versions['2.0.0'];
    expect(stdout.replace(/\d+ B in/, 'N B in')).toBe(
      [
        `${name}@2.0.0`,
        'a tool for all',
        '',
        '  licence      MIT',
        '  keywords     one, two',
        '  commands     tool',
        '  homepage     https://example.com/tool',
        '  repository   https://github.com/acme/tool',
        `  published    ${body.time['2.0.0'].slice(0, 10)}`,
        `  by           ${alice.name}`,
        '  size         N B in 1 file',
        `  tarball      ${dist.tarball}`,
        `  integrity    ${dist.integrity}`,
        `  maintainers  ${alice.name}`,
        '  tags         latest 2.0.0',
        '  versions     3',
        '',
        'dependencies',
        '  ms@^2.0.0',
        '',
      ].join('\n'),
    );
  });

  test('shows fields for scripts: of a range, a tag, the package', async () => {
    const name = await published();
    await alice.put(`/-/package/${escape(name)}/dist-tags/old`, '"1.0.0"');
    expect(await view(name, 'version')).toBe('2.0.0\n');
    expect(await view(`${name}@^1`, 'version')).toBe('1.1.0\n');
    expect(await view(`${name}@old`, 'version')).toBe('1.0.0\n');
    expect(await view(name, 'dist-tags.old')).toBe('1.0.0\n');
    expect(await view(name, 'time.1.0.0')).toMatch(/^\d{4}-\d\d-\d\dT.*Z\n$/);
    expect(JSON.parse(await view(name, 'versions'))).toEqual(['1.0.0', '1.1.0', '2.0.0']);
    expect(await view(name, 'versions.0')).toBe('1.0.0\n');
    expect(await view(`${name}@1.0.0`, 'version', 'name')).toBe(
      `version = 1.0.0\nname = ${name}\n`,
    );
    expect(await view(name, 'nothing.here')).toBe('');
    expect(await view(name, 'constructor')).toBe('');
    expect(JSON.parse(await view(name, 'version', '--json'))).toBe('2.0.0');
    expect(JSON.parse(await view(name, '--json'))).toMatchObject({ name, version: '2.0.0' });
  });

  test('prefers what an install would take: latest, where the range has it', async () => {
    const name = await published();
    await alice.put(`/-/package/${escape(name)}/dist-tags/latest`, '"1.0.0"');
    const { stdout } = await home.run(['view', `${name}@>=1`, 'version']);
    expect(stdout).toBe('1.0.0\n');
  });

  test('shows what is private to who may read it, and else that there is none', async () => {
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    await alice.publish({ name, version: '1.0.0' }, { access: 'restricted' });
    expect((await home.run(['view', name, 'version'])).stdout).toBe('1.0.0\n');
    const { code, stdout, stderr } = await session(url).run(['view', name]);
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining('not')]);
  });

  test('takes a document for what it is, whatever it says', async () => {
    const { url: other } = await answering((_, response) =>
      response.end(
        JSON.stringify({
          name: 'odd',
          'dist-tags': { latest: '1.0.0', [`${CURSOR}t`]: '1.0.0' },
          versions: {
            '1.0.0': {
              name: 'odd',
              version: '1.0.0',
              license: { type: 'MIT' },
              deprecated: `never${CURSOR}\n\nagain`,
              homepage: 'javascript:alert(1)',
              dependencies: { [`${CURSOR}a\nb`]: '1' },
              dist: { tarball: 7, unpackedSize: 'big' },
              _npmUser: 'nobody',
            },
          },
        }),
      ),
    );
    const { code, stdout } = await session(other).run(['view', 'odd']);
    expect(code).toBe(0);
    expect(stdout).toBe(
      'odd@1.0.0\nDEPRECATED: never again\n\n  tags      latest 1.0.0, t 1.0.0\n  versions  1\n\ndependencies\n  a b@1\n',
    );
  });

  test.each<[string, readonly string[], number, RegExp]>([
    ['no package', [], 2, /say which package/],
    ['what is no name', ['..'], 2, /is not the name of a package/],
    ['a package that is not there', ['not-there-at-all'], 1, /was refused: .*not/],
  ])('refuses %s in a sentence', async (_, args, expected, sentence) => {
    const { code, stdout, stderr } = await home.run(['view', ...args]);
    expect([code, stdout, stderr]).toEqual([expected, '', expect.stringMatching(sentence)]);
  });

  test('says which versions there are where one is not, and what is no package', async () => {
    const name = await published();
    const { code, stderr } = await home.run(['view', `${name}@^7`]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`pantry view ${name} versions`)]);
    const { url: other } = await answering((_, response) => response.end('<html>'));
    const odd = await session(other).run(['view', 'odd']);
    expect([odd.code, odd.stderr]).toEqual([
      1,
      expect.stringContaining('is it a registry of packages?'),
    ]);
    expect((await session(NOWHERE).run(['view', 'a'])).code).toBe(4);
  });

  test('gives no token of the environment to whom a stranger’s .npmrc names', async () => {
    const { url: evil, requests } = await answering((_, response) =>
      response.writeHead(404).end('{}'),
    );
    const project = session();
    writeFileSync(path.join(project.dir, 'package.json'), '{}');
    writeFileSync(path.join(project.dir, '.npmrc'), `registry=${evil}/\n`);
    const elsewhere = { HOME: session().dir, PANTRY_TOKEN: 'secret' };
    await project.run(['view', 'a'], '', elsewhere);
    await project.run(['search', 'a'], '', elsewhere);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });
});

/** As many packages of a word of their own, once search has followed. */
async function searchable(count: number) {
  const word = uniqueName('word').replaceAll('-', '');
  const names: string[] = [];
  while (names.length < count) names.push(await published({ keywords: [word] }, ['1.0.0']));
  const find = async (): Promise<number> =>
    (await alice.get(`/-/v1/search?text=${word}`)).body.total;
  await expect.poll(find, { timeout: 30_000 }).toBe(count);
  return { word, name: names[0] ?? '' };
}

describe('pantry search', () => {
  test('lists packages between tabs, and shows programs all of it', async () => {
    const { word, name } = await searchable(1);
    const { code, stdout } = await home.run(['search', word]);
    expect(code).toBe(0);
    expect(stdout.split('\t')).toEqual([
      name,
      '1.0.0',
      expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      alice.name,
      'a tool for all\n',
    ]);
    const [found] = JSON.parse((await home.run(['search', word, '--json'])).stdout);
    expect(found).toMatchObject({ name, keywords: [word] });
  });

  test('lists as many as are wanted, and says that there are more', async () => {
    const { word } = await searchable(2);
    const { stdout, stderr } = await home.run(['search', word, '--limit', '1']);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('2 in all: --limit shows more\n');
    const none = await home.run(['search', uniqueName('nothing')]);
    expect([none.code, none.stdout, none.stderr]).toEqual([0, '', 'no package was found\n']);
  });

  test.runIf(hasTerminal)('lists them in columns on a terminal', async () => {
    const { word, name } = await searchable(1);
    const { code, text } = await home.onTerminal(['search', word]);
    expect(code).toBe(0);
    expect(text).toContain(`${name}  1.0.0  `);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['no words', [], /what to look for/],
    ['no number', ['a', '--limit', 'all'], /--limit is a number from 1 to 250/],
    ['too many', ['a', '--limit', '251'], /--limit is a number from 1 to 250/],
  ])('refuses %s in a sentence', async (_, args, sentence) => {
    const { code, stderr } = await home.run(['search', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(sentence)]);
  });
});

describe('pantry open', () => {
  test('prints a URL and opens nothing', async () => {
    const name = await published({
      homepage: 'https://example.com/tool',
      repository: { type: 'git', url: 'git+ssh://git@github.com/acme/tool.git' },
    });
    const open = async (...args: readonly string[]) =>
      (await home.run(['open', name, ...args])).stdout;
    expect(await open()).toBe('https://example.com/tool\n');
    expect(await open('--print', '--what', 'repository')).toBe('https://github.com/acme/tool\n');
    expect(await open('--what', 'issues')).toBe('https://github.com/acme/tool/issues\n');
    expect(await open('--what', 'registry')).toBe(`${url}/${escape(name)}\n`);
    expect(JSON.parse(await open('--json'))).toMatchObject({ url: 'https://example.com/tool' });
  });

  test('prints nothing that is no page', async () => {
    const name = await published({ homepage: 'file:///etc/passwd', bugs: 'javascript:alert(1)' });
    expect((await home.run(['open', name])).stdout).toBe(`${url}/${escape(name)}\n`);
    const { code, stderr } = await home.run(['open', name, '--what', 'issues']);
    expect([code, stderr]).toEqual([1, `pantry: ${name} names no issues\n`]);
  });
});
