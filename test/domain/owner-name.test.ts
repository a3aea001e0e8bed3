import { describe, expect, test } from 'vitest';

import type { TrustedOwner } from '#domain/ci/issuers.ts';
import {
  type OwnerName,
  trustedOwnerSentence,
  trustedOwnerSummary,
} from '#domain/ci/owner-name.ts';

const owner = {
  provider: 'github',
  issuer: 'https://token.actions.githubusercontent.com',
  id: '42',
  owners: [],
} as const satisfies TrustedOwner;
const called = (name: string, before?: string): OwnerName => ({
  ...owner,
  name,
  since: '2026-11-21T00:00:00.000Z',
  ...(before !== undefined && { before }),
});

describe('a trusted owner', () => {
  test.each([
    [undefined, undefined, 'CI of github 42 may claim free names'],
    ['acme', undefined, 'CI of acme (github 42) may claim free names'],
    [undefined, called('acme'), 'CI of acme (github 42) may claim free names'],
    ['Acme', called('acme'), 'CI of Acme (github 42) may claim free names'],
    ['acme', called('globex'), 'CI of acme (github 42), now called globex, may claim free names'],
  ])('that is configured as %s is told of as it is now', (name, seen, sentence) => {
    expect(trustedOwnerSentence({ ...owner, name }, seen)).toBe(sentence);
  });

  test.each([
    ['acme', called('acme', 'globex'), undefined],
    ['ACME', called('acme'), undefined],
    ['acme', called('globex'), true],
    [undefined, called('globex'), undefined],
    [undefined, called('globex', 'acme'), true],
  ])('that is configured as %s is marked until its name is written down', (name, seen, differs) => {
    expect(trustedOwnerSummary({ ...owner, name }, seen)['differs']).toBe(differs);
  });
});
