import { describe, expect, test } from 'vitest';

import { only, resourcesOf, synthesize } from './stacks.ts';

type Json = Record<string, any>;

const { data } = await synthesize();

describe('what is kept', () => {
  test('stays when its stack goes', () => {
    const kept = ['DynamoDB::GlobalTable', 'S3::Bucket', 'KMS::Key', 'SecretsManager::Secret'];
    for (const type of kept) {
      const found = resourcesOf(data, `AWS::${type}`);
      expect([type, found.length > 0]).toEqual([type, true]);
      for (const [id, , whole] of found) {
        const { DeletionPolicy, UpdateReplacePolicy } = whole;
        expect([id, DeletionPolicy, UpdateReplacePolicy]).toEqual([id, 'Retain', 'Retain']);
      }
    }
  });

  test('is one table: paid by use, backed up, protected, with expiry and a stream', () => {
    const table = only(data, 'AWS::DynamoDB::GlobalTable');
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      Replicas: [
        {
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      ],
    });
  });

  test('is three buckets: versioned, closed to the public, over TLS alone', () => {
    const buckets = resourcesOf(data, 'AWS::S3::Bucket');
    expect(buckets).toHaveLength(3);
    for (const [, bucket] of buckets) {
      expect(bucket).toMatchObject({
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      });
      const [rule] = bucket['LifecycleConfiguration'].Rules;
      expect(rule.NoncurrentVersionExpiration.NoncurrentDays).toBeGreaterThan(0);
      // An upload in parts lives for a day; what is left of it goes at the midnight after.
      expect(rule.AbortIncompleteMultipartUpload).toEqual({ DaysAfterInitiation: 1 });
    }
    // Every change of any package replaces the search index.
    const rules = buckets.flatMap(([, bucket]) => bucket['LifecycleConfiguration'].Rules as Json[]);
    expect(rules.filter(({ Prefix }) => Prefix !== undefined)).toEqual([
      { Status: 'Enabled', Prefix: 'search/', NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
      // READMEs are rendered again when somebody wants them.
      {
        Status: 'Enabled',
        Prefix: 'readmes/',
        ExpirationInDays: 30,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
    ]);
    const policies = resourcesOf(data, 'AWS::S3::BucketPolicy').map(([, policy]) =>
      JSON.stringify(policy),
    );
    expect(policies.filter((text) => text.includes('aws:SecureTransport'))).toHaveLength(3);
  });

  test('is a key that signs, and a code of digits whose place the outputs name', () => {
    const key = only(data, 'AWS::KMS::Key');
    expect(key).toMatchObject({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const [[id, secret] = ['', {}]] = resourcesOf(data, 'AWS::SecretsManager::Secret');
    expect(secret).toMatchObject({
      GenerateSecretString: {
        PasswordLength: 12,
        ExcludeLowercase: true,
        ExcludeUppercase: true,
        ExcludePunctuation: true,
      },
    });
    expect(data?.['Outputs']['FirstAdminCodeSecret'].Value).toEqual({ Ref: id });
  });
});
