import { CustomAttributeType, Entity } from 'electrodb';

import type { UserName } from '#domain/user.ts';
import type { WebSession } from '#domain/web-session.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** What a person decides in a browser while a program waits. Secrets are stored as hashes. */
export const webSessions = new Entity(
  {
    model: { service: 'registry', entity: 'webSession', version: '1' },
    attributes: {
      id: { type: 'string', required: true },
      purpose: { type: CustomAttributeType<WebSession['purpose']>('string'), required: true },
      pageHash: { type: 'string', required: true },
      doneHash: { type: 'string', required: true },
      address: { type: 'string', required: true },
      client: { type: 'string', required: true },
      createdAt: { type: 'string', required: true },
      user: { type: CustomAttributeType<UserName>('string') },
      browserHash: { type: 'string' },
      inviteHash: { type: 'string' },
      next: { type: 'string' },
      approvedAs: { type: CustomAttributeType<UserName>('string') },
      refusedFor: { type: 'string' },
      expiresAt: { type: 'string', field: 'expires', required: true },
      ttl: { type: 'number', field: TABLE_SCHEMA.ttlAttribute, required: true },
    },
    indexes: {
      byId: {
        pk: { field: 'pk', composite: ['id'], template: 'web-session#${id}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'web-session', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
