import { CustomAttributeType, Entity } from 'electrodb';

import type { RunToken } from '#domain/ci/run-token.ts';
import type { CiRun } from '#domain/ci/run.ts';
import type { PackageName } from '#domain/package-name.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** Lies where people's tokens lie, so that one look-up tells whose a token is. */
export const runTokens = new Entity(
  {
    model: { service: 'registry', entity: 'runToken', version: '1' },
    attributes: {
      hash: { type: 'string', required: true },
      key: { type: 'string', required: true },
      hint: { type: 'string', required: true },
      package: { type: CustomAttributeType<PackageName>('string'), required: true },
      publisherId: { type: 'string', required: true },
      claims: { type: 'boolean', required: true },
      permission: {
        type: CustomAttributeType<RunToken['permission']>('string'),
        required: true,
      },
      run: { type: CustomAttributeType<CiRun>('any'), required: true },
      createdAt: { type: 'string', required: true },
      expiresAt: { type: 'string', required: true, field: 'expires' },
      ttl: { type: 'number', required: true, field: TABLE_SCHEMA.ttlAttribute },
    },
    indexes: {
      byHash: {
        pk: { field: 'pk', composite: ['hash'], template: 'token#${hash}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'token', casing: 'none' },
      },
      byPackage: {
        index: 'gsi1',
        pk: {
          field: 'gsi1pk',
          composite: ['package'],
          template: 'run-tokens#${package}',
          casing: 'none',
        },
        sk: {
          field: 'gsi1sk',
          composite: ['createdAt', 'key'],
          template: '${createdAt}#${key}',
          casing: 'none',
        },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
