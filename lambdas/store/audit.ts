import { CustomAttributeType, Entity } from 'electrodb';

import type { Json } from '#domain/manifest.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/** Who did what to what, and from where: written in the transaction that does it, never changed. */
export interface AuditEvent {
  readonly id: string;
  /** ISO time. */
  readonly at: string;
  readonly action: string;
  /** `package:name` or `user:name`. */
  readonly subject: string;
  readonly actor: string;
  /** Key of the token that was used, if one was. */
  readonly token?: string;
  readonly address: string;
  readonly detail: Json;
}

export const auditEvents = new Entity(
  {
    model: { service: 'registry', entity: 'auditEvent', version: '1' },
    attributes: {
      id: { type: 'string', required: true },
      month: { type: 'string', required: true },
      at: { type: 'string', required: true },
      action: { type: 'string', required: true },
      subject: { type: 'string', required: true },
      actor: { type: 'string', required: true },
      token: { type: 'string' },
      address: { type: 'string', required: true },
      detail: { type: CustomAttributeType<Json>('any'), required: true },
    },
    indexes: {
      byMonth: {
        pk: { field: 'pk', composite: ['month'], template: 'audit#${month}', casing: 'none' },
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

export const toAuditItem = (event: AuditEvent): AuditEvent & { readonly month: string } => ({
  ...event,
  month: event.at.slice(0, 7),
});
