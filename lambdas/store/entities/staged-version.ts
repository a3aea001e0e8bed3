import { CustomAttributeType, Entity } from 'electrodb';

import type { Tag } from '#domain/dist-tag.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Visibility } from '#domain/package.ts';
import type { StageDecision } from '#domain/staging/staged-version.ts';
import type { Shadows } from '#domain/upstream/shadowing.ts';
import type { Version } from '#domain/version.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** A version that waits for approval. It is nowhere near its package: who renders that does not read it. */
export const stagedVersions = new Entity(
  {
    model: { service: 'registry', entity: 'stagedVersion', version: '1' },
    attributes: {
      id: { type: 'string', required: true },
      /** The release that it will be, as the table holds one. */
      draft: {
        type: CustomAttributeType<Readonly<Record<string, unknown>>>('any'),
        required: true,
      },
      tags: { type: CustomAttributeType<readonly Tag[]>('any'), required: true },
      visibility: { type: CustomAttributeType<Visibility>('string') },
      shadows: { type: CustomAttributeType<Shadows>('string'), required: true },
      createdAt: { type: 'string', required: true },
      until: { type: 'string', required: true },
      decision: { type: CustomAttributeType<StageDecision>('any') },
      ttl: { type: 'number', field: TABLE_SCHEMA.ttlAttribute, required: true },
    },
    indexes: {
      byId: {
        pk: { field: 'pk', composite: ['id'], template: 'stage#${id}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'stage', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);

/**
 * The number of a staged version: under the key that its release will have, so that a publish of the same number
 * fails by the condition that it has anyway.
 */
export const stagedNumbers = new Entity(
  {
    model: { service: 'registry', entity: 'stagedNumber', version: '1' },
    attributes: {
      name: { type: CustomAttributeType<PackageName>('string'), required: true },
      version: { type: CustomAttributeType<Version>('string'), required: true },
      stageId: { type: 'string', required: true },
      ttl: { type: 'number', field: TABLE_SCHEMA.ttlAttribute, required: true },
    },
    indexes: {
      byVersion: {
        pk: { field: 'pk', composite: ['name'], template: 'package#${name}', casing: 'none' },
        sk: { field: 'sk', composite: ['version'], template: 'version#${version}', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);
