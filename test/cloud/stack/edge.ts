import type { RehearsalAws } from '../aws/aws.ts';
import { type Answered, type Asked, listen, type LocalServer } from '../aws/http.ts';
import { isAllowed, type PolicyDocument } from '../aws/iam.ts';
import { forward, type S3Peer } from '../aws/s3-front.ts';
import type { Assembly } from './assembly.ts';
import { createEdgeLog, type EdgeLog } from './edge-log.ts';

type Json = Record<string, any>;

interface EdgeSource {
  readonly assembly: Assembly;
  readonly aws: RehearsalAws;
  readonly peer: S3Peer;
  readonly account: string;
  /** Where the API listens. */
  readonly origin: string;
}

interface Kept {
  readonly answer: Answered;
  readonly tags: readonly string[];
}

/** CloudFront as the distribution's template says: function, cache, origins, failover, purge by tag. */
export interface Edge extends LocalServer {
  /** Where each answer came from, in order: `cache`, or the id of an origin. */
  readonly answeredBy: string[];
  /** What it writes down, where the stacks say so. */
  readonly log: EdgeLog | undefined;
}

/** Of everybody who asks. */
const VIEWER = '203.0.113.7';

/** Undefined: the stacks have no distribution. */
export async function startEdge(source: EdgeSource): Promise<Edge | undefined> {
  const { assembly, aws } = source;
  const [found] = assembly.resources('AWS::CloudFront::Distribution');
  if (!found) return undefined;
  const { DistributionConfig: config }: Json = assembly.resolve(found.stack, found.properties);
  const run = viewerFunction(assembly);
  const ask = originsOf(config, source);
  const cache = new Map<string, Kept>();
  const answeredBy: string[] = [];
  aws.onInvalidation((tags) => {
    for (const [key, kept] of cache)
      if (kept.tags.some((tag) => tags.includes(tag))) cache.delete(key);
  });
  const log = createEdgeLog(source);
  const answerTo = async (viewer: Asked): Promise<Answered> => {
    const routed = run(viewer);
    if ('answer' in routed) {
      answeredBy.push('function');
      return routed.answer;
    }
    const { asked, group } = routed;
    const key = keyOf(asked);
    const kept = cache.get(key);
    if (kept) {
      answeredBy.push('cache');
      return kept.answer;
    }
    const { answer, by } = await firstGood(
      group ?? [config['DefaultCacheBehavior'].TargetOriginId],
      ask,
      asked,
    );
    answeredBy.push(by);
    const cached = keepsAt(config, viewer.path) && mayKeep(asked, answer);
    if (cached)
      cache.set(key, { answer, tags: tagsOf(answer, config['CacheTagConfig'].HeaderName) });
    return answer;
  };
  const server = await listen(async (viewer) => {
    const answer = await answerTo(viewer);
    log?.note(viewer, answer, VIEWER);
    return answer;
  });
  return { ...server, answeredBy, log };
}

/** Whether the first behaviour whose pattern fits lets anything be kept. */
function keepsAt(config: Json, path: string): boolean {
  const fits = ({ PathPattern }: Json): boolean => {
    const [beginning = '', ...rest] = String(PathPattern).split('*');
    return rest.length > 0 ? path.startsWith(beginning) : path === PathPattern;
  };
  const behaviour =
    (config['CacheBehaviors'] as Json[]).find(fits) ?? config['DefaultCacheBehavior'];
  return behaviour['CachePolicyId'] !== CACHING_DISABLED;
}

/** AWS's own policy that keeps nothing. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

interface Routed {
  readonly asked: Asked;
  /** The origins that the function chose, in order, if it did. */
  readonly group: readonly string[] | undefined;
}

/** The function's own code, from the template. */
function viewerFunction(
  assembly: Assembly,
): (asked: Asked) => Routed | { readonly answer: Answered } {
  const [found] = assembly.resources('AWS::CloudFront::Function');
  const code = String(found?.properties['FunctionCode']).replace(/^import cf from .*$/m, '');
  // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- it is a script whose handler goes by its name
  const load = new Function('cf', `${code}\nreturn handler;`);
  return (asked) => {
    let group: readonly string[] | undefined;
    const handler = load({
      createRequestOriginGroup: ({ originIds }: Json) => {
        group = originIds;
      },
    });
    const headers = Object.entries(asked.headers).map(([name, value]) => [
      name,
      { value: String(value) },
    ]);
    const request: Json = handler({
      viewer: { ip: VIEWER },
      request: {
        method: asked.method,
        uri: asked.path,
        querystring: Object.fromEntries([...asked.query].map(([name, value]) => [name, { value }])),
        headers: Object.fromEntries(headers),
      },
    });
    const changed = Object.entries(request['headers'] as Json).map(([name, { value }]) => [
      name,
      value,
    ]);
    const { statusCode: status } = request;
    if (status !== undefined) {
      return { answer: { status, headers: Object.fromEntries(changed), body: Buffer.alloc(0) } };
    }
    return {
      asked: {
        ...asked,
        path: request['uri'],
        query: new URLSearchParams(
          [...asked.query].filter(([name]) => name in request['querystring']),
        ),
        headers: Object.fromEntries(changed),
      },
      group,
    };
  };
}

type Ask = (asked: Asked) => Promise<Answered>;

function originsOf(config: Json, source: EdgeSource): (id: string) => Ask {
  const { account, peer, aws, origin, assembly } = source;
  const policies = edgePolicies(assembly);
  const ofBucket =
    (bucket: string, prefix: string): Ask =>
    async (asked) => {
      const object = `${bucket}${prefix}${asked.path}`;
      const path = `/${object.split('/').map(encodeURIComponent).join('/')}`;
      const plain = {
        method: 'GET',
        path,
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.alloc(0),
      };
      const tagging = await forward(
        { ...plain, query: new URLSearchParams({ tagging: '' }) },
        peer,
      );
      const visibility = /<Key>visibility<\/Key>\s*<Value>(\w+)</.exec(String(tagging.body))?.[1];
      const context = {
        'AWS:SourceAccount': [account],
        'AWS:SourceArn': [`arn:aws:cloudfront::${account}:distribution/any`],
        ...(visibility !== undefined && { 's3:ExistingObjectTag/visibility': [visibility] }),
      };
      const resource = `arn:aws:s3:::${object}`;
      const allowed = isAllowed(policies, { action: 's3:GetObject', resource, context });
      if (!allowed) return { status: 403, body: 'Access Denied' };
      return forward({ ...plain, method: asked.method }, peer);
    };
  const ofRegistry =
    (headers: Readonly<Record<string, string>>): Ask =>
    async (asked) => {
      const query = asked.query.size > 0 ? `?${asked.query.toString()}` : '';
      const given = Object.entries(asked.headers).filter(([name]) => !HOP.has(name));
      const response = await fetch(origin + asked.path + query, {
        method: asked.method,
        headers: { ...(Object.fromEntries(given) as Record<string, string>), ...headers },
        redirect: 'manual',
        ...(asked.body.length > 0 && { body: Uint8Array.from(asked.body) }),
      });
      const body = Buffer.from(await response.arrayBuffer());
      // fetch unpacked it.
      const kept = [...response.headers].filter(
        ([name]) => !['content-encoding', 'set-cookie'].includes(name) && !HOP.has(name),
      );
      const cookies = response.headers.getSetCookie();
      return { status: response.status, headers: Object.fromEntries(kept), cookies, body };
    };
  return (id) => {
    const found: Json | undefined = (config['Origins'] as Json[]).find(({ Id }) => Id === id);
    if (!found) throw new Error(`the distribution has no origin ${id}`);
    if (found['S3OriginConfig']) {
      return ofBucket(String(found['DomainName']).split('.s3.')[0] ?? '', found['OriginPath']);
    }
    const headers = (found['OriginCustomHeaders'] as Json[]).map(({ HeaderName, HeaderValue }) => [
      HeaderName,
      aws.small.secretIn(HeaderValue),
    ]);
    return ofRegistry(Object.fromEntries(headers));
  };
}

const HOP = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']);

/** What bucket policies let CloudFront read. */
function edgePolicies({ resources, resolve }: Assembly): readonly PolicyDocument[] {
  return resources('AWS::S3::BucketPolicy').map(({ stack, properties }) => {
    const { Statement }: Json = resolve(stack, properties['PolicyDocument']);
    const own = (Statement as Json[]).filter(
      ({ Principal }) => Principal?.Service === 'cloudfront.amazonaws.com',
    );
    // Who it is about has been looked at; the rest is evaluated as for a role.
    return { Statement: own.map((each) => omit(each, 'Principal')) } as unknown as PolicyDocument;
  });
}

const omit = (value: Json, name: string): Json =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));

const FAILED = new Set([403, 404, 500, 502, 503, 504]);

async function firstGood(
  [id = '', ...others]: readonly string[],
  ask: (id: string) => Ask,
  asked: Asked,
): Promise<{ readonly answer: Answered; readonly by: string }> {
  const answer = await ask(id)(asked);
  if (others.length === 0 || !FAILED.has(answer.status)) return { answer, by: id };
  return firstGood(others, ask, asked);
}

/** Path, query and what the cache policy names. */
const keyOf = ({ method, path, query, headers }: Asked): string =>
  JSON.stringify([
    method,
    path,
    String(query),
    headers.accept,
    /gzip/.test(String(headers['accept-encoding'])),
  ]);

/** As answers say themselves; nothing is old here before it is purged. */
function mayKeep({ method }: Asked, { status, headers = {} }: Answered): boolean {
  const control = headers['cache-control'] ?? '';
  const age = /s-maxage=(\d+)/.exec(control) ?? /max-age=(\d+)/.exec(control);
  return (
    method === 'GET' &&
    status === 200 &&
    !/private|no-store/.test(control) &&
    Number(age?.[1] ?? 0) > 0
  );
}

const tagsOf = ({ headers = {} }: Answered, name: string): readonly string[] =>
  (headers[name] ?? '').split(',').map((tag) => tag.trim());
