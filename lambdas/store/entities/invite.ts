import { Entity } from 'electrodb';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** A code that lets one person sign up. Stored as a hash, gone once used. */
export const invites = new Entity(
  {
    model: { service: 'registry', entity: 'invite', version: '1' },
    attributes: {
      hash: { type: 'string', required: true },
      createdBy: { type: 'string', required: true },
      createdAt: { type: 'string', required: true },
      expiresAt: { type: 'string', field: 'expires', required: true },
      ttl: { type: 'number', field: TABLE_SCHEMA.ttlAttribute, required: true },
    },
    indexes: {
      byHash: {
        pk: { field: 'pk', composite: ['hash'], template: 'invite#${hash}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'invite', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
