import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { endpoints } from '#endpoints';

import { DOCUMENTS } from '../scripts/documents.ts';

describe('generated documents', () => {
  test.each(Object.entries(DOCUMENTS))(
    '%s is what the code says (npm run docs)',
    async (file, make) => {
      expect(readFileSync(file, 'utf8')).toBe(await make());
    },
  );
});

test('every endpoint file is listed under its own name', () => {
  const files = globSync('lambdas/endpoints/*/*.ts').map((file) => file.slice(18, -3));
  expect(Object.keys(endpoints).toSorted()).toEqual(files.toSorted());
});

test('no two endpoints answer the same requests', () => {
  const shapes = Object.values(endpoints).map(
    ({ route }) => `${route.method} ${route.path.replaceAll(/\{\w+\}/g, '{}')}`,
  );
  expect(new Set(shapes).size).toBe(shapes.length);
});

test('links between documents lead somewhere', () => {
  const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/*.md')];
  for (const document of documents) {
    const folder = document.includes('/') ? 'docs/' : '';
    const text = readFileSync(document, 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
      expect([document, target, globSync(`${folder}${target}`).length]).toEqual([
        document,
        target,
        1,
      ]);
    }
  }
});
