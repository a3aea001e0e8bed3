import { CustomAttributeType, Entity } from 'electrodb';

import type { PackageName } from '#domain/package-name.ts';
import type { Recipient, TicketKind, TicketState } from '#domain/ticket.ts';
import type { UserName } from '#domain/user.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

const SERVICE = { service: 'registry', version: '1' } as const;
const TTL = { type: 'number', field: TABLE_SCHEMA.ttlAttribute, required: true } as const;

/** In the queue of those who are to answer, by state and then by the last message. */
export const tickets = new Entity(
  {
    model: { ...SERVICE, entity: 'ticket' },
    attributes: {
      id: { type: 'string', required: true },
      queue: { type: 'string', required: true },
      package: { type: CustomAttributeType<PackageName>('string') },
      to: { type: CustomAttributeType<Recipient>('string'), required: true },
      kind: { type: CustomAttributeType<TicketKind>('string'), required: true },
      subject: { type: 'string', required: true },
      state: { type: CustomAttributeType<TicketState>('string'), required: true },
      author: { type: CustomAttributeType<UserName>('string'), required: true },
      createdAt: { type: 'string', required: true },
      updatedAt: { type: 'string', required: true },
      messages: { type: 'number', required: true },
      rev: { type: 'number', required: true },
      ttl: TTL,
    },
    indexes: {
      byId: {
        pk: { field: 'pk', composite: ['id'], template: 'ticket#${id}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'ticket', casing: 'none' },
      },
      ofQueue: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: ['queue'], template: 'tickets#${queue}', casing: 'none' },
        sk: {
          field: 'gsi1sk',
          composite: ['state', 'updatedAt', 'id'],
          template: '${state}#${updatedAt}#${id}',
          casing: 'none',
        },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);

/** Lets an author find it. */
export const ticketsOfAuthors = new Entity(
  {
    model: { ...SERVICE, entity: 'ticketOfAuthor' },
    attributes: {
      id: { type: 'string', required: true },
      author: { type: CustomAttributeType<UserName>('string'), required: true },
      createdAt: { type: 'string', required: true },
      ttl: TTL,
    },
    indexes: {
      byId: {
        pk: { field: 'pk', composite: ['id'], template: 'ticket#${id}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'author', casing: 'none' },
      },
      ofAuthor: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: ['author'], template: 'user#${author}', casing: 'none' },
        sk: {
          field: 'gsi1sk',
          composite: ['createdAt', 'id'],
          template: 'ticket#${createdAt}#${id}',
          casing: 'none',
        },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);

/** One message; numbered, so that two at once can't take one place. */
export const ticketMessages = new Entity(
  {
    model: { ...SERVICE, entity: 'ticketMessage' },
    attributes: {
      id: { type: 'string', required: true },
      number: { type: 'string', required: true },
      at: { type: 'string', required: true },
      author: { type: CustomAttributeType<UserName>('string'), required: true },
      text: { type: 'string', required: true },
      state: { type: CustomAttributeType<TicketState>('string') },
      ttl: TTL,
    },
    indexes: {
      byNumber: {
        pk: { field: 'pk', composite: ['id'], template: 'ticket#${id}', casing: 'none' },
        sk: {
          field: 'sk',
          composite: ['number'],
          template: 'message#${number}',
          casing: 'none',
        },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
