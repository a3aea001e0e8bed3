import { CustomAttributeType, Entity } from 'electrodb';

import type { GrantedTeams } from '#domain/org/grants.ts';
import type { Role } from '#domain/org/member.ts';
import type { OrgName, Team } from '#domain/org/org.ts';
import type { UserName } from '#domain/user.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

const { name: table } = TABLE_SCHEMA;
const Name = CustomAttributeType<OrgName>('string');
const Texts = CustomAttributeType<readonly string[]>('any');

/** Every change of an organization counts up its `rev`, and is conditional on it. */
export const orgs = new Entity(
  {
    model: { service: 'registry', entity: 'org', version: '1' },
    attributes: {
      name: { type: Name, required: true },
      rev: { type: 'number', required: true },
      createdAt: { type: 'string', required: true },
      teams: { type: CustomAttributeType<Readonly<Record<string, Team>>>('any'), required: true },
      trustedOwners: { type: Texts, required: true },
    },
    indexes: {
      byName: {
        pk: { field: 'pk', composite: ['name'], template: 'org#${name}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'org', casing: 'none' },
      },
    },
  },
  { table },
);

export const members = new Entity(
  {
    model: { service: 'registry', entity: 'member', version: '1' },
    attributes: {
      org: { type: Name, required: true },
      user: { type: CustomAttributeType<UserName>('string'), required: true },
      role: { type: CustomAttributeType<Role>('string'), required: true },
      teams: { type: Texts, required: true },
      since: { type: 'string', required: true },
      rev: { type: 'number', required: true },
    },
    indexes: {
      byOrg: {
        pk: { field: 'pk', composite: ['org'], template: 'org#${org}', casing: 'none' },
        sk: { field: 'sk', composite: ['user'], template: 'member#${user}', casing: 'none' },
      },
      byUser: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', composite: ['user'], template: 'user#${user}', casing: 'none' },
        sk: { field: 'gsi1sk', composite: ['org'], template: 'org#${org}', casing: 'none' },
      },
    },
  },
  { table },
);

/** What teams may do with one package, or with the whole scope. */
export const grants = new Entity(
  {
    model: { service: 'registry', entity: 'grants', version: '1' },
    attributes: {
      org: { type: Name, required: true },
      target: { type: 'string', required: true },
      teams: { type: CustomAttributeType<GrantedTeams>('any'), required: true },
      rev: { type: 'number', required: true },
    },
    indexes: {
      byOrg: {
        pk: { field: 'pk', composite: ['org'], template: 'org#${org}', casing: 'none' },
        sk: { field: 'sk', composite: ['target'], template: 'grants#${target}', casing: 'none' },
      },
    },
  },
  { table },
);
