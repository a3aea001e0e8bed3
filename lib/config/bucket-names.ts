import type { Config } from './schema.ts';

/** Buckets of a registry. */
export type BucketRole = 'blobs' | 'documents' | 'staging' | 'edge-log';

/**
 * A bucket's name, unique among all accounts. Given and not generated, so that the permissions of other
 * stacks name it in plain text.
 */
export const bucketName = (
  { name, account, region }: Pick<Config, 'name' | 'account' | 'region'>,
  role: BucketRole,
): string => `${name}-${role}-${account}-${region}`;
