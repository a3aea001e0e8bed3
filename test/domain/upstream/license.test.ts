import { describe, expect, test } from 'vitest';

import { isLicensed, licensesOf, parseLicense } from '#domain/upstream/license.ts';

describe('a licence', () => {
  test.each([
    ['MIT', 'MIT', true],
    ['ISC', 'MIT', false],
    ['(MIT OR GPL-3.0)', 'MIT', true],
    ['(GPL-3.0 OR (ISC AND MIT))', 'MIT', false],
    ['MIT AND ISC', 'MIT', false],
    ['MIT AND (ISC OR GPL-2.0-only)', 'MIT,ISC', true],
    ['BSD-3-Clause', 'BSD-*', true],
    ['0BSD', 'BSD-*', false],
    ['Anything-that-is-not-there', '*', undefined],
    ['LicenseRef-acme', '*', true],
    ['GPL-3.0', 'GPL-3.0-only', true],
    ['GPL-3.0-only', 'GPL-3.0', true],
    ['GPL-2.0+', 'GPL-2.0-or-later', true],
    ['GPL-2.0-or-later', 'GPL-2.0-only', true],
    ['GPL-2.0-only', 'GPL-2.0-or-later', false],
    ['LGPL-2.1', 'LGPL-3.0-only', false],
    ['Apache-2.0 WITH LLVM-exception', 'Apache-2.0', false],
    ['Apache-2.0 WITH LLVM-exception', 'Apache-2.0 WITH LLVM-exception', true],
    ['Apache-2.0 WITH LLVM-exception', 'Apache-2.0*', true],
    ['UNLICENSED', '*', undefined],
    ['SEE LICENSE IN LICENSE.md', '*', undefined],
    ['Apache 2.0', '*', undefined],
    ['MIT AND', '*', undefined],
    [`${'('.repeat(900)}MIT`, '*', undefined],
  ])('%s, where %s is let in: %s', (text, allowed, verdict) => {
    expect(isLicensed(text, allowed.split(','))).toBe(verdict);
  });

  test('that is long to spell out is judged at once', () => {
    const clauses = Array.from({ length: 50 }, () => '(MIT OR ISC)').join(' AND ');
    expect(isLicensed(clauses, ['MIT'])).toBe(true);
    expect(isLicensed(clauses, ['0BSD'])).toBe(false);
  });

  test.each([
    [{ license: 'MIT' }, ['MIT']],
    [{ license: { type: 'MIT', url: 'https://example.com' } }, ['MIT']],
    [{ licenses: [{ type: 'MIT' }, { type: 'Apache-2.0' }] }, ['MIT', 'Apache-2.0']],
    [{ licenses: ['MIT', 3, null, { url: 'x' }] }, ['MIT']],
    [{ license: ['MIT'] }, ['MIT']],
    [{ licenses: 'MIT' }, ['MIT']],
    [{ license: 'ISC', licenses: ['MIT'] }, ['ISC']],
    [{ license: ' ' }, []],
    [{ license: 7 }, []],
    [{}, []],
  ])('is found in %o', (manifest, licenses) => {
    expect(licensesOf(manifest)).toEqual(licenses);
  });

  test('that is cut off is not taken for a shorter one', () => {
    const [text = ''] = licensesOf({ license: `MIT ${'OR MIT '.repeat(1000)}` });
    expect(text.length).toBeLessThan(1100);
    expect(isLicensed(text, ['MIT'])).toBeUndefined();
  });

  test.each([
    ['MIT', 'MIT'],
    ['BSD-*', 'BSD-*'],
    ['GPL-2.0-only WITH Classpath-exception-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    ['LicenseRef-acme', 'LicenseRef-acme'],
    ['Apache2', undefined],
    ['MIT OR ISC', undefined],
    ['*$', undefined],
  ])('in a setting may be %s: %s', (text, read) => {
    expect(parseLicense(text)).toBe(read);
  });
});
