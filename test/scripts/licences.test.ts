import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { isPermissive, licences } from '../../scripts/licences.mjs';
import { folder } from '../target.ts';

/** A file of an installed package with a licence. */
function installed(name: string, license: unknown): string {
  const at = path.join(folder(), 'node_modules', name);
  mkdirSync(path.join(at, 'lib'), { recursive: true });
  writeFileSync(path.join(at, 'package.json'), JSON.stringify({ name, version: '1.0.0', license }));
  writeFileSync(path.join(at, 'LICENSE'), `Do with ${name} as you like\n`);
  return path.join(at, 'lib', 'index.js');
}

describe('licences of what is bundled', () => {
  test('are told with their texts', () => {
    const one = installed('one', 'MIT');
    const two = installed('@acme/two', '(GPL-3.0 OR Apache-2.0)');
    const document = licences({ client: [one, 'cli/run.ts'], registry: [two, one] });
    expect(document).toContain('- one 1.0.0: MIT\n\n    Do with one as you like\n');
    expect(document).toContain('- @acme/two 1.0.0: (GPL-3.0 OR Apache-2.0)\n');
    expect(document.match(/- one 1\.0\.0/g)).toHaveLength(1);
  });

  test('stop the build where one asks for more than its text, or there is none', () => {
    const [bad, none] = [installed('bad', 'GPL-3.0-only'), installed('none', undefined)];
    expect(() => licences({ client: [bad], registry: [none] })).toThrow(
      'not to be bundled, by their licences: bad (GPL-3.0-only), none (no licence)',
    );
  });

  test.each([
    ['MIT', true],
    ['BlueOak-1.0.0', true],
    ['(MIT AND Zlib)', false],
    ['MIT AND ISC', true],
    ['GPL-2.0 OR MIT', true],
    ['AGPL-3.0-only', false],
    ['SEE LICENSE IN LICENSE', false],
    [undefined, false],
  ])('%s: %s', (licence, expected) => {
    expect(isPermissive(licence)).toBe(expected);
  });
});
