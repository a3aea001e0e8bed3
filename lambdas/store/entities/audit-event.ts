import { CustomAttributeType, Entity } from 'electrodb';

import type { Json } from '#domain/manifest.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

export const auditEvents = new Entity(
  {
    model: { service: 'registry', entity: 'auditEvent', version: '1' },
    attributes: {
      id: { type: 'string', required: true },
      period: { type: 'string', required: true },
      at: { type: 'string', required: true },
      action: { type: 'string', required: true },
      subject: { type: 'string', required: true },
      actor: { type: 'string', required: true },
      token: { type: 'string' },
      address: { type: 'string', required: true },
      before: { type: CustomAttributeType<Json>('any') },
      after: { type: CustomAttributeType<Json>('any') },
      detail: { type: CustomAttributeType<Json>('any'), required: true },
      ttl: { type: 'number', field: TABLE_SCHEMA.ttlAttribute },
    },
    indexes: {
      byTime: {
        pk: { field: 'pk', composite: ['period'], template: 'audit#${period}', casing: 'none' },
        sk: { field: 'sk', composite: ['at', 'id'], template: '${at}#${id}', casing: 'none' },
      },
      bySubject: {
        index: 'gsi1',
        pk: {
          field: 'gsi1pk',
          composite: ['subject'],
          template: 'audit#${subject}',
          casing: 'none',
        },
        sk: { field: 'gsi1sk', composite: ['at', 'id'], template: '${at}#${id}', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
