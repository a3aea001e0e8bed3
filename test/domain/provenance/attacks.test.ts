import { describe, expect, test } from 'vitest';

import { type Bundle, createAuthority } from '../../sigstore/authority.ts';
import { BUILD, onGithub, onGitlab } from '../../sigstore/builds.ts';
import { BUILT, refusalOf, type Spoiling, spoiled } from './provenance.ts';

const HOUR = 3_600_000;
const entry = (bundle: Bundle): any => bundle['verificationMaterial'].tlogEntries[0];
const reverse = (text: string): string =>
  Buffer.from(Buffer.from(text, 'base64').map((byte) => 255 - byte)).toString('base64');
const stranger = await createAuthority();

describe('bundles that do not hold', () => {
  const attacks: readonly [string, RegExp, Spoiling][] = [
    [
      'for another tarball',
      /another tarball/,
      { built: { ...BUILT, tarball: Buffer.from('another') } },
    ],
    ['for another version', /@1\.2\.4/, { built: { ...BUILT, version: '1.2.4' } }],
    ['for another package', /%40acme\/other/, { built: { ...BUILT, name: '@acme/other' } }],
    [
      'for several things',
      /about 2 things/,
      { statement: ({ subject }) => subject.push(subject[0]) },
    ],
    [
      'whose certificate had expired when the log recorded it',
      /certificate does not hold.*not valid or expired/,
      { certifiedAt: new Date(Date.now() - HOUR) },
    ],
    [
      'whose certificate was not valid yet',
      /certificate does not hold/,
      { loggedAt: new Date(Date.now() - HOUR) },
    ],
    ['of another authority', /certificate|transparency log/, { by: stranger }],
    [
      'without a proof that the log has it',
      /no sigstore bundle/,
      { bundle: (bundle) => void delete entry(bundle).inclusionProof },
    ],
    [
      'without a log entry',
      /time of its signature does not hold/,
      { bundle: (bundle) => void (bundle['verificationMaterial'].tlogEntries = []) },
    ],
    [
      'dated by a timestamp, but in no log',
      /transparency log does not hold.*expected 1 tlog/,
      {
        shape: 'pnpm',
        bundle: (bundle) => void (bundle['verificationMaterial'].tlogEntries = []),
      },
    ],
    [
      'in a log, but undated',
      /time of its signature does not hold/,
      {
        shape: 'pnpm',
        bundle: (bundle) => void delete bundle['verificationMaterial'].timestampVerificationData,
      },
    ],
    [
      'whose promise of the log is another’s',
      /proof that the transparency log has it does not hold/,
      {
        bundle: (bundle) => {
          const { inclusionPromise: promise } = entry(bundle);
          promise.signedEntryTimestamp = reverse(promise.signedEntryTimestamp);
        },
      },
    ],
    [
      'whose time was moved',
      /proof that the transparency log has it does not hold/,
      { bundle: (bundle) => void (entry(bundle).integratedTime = String(Date.now() / 1000 + 60)) },
    ],
    [
      'whose proof is changed',
      /proof that the transparency log has it does not hold/,
      {
        bundle: (bundle) =>
          void (entry(bundle).inclusionProof.hashes = [Buffer.alloc(32).toString('base64')]),
      },
    ],
    [
      'whose checkpoint is changed',
      /proof that the transparency log has it does not hold.*checkpoint/,
      {
        bundle: (bundle) => {
          const { checkpoint } = entry(bundle).inclusionProof;
          checkpoint.envelope = checkpoint.envelope.replace('\n1\n', '\n2\n');
        },
      },
    ],
    [
      'whose payload was changed',
      /does not hold/,
      {
        bundle: ({ dsseEnvelope }) => {
          const payload = Buffer.from(dsseEnvelope.payload, 'base64').toString();
          const changed = payload.replace('refs/heads/main', 'refs/heads/evil');
          dsseEnvelope.payload = Buffer.from(changed).toString('base64');
        },
      },
    ],
    [
      'whose signature was changed',
      /does not hold/,
      {
        bundle: ({ dsseEnvelope }) =>
          void (dsseEnvelope.signatures[0].sig = reverse(dsseEnvelope.signatures[0].sig)),
      },
    ],
    [
      'signed with a key that its certificate is not of',
      /its signature does not hold/,
      { otherKey: true },
    ],
    [
      'of something that is no statement',
      /not an in-toto statement/,
      { payloadType: 'text/plain' },
    ],
    [
      'of a predicate that nobody reads',
      /its predicate is https:\/\/example\.com\/x/,
      { statement: (statement) => void (statement['predicateType'] = 'https://example.com/x') },
    ],
    [
      'a registry’s own attestation of a publish',
      /publish attestation/,
      {
        statement: (statement) =>
          void (statement['predicateType'] =
            'https://github.com/npm/attestation/tree/main/specs/publish/v0.1'),
      },
    ],
    [
      'a person’s, whose certificate names no repository',
      /mallory@example\.com and names no repository/,
      {
        identity: {
          signer: 'https://example.com/mallory@example.com',
          extensions: { 8: 'https://accounts.example.com' },
        },
      },
    ],
    [
      'of a service that only checks the repository out',
      /does not speak for/,
      {
        identity: {
          ...onGithub(BUILD),
          extensions: { ...onGithub(BUILD).extensions, 8: 'https://oidc.elsewhere.example' },
        },
      },
    ],
    [
      'of another host’s repository of that name',
      /does not speak for|repository/,
      {
        identity: onGitlab(BUILD),
      },
    ],
    [
      'with a bare key in place of a certificate',
      /signed with a key/,
      {
        bundle: ({ verificationMaterial }) => {
          delete verificationMaterial.certificate;
          verificationMaterial.publicKey = { hint: 'SHA256:x' };
        },
      },
    ],
    [
      'with hundreds of copies of a log entry',
      /more than 8 log entries/,
      {
        bundle: (bundle) => {
          const { verificationMaterial: material } = bundle;
          material.tlogEntries = Array.from({ length: 300 }, () => entry(bundle));
        },
      },
    ],
    [
      'with the same log entry twice',
      /duplicate/,
      {
        bundle: (bundle) => void bundle['verificationMaterial'].tlogEntries.push(entry(bundle)),
      },
    ],
    ['no JSON', /no sigstore bundle/, { bundle: () => 'nonsense' }],
    ['no bundle', /no sigstore bundle/, { bundle: () => '{"mediaType":{}}' }],
    ['null', /no sigstore bundle/, { bundle: () => 'null' }],
    ['nested deeply', /no sigstore bundle/, { bundle: () => '['.repeat(400_000) }],
    [
      'nested deeply, and closed',
      /no sigstore bundle/,
      { bundle: () => '['.repeat(400_000) + ']'.repeat(400_000) },
    ],
    [
      'with a certificate that is none',
      /can’t be read|certificate/,
      {
        bundle: (bundle) =>
          void (bundle['verificationMaterial'].certificate.rawBytes = Buffer.alloc(
            50_000,
            0x30,
          ).toString('base64')),
      },
    ],
  ];

  test.each(attacks)('%s', async (_, sentence, spoiling) => {
    expect(refusalOf(await spoiled(spoiling))).toMatch(sentence);
  });
});
