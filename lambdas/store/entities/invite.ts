import { CustomAttributeType, Entity } from 'electrodb';

import type { Role } from '#domain/org/member.ts';
import type { OrgName } from '#domain/org/org.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

const ABOUT = {
  createdBy: { type: 'string', required: true },
  createdAt: { type: 'string', required: true },
  expiresAt: { type: 'string', field: 'expires', required: true },
  ttl: { type: 'number', field: TABLE_SCHEMA.ttlAttribute, required: true },
} as const;

const Texts = CustomAttributeType<readonly string[]>('any');

/** A code that lets one person sign up, into an organization, or both. Stored as a hash, gone once used. */
export const invites = new Entity(
  {
    model: { service: 'registry', entity: 'invite', version: '1' },
    attributes: {
      hash: { type: 'string', required: true },
      /** False: it is for somebody who has an account. */
      signUp: { type: 'boolean' },
      org: { type: CustomAttributeType<OrgName>('string') },
      key: { type: 'string' },
      ...ABOUT,
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

/** What an organization knows of a code into it: all but the code. */
export const invitations = new Entity(
  {
    model: { service: 'registry', entity: 'invitation', version: '1' },
    attributes: {
      org: { type: CustomAttributeType<OrgName>('string'), required: true },
      key: { type: 'string', required: true },
      hash: { type: 'string', required: true },
      role: { type: CustomAttributeType<Role>('string'), required: true },
      /** Ids. */
      teams: { type: Texts, required: true },
      signUp: { type: 'boolean', required: true },
      ...ABOUT,
    },
    indexes: {
      byOrg: {
        pk: { field: 'pk', composite: ['org'], template: 'org#${org}', casing: 'none' },
        sk: { field: 'sk', composite: ['key'], template: 'invitation#${key}', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
