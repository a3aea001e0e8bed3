import { CustomAttributeType, Entity } from 'electrodb';

import type { PackageName } from '#domain/package-name.ts';
import type { Provenance, Readme, Release, Signature } from '#domain/package.ts';
import type { Person } from '#domain/user.ts';
import type { Version } from '#domain/version.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

/** Releases and tombstones share their key: a number that was used once can't be used again. */
const byVersion = {
  pk: { field: 'pk', composite: ['name'], template: 'package#${name}', casing: 'none' },
  sk: { field: 'sk', composite: ['version'], template: 'version#${version}', casing: 'none' },
} as const;

export const releases = new Entity(
  {
    model: { service: 'registry', entity: 'release', version: '1' },
    attributes: {
      name: { type: CustomAttributeType<PackageName>('string'), required: true },
      version: { type: CustomAttributeType<Version>('string'), required: true },
      rev: { type: 'number', required: true },
      publishedAt: { type: 'string', required: true },
      publisher: { type: CustomAttributeType<Person>('any'), required: true },
      run: { type: CustomAttributeType<NonNullable<Release['run']>>('any') },
      integrity: { type: 'string', required: true },
      shasum: { type: 'string', required: true },
      size: { type: 'number', required: true },
      unpackedSize: { type: 'number', required: true },
      fileCount: { type: 'number', required: true },
      signatures: { type: CustomAttributeType<readonly Signature[]>('any'), required: true },
      manifest: { type: 'string' },
      manifestBlob: { type: 'string' },
      deprecated: { type: 'string' },
      readme: { type: CustomAttributeType<Readme>('any') },
      provenance: { type: CustomAttributeType<Provenance>('any') },
    },
    indexes: { byVersion },
  },
  { table: TABLE_SCHEMA.name },
);

/** What is left of an unpublished version: its number, and who took it back when. */
export const tombstones = new Entity(
  {
    model: { service: 'registry', entity: 'tombstone', version: '1' },
    attributes: {
      name: { type: CustomAttributeType<PackageName>('string'), required: true },
      version: { type: CustomAttributeType<Version>('string'), required: true },
      removedAt: { type: 'string', required: true },
      removedBy: { type: 'string', required: true },
      integrity: { type: 'string', required: true },
    },
    indexes: { byVersion },
  },
  { table: TABLE_SCHEMA.name },
);
