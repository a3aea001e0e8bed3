import { expect, test } from 'vitest';

import { only, resourcesOf, synthesize } from './stacks.ts';

const told = (stack: object | undefined): number =>
  resourcesOf(stack, 'AWS::Lambda::Function').filter(
    ([, { Environment }]) => Environment?.Variables?.PANTRY_SEARCH_DOMAIN !== undefined,
  ).length;

test('search is a file among the documents, unless a domain of OpenSearch is wanted', async () => {
  const { data, packages, jobs } = await synthesize({ search: 'opensearch', searchNodes: '2' });
  const domain = only(data, 'AWS::OpenSearchService::Domain');
  expect(domain).toMatchObject({
    ClusterConfig: { InstanceCount: 2, InstanceType: 't3.small.search' },
    DomainEndpointOptions: { EnforceHTTPS: true },
    EncryptionAtRestOptions: { Enabled: true },
    NodeToNodeEncryptionOptions: { Enabled: true },
  });
  // Its own policy would let others in.
  expect(domain['AccessPolicies']).toBeUndefined();
  expect(told(packages)).toBeGreaterThan(0);
  expect(told(jobs)).toBeGreaterThan(0);
  expect(JSON.stringify(packages)).toContain('es:ESHttpPost');
  expect(JSON.stringify(packages)).not.toContain('es:ESHttpPut');
  expect(JSON.stringify(jobs)).toContain('es:ESHttpPut');
  const without = await synthesize();
  expect(resourcesOf(without['data'], 'AWS::OpenSearchService::Domain')).toEqual([]);
  expect(JSON.stringify(without)).not.toContain('es:ESHttp');
});
