import { describe, expect, test } from 'vitest';

import { readTrustRoot } from '#domain/provenance/trust-root.ts';
import { verifyProvenance } from '#domain/provenance/verify-provenance.ts';
import { bundledTrustRoot } from '#store/trust/bundled-root.ts';

import { createAuthority } from '../../sigstore/authority.ts';
import { authority, EXPECTED, spoiled } from './provenance.ts';

const stranger = await createAuthority();
const ours = JSON.parse(authority.trustRoot);
const theirs = JSON.parse(stranger.trustRoot);

/** What is said of a good bundle where a part of the root is another's. */
async function refusalBy(
  part: object,
  shape: 'npm' | 'pnpm' = 'npm',
  certificateLogged = true,
): Promise<string> {
  const root = readTrustRoot(JSON.stringify({ ...ours, ...part }));
  try {
    verifyProvenance(await spoiled({ shape, certificateLogged }), root, EXPECTED);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'accepted';
}

describe('a trust root', () => {
  test('with another certificate authority refuses the certificate', async () => {
    const { certificateAuthorities } = theirs;
    expect(await refusalBy({ certificateAuthorities })).toMatch(/certificate does not hold/);
  });

  test('with the key of another log refuses the entry', async () => {
    const { tlogs } = theirs;
    const sentence = /proof that the transparency log has it does not hold/;
    expect(await refusalBy({ tlogs })).toMatch(sentence);
    expect(await refusalBy({ tlogs }, 'pnpm')).toMatch(sentence);
  });

  test('with the key of another log of certificates refuses the certificate', async () => {
    const { ctlogs } = theirs;
    expect(await refusalBy({ ctlogs })).toMatch(/certificate does not hold.*SCT/);
  });

  test('with another timestamp authority refuses the timestamp', async () => {
    const { timestampAuthorities } = theirs;
    expect(await refusalBy({ timestampAuthorities }, 'pnpm')).toMatch(/time of its signature/);
  });

  test('asks for a certificate that was logged, where it names a log of certificates', async () => {
    expect(await refusalBy({}, 'npm', false)).toMatch(/certificate does not hold.*SCT/);
    expect(await refusalBy({ ctlogs: [] }, 'npm', false)).toBe('accepted');
  });

  test('that ended before the signature refuses it', async () => {
    const validFor = { start: '2020-01-01T00:00:00Z', end: '2021-01-01T00:00:00Z' };
    const certificateAuthorities = ours.certificateAuthorities.map((each: object) => ({
      ...each,
      validFor,
    }));
    expect(await refusalBy({ certificateAuthorities })).toMatch(/certificate does not hold/);
  });

  test.each([
    ['no JSON', 'nonsense', /no trusted_root\.json/],
    ['without authorities', JSON.stringify({ ...ours, certificateAuthorities: [] }), /names no/],
    ['without a log', JSON.stringify({ ...ours, tlogs: [] }), /names no/],
    ['with a key that is none', authority.trustRoot.replaceAll('MFkwEwYH', 'AAAAAAAA'), /read/],
  ])('%s can’t be used', (_, text, sentence) => {
    expect(() => readTrustRoot(text)).toThrow(sentence);
  });

  test('of the public sigstore is brought along', async () => {
    expect(readTrustRoot(await bundledTrustRoot())).toBeDefined();
  });
});
