import { Entity, Service } from 'electrodb';

import type { Table } from '../../../local/table/client.ts';
import { TableName } from './fixture.ts';

const casing = 'none';

/** Two entities of a registry that share a collection and an index, as the application's own do. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- electrodb's types are inferred from the model
export function createModel(client: Table) {
  const config = { client, table: TableName };
  const Release = new Entity(
    {
      model: { entity: 'release', version: '1', service: 'registry' },
      attributes: {
        name: { type: 'string', required: true },
        number: { type: 'string', required: true },
        owner: { type: 'string', required: true },
        size: { type: 'number', default: 0 },
        downloads: { type: 'number' },
        keywords: { type: 'set', items: 'string' },
        dependencies: {
          type: 'map',
          properties: { semver: { type: 'string' }, tar: { type: 'string' } },
        },
        history: { type: 'list', items: { type: 'string' } },
        details: { type: 'any' },
        isLatest: { type: 'boolean' },
      },
      indexes: {
        byName: {
          collection: 'package',
          pk: { field: 'pk', composite: ['name'], casing },
          sk: { field: 'sk', composite: ['number'], casing },
        },
        byOwner: {
          index: 'gsi1',
          collection: 'owned',
          pk: { field: 'gsi1pk', composite: ['owner'], casing },
          sk: { field: 'gsi1sk', composite: ['name', 'number'], casing },
        },
      },
    },
    config,
  );
  const Tag = new Entity(
    {
      model: { entity: 'tag', version: '1', service: 'registry' },
      attributes: {
        name: { type: 'string', required: true },
        tag: { type: 'string', required: true },
        owner: { type: 'string', required: true },
        target: { type: 'string', required: true },
      },
      indexes: {
        byName: {
          collection: 'package',
          pk: { field: 'pk', composite: ['name'], casing },
          sk: { field: 'sk', composite: ['tag'], casing },
        },
        byOwner: {
          index: 'gsi1',
          collection: 'owned',
          pk: { field: 'gsi1pk', composite: ['owner'], casing },
          sk: { field: 'gsi1sk', composite: ['name', 'tag'], casing },
        },
      },
    },
    config,
  );
  const registry = new Service({ release: Release, tag: Tag }, config);
  return { Release, Tag, registry };
}
