import { CustomAttributeType, Entity } from 'electrodb';

import type { CiProvider } from '#domain/ci/run.ts';
import type { TrustClaims, TrustedPublisher } from '#domain/ci/trusted-publisher.ts';
import type { PackageName } from '#domain/package-name.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

export const trustedPublishers = new Entity(
  {
    model: { service: 'registry', entity: 'trustedPublisher', version: '1' },
    attributes: {
      id: { type: 'string', required: true },
      package: { type: CustomAttributeType<PackageName>('string'), required: true },
      provider: { type: CustomAttributeType<CiProvider>('string'), required: true },
      issuer: { type: 'string', required: true },
      claims: { type: CustomAttributeType<TrustClaims>('any'), required: true },
      repositoryId: { type: 'string' },
      permissions: {
        type: CustomAttributeType<TrustedPublisher['permissions']>('any'),
        required: true,
      },
      origin: { type: CustomAttributeType<TrustedPublisher['origin']>('string'), required: true },
      createdAt: { type: 'string', required: true },
      createdBy: { type: 'string', required: true },
    },
    indexes: {
      byPackage: {
        pk: { field: 'pk', composite: ['package'], template: 'trust#${package}', casing: 'none' },
        sk: { field: 'sk', composite: ['id'], template: '${id}', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
