import { describe, expect, test } from 'vitest';

import { viewerRequestCode } from '../../lib/edge/function-code.ts';
import { only, resourcesOf, synthesize } from './stacks.ts';

type Json = Record<string, any>;

const templates = await synthesize({ edge: 'cloudfront' });
const { edge, api, data, certificate, jobs, edgelog } = templates;

describe('the edge', () => {
  const { DistributionConfig: config } = only(edge, 'AWS::CloudFront::Distribution');

  test('serves the registry’s name, and reaches the API by another that takes the key alone', () => {
    expect(config.Aliases).toEqual(['npm.example.com']);
    const [registry] = config.Origins;
    expect(registry).toMatchObject({ Id: 'registry', DomainName: 'origin.npm.example.com' });
    expect(registry.OriginCustomHeaders[0].HeaderName).toBe('x-api-key');
    expect(only(api, 'AWS::ApiGateway::DomainName')['DomainName']).toBe('origin.npm.example.com');
    const { Body } = only(api, 'AWS::ApiGateway::RestApi');
    for (const operations of Object.values(Body.paths as Json)) {
      for (const operation of Object.values(operations as Json)) {
        expect(operation.security).toEqual([{ edge: [] }]);
      }
    }
    expect(resourcesOf(api, 'AWS::ApiGateway::UsagePlanKey')).toHaveLength(1);
  });

  test('takes the registry’s records over where it is turned on later', async () => {
    const { api: without } = await synthesize();
    const now = recordsOf(api);
    for (const [id, [name, target]] of recordsOf(without)) {
      expect(now.get(id)?.[0]).toBe(name);
      expect(now.get(id)?.[1]).not.toBe(target);
    }
    expect(now.size).toBe(4);
    expect(resourcesOf(edge, 'AWS::Route53::RecordSet')).toEqual([]);
  });

  test('writes no secret into a template', () => {
    const value = only(api, 'AWS::ApiGateway::ApiKey')['Value'];
    const [{ OriginCustomHeaders }] = config.Origins;
    for (const each of [value, OriginCustomHeaders[0].HeaderValue]) {
      expect(JSON.stringify(each)).toContain('{{resolve:secretsmanager:');
    }
  });

  test('keeps no error, and nothing of one person', () => {
    for (const { ErrorCachingMinTTL } of config.CustomErrorResponses) {
      expect(ErrorCachingMinTTL).toBe(0);
    }
    const own = config.CacheBehaviors.at(-1);
    // AWS's own policy that keeps nothing.
    expect(own).toMatchObject({
      PathPattern: '/-/*',
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    });
    const { CachePolicyConfig } = only(edge, 'AWS::CloudFront::CachePolicy');
    expect(CachePolicyConfig).toMatchObject({ MinTTL: 0, DefaultTTL: 0 });
  });

  test('keeps below /-/ what may be old, and is the same for everybody', () => {
    const kept = (config.CacheBehaviors as Json[]).slice(0, -1);
    expect(kept.map(({ PathPattern }) => PathPattern)).toEqual([
      '/-/badge/*',
      '/-/web/assets/*',
      '/-/web/feed.atom',
      '/-/web/opensearch.xml',
      '/-/web/sitemap.xml',
      '/-/web/sitemap/*',
    ]);
    for (const { CachePolicyId } of kept) {
      expect(CachePolicyId).toEqual(config.DefaultCacheBehavior.CachePolicyId);
    }
  });

  test('reads of the buckets what is tagged public alone, and never the search index', () => {
    const statements = resourcesOf(data, 'AWS::S3::BucketPolicy').flatMap(
      ([, { PolicyDocument }]) => PolicyDocument.Statement as Json[],
    );
    const own = statements.filter(({ Principal }) => Principal.Service !== undefined);
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({
      Action: 's3:GetObject',
      Condition: {
        StringEquals: {
          'AWS:SourceAccount': '111111111111',
          's3:ExistingObjectTag/visibility': 'public',
        },
      },
    });
    expect(JSON.stringify(own[0]?.['Resource'])).not.toMatch(/search|"\/\*"/);
  });

  test('has its certificate made where CloudFront takes it from', () => {
    expect(only(certificate, 'AWS::CertificateManager::Certificate')['DomainName']).toBe(
      'npm.example.com',
    );
    expect(JSON.stringify(config.ViewerCertificate)).toContain('us-east-1');
  });

  test('writes down no more of a request than counting takes, where nobody else writes', () => {
    expect(only(edgelog, 'AWS::Logs::DeliverySource')).toMatchObject({ LogType: 'ACCESS_LOGS' });
    expect(JSON.stringify(only(edgelog, 'AWS::Logs::DeliverySource')['ResourceArn'])).toContain(
      'distribution/',
    );
    expect(only(edgelog, 'AWS::Logs::DeliveryDestination')).toMatchObject({
      DestinationResourceArn: 'arn:aws:s3:::pantry-edge-log-111111111111-eu-central-1',
      OutputFormat: 'json',
    });
    const { RecordFields } = only(edgelog, 'AWS::Logs::Delivery');
    expect(RecordFields).toContain('cs-uri-stem');
    expect(RecordFields).not.toContain('cs-uri-query');
    expect(RecordFields).not.toContain('cs(Cookie)');
    const [, bucket] = resourcesOf(jobs, 'AWS::S3::Bucket')[0] ?? [];
    expect(bucket?.['VersioningConfiguration']).toBeUndefined();
    expect(bucket?.['LifecycleConfiguration'].Rules[0].ExpirationInDays).toBe(1);
    expect(bucket?.['NotificationConfiguration'].QueueConfigurations).toHaveLength(1);
    const writers = resourcesOf(jobs, 'AWS::S3::BucketPolicy').flatMap(
      ([, { PolicyDocument }]) => PolicyDocument.Statement as Json[],
    );
    const own = writers.filter(({ Effect }) => Effect === 'Allow');
    expect(own.map(({ Principal, Action }) => [Principal.Service, Action])).toEqual([
      ['delivery.logs.amazonaws.com', 's3:PutObject'],
    ]);
  });

  test('shares no name with that of another registry in the account', async () => {
    const other = await synthesize({ edge: 'cloudfront', name: 'second' });
    const [own, others] = [namesIn(edge), namesIn(other['edge'])];
    expect(own.length).toBeGreaterThan(1);
    expect(own.filter((name) => others.includes(name))).toEqual([]);
  });

  test('reads no bucket where only people who are logged in may read', async () => {
    const closed = await synthesize({ edge: 'cloudfront', reads: 'users' });
    const policies = resourcesOf(closed['data'], 'AWS::S3::BucketPolicy');
    expect(JSON.stringify(policies)).not.toContain('cloudfront');
    const { FunctionCode } = only(closed['edge'], 'AWS::CloudFront::Function');
    expect(ask(FunctionCode, { uri: '/left-pad' }).origins).toBeUndefined();
    // Every tarball comes by way of the registry then, which counts it.
    expect(closed['edgelog']).toBeUndefined();
    // The bucket stays: it could not be made a second time.
    const [[, bucket] = []] = resourcesOf(closed['jobs'], 'AWS::S3::Bucket');
    expect(bucket?.['NotificationConfiguration']).toBeUndefined();
  });
});

/** Name and target of every DNS record, by its logical id. */
const recordsOf = (template: Json | undefined) =>
  new Map(
    resourcesOf(template, 'AWS::Route53::RecordSet').map(([id, { Name, AliasTarget }]) => [
      id,
      [Name, JSON.stringify(AliasTarget)] as const,
    ]),
  );

/** Names that have to be unique in the account; records are named after the domain, which is another anyway. */
function namesIn(template: Json | undefined): readonly string[] {
  const text = JSON.stringify(template?.['Resources']);
  return [...text.matchAll(/"(?:Name|FunctionName)":"([^"]+)"/g)]
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('npm.example.com'));
}

interface Asked {
  readonly uri: string;
  readonly method?: string;
  readonly query?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the function of a template makes of a request. */
function ask(code: string, { uri, method = 'GET', query = {}, headers = {} }: Asked) {
  let origins: readonly string[] | undefined;
  // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- it is a script whose handler goes by its name
  const load = new Function('cf', `${code.replace(/^import .*$/m, '')}\nreturn handler;`);
  const handler = load({
    createRequestOriginGroup: ({ originIds }: Json) => {
      origins = originIds;
    },
  });
  const sent = Object.entries({ 'accept-encoding': 'gzip, br', ...headers });
  const request = handler({
    viewer: { ip: '203.0.113.7' },
    request: {
      method,
      uri,
      querystring: query,
      headers: Object.fromEntries(sent.map(([name, value]) => [name, { value }])),
    },
  });
  const { statusCode: status } = request;
  return {
    uri: request.uri,
    query: request.querystring,
    headers: request.headers,
    origins,
    status,
  };
}

const unread = () => ({ x: { value: '1' }, 'cache-bust': { value: '' } });

describe('the function before the edge’s cache', () => {
  const code = viewerRequestCode({ openToAnyone: true });
  const of = (asked: Asked) => ask(code, asked);

  test.each([
    ['/left-pad', '/left-pad'],
    ['/@s%2fn', '/@s/n'],
    ['/@s%2Fn', '/@s/n'],
    ['/%40s%2fn', '/@s/n'],
    ['/@s/n', '/@s/n'],
    ['/JSONStream', '/JSONStream'],
  ])('has one spelling for %s', (uri, canonical) => {
    expect(of({ uri })).toMatchObject({ uri: canonical, origins: ['full', 'registry'] });
  });

  test.each([
    ['/left-pad/-/left-pad-1.0.0.tgz', '/left-pad/-/left-pad-1.0.0.tgz'],
    ['/@s%2fn/-/n-1.0.0.tgz', '/@s/n/-/n-1.0.0.tgz'],
    ['/@s/n/-/@s/n-1.0.0.tgz', '/@s/n/-/n-1.0.0.tgz'],
    ['/@s%2fn/-/n-1.0.0-rc.1+build.5.tgz', '/@s/n/-/n-1.0.0-rc.1+build.5.tgz'],
  ])('reads the tarball %s from the bucket', (uri, canonical) => {
    expect(of({ uri })).toMatchObject({ uri: canonical, origins: ['tarballs', 'registry'] });
  });

  test('drops what no route reads of a query, where answers are kept', () => {
    expect(only(edge, 'AWS::CloudFront::Function')['FunctionCode']).toBe(code);
    const file = '/n/-/n-1.0.0.tgz';
    expect(of({ uri: '/n', query: unread() })).toEqual(of({ uri: '/n' }));
    expect(of({ uri: file, query: unread() })).toEqual(of({ uri: file }));
    expect(of({ uri: '/n/1.0.0', query: unread() }).query).toEqual({});
    const write = { value: 'true' };
    const read = of({ uri: '/n', query: { ...unread(), write } });
    expect([read.query, read.origins]).toEqual([{ write }, undefined]);
    for (const uri of ['/-/web/feed.atom', '/-/badge/n/version.svg', '/-/web/sitemap/01']) {
      expect(of({ uri, query: unread() }).query).toEqual({});
    }
    for (const uri of ['/-/v1/search', '/%2d/v1/search', '/-/web/feed.atom/more']) {
      expect(of({ uri, query: unread() }).query).toEqual(unread());
    }
  });

  test('tells the two forms of a document apart by what clients accept', () => {
    const accept = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';
    expect(of({ uri: '/n', headers: { accept } }).origins).toEqual(['abbreviated', 'registry']);
    expect(of({ uri: '/n', headers: { accept: '*/*' } }).origins).toEqual(['full', 'registry']);
  });

  test('tells browsers from clients that accept HTML among other things', () => {
    const java = 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2';
    expect(of({ uri: '/n', headers: { accept: java } }).origins).toEqual(['full', 'registry']);
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    expect(of({ uri: '/n', headers: { accept } }).status).toBe(302);
  });

  test.each<Asked>([
    { uri: '/-/whoami' },
    { uri: '/robots.txt', headers: { accept: 'text/html,*/*' } },
    { uri: '/-/v1/search', query: { text: { value: 'x' } } },
    { uri: '/n', method: 'PUT' },
    { uri: '/n/-rev/1', method: 'DELETE' },
    { uri: '/n', query: { write: { value: 'true' } } },
    { uri: '/n/1.0.0' },
    { uri: '/@s' },
    { uri: '/n', headers: { 'accept-encoding': 'identity' } },
    { uri: '/%E0%A4%A' },
    { uri: '/../search/index.sqlite' },
    { uri: '/%2e%2e/search/index.sqlite' },
    { uri: '/%2e%2e%2fsearch' },
    { uri: '/@..%2f..%2fsearch%2findex.sqlite' },
    { uri: '/n/-/../../search/index.sqlite.tgz' },
  ])('leaves $method $uri $query to the registry as it is', (asked) => {
    expect(of(asked)).toMatchObject({ uri: asked.uri });
    expect(of(asked).origins).toBeUndefined();
  });

  test('tells who asks, whatever the client says', () => {
    const headers = { 'x-pantry-viewer': '192.0.2.1' };
    expect(of({ uri: '/-/whoami', headers }).headers['x-pantry-viewer'].value).toBe('203.0.113.7');
  });
});
