import { Entity } from 'electrodb';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** An ID token that was exchanged: while it is valid, nobody does so again. */
export const spentIdentities = new Entity(
  {
    model: { service: 'registry', entity: 'spentIdentity', version: '1' },
    attributes: {
      /** SHA-256 of what it may be used once for. */
      hash: { type: 'string', required: true },
      ttl: { type: 'number', required: true, field: TABLE_SCHEMA.ttlAttribute },
    },
    indexes: {
      byHash: {
        pk: { field: 'pk', composite: ['hash'], template: 'spent#${hash}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'spent', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
