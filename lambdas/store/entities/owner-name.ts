import { CustomAttributeType, Entity } from 'electrodb';

import type { CiProvider } from '#domain/ci/run.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** The name that the runs of a trusted owner last came under. */
export const ownerNames = new Entity(
  {
    model: { service: 'registry', entity: 'ownerName', version: '1' },
    attributes: {
      provider: { type: CustomAttributeType<CiProvider>('string'), required: true },
      issuer: { type: 'string', required: true },
      id: { type: 'string', required: true },
      name: { type: 'string', required: true },
      since: { type: 'string', required: true },
      before: { type: 'string' },
    },
    indexes: {
      byOwner: {
        pk: { field: 'pk', composite: [], template: 'trusted-owners', casing: 'none' },
        sk: {
          field: 'sk',
          composite: ['provider', 'id', 'issuer'],
          template: '${provider}#${id}#${issuer}',
          casing: 'none',
        },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
