import { endpoints } from '#endpoints';
import type { Method, Route } from '#http/route.ts';

/** One Lambda: an endpoint, and those that API Gateway can't tell from it by the path; or an area of pages. */
export interface GatewayFunction {
  /** The endpoint that it is named after: `package/packument-get`; or the area: `web-package`. */
  readonly id: FunctionId;
  /** Of its bundle in dist/lambdas: `package-packument-get`. */
  readonly folder: string;
  /** Ids of all endpoints that it serves, its own first. */
  readonly endpoints: readonly EndpointId[];
  /** What API Gateway sends to it. */
  readonly paths: readonly GatewayPath[];
}

export interface GatewayPath {
  readonly method: Method | 'HEAD';
  /** As API Gateway spells it: `/{p1}/-/{p3}`, one variable name a level. */
  readonly path: string;
}

export type EndpointId = keyof typeof endpoints;

/** Pages of one area: they belong together, and so does what they may read and write. */
export type WebArea =
  Extract<EndpointId, `web-${string}`> extends `${infer Area}/${string}` ? Area : never;

export type FunctionId = EndpointId | WebArea;

/**
 * Every Lambda behind the API. A scoped name is one segment (`@s%2fn`) or two (`@s/n`), so that a route has
 * two paths there. Where two endpoints share one, the function of that with more segments serves both.
 */
export const gatewayFunctions = (): readonly GatewayFunction[] => [
  ...endpointFunctions(),
  ...webFunctions(),
];

/**
 * API Gateway has room for 300 levels of paths, and a visitor would wait for a cold start at every page: so an area is one
 * function, and gets all that is below its path.
 */
function webFunctions(): readonly GatewayFunction[] {
  const areas = Object.groupBy(allIds().filter(isOfWeb), areaOfWeb);
  return Object.entries(areas).map(([area, ids]) => {
    const paths = ids.flatMap((id) => webPaths(endpoints[id].route, area.slice('web-'.length)));
    const unique = new Map(paths.map((each) => [`${each.method} ${each.path}`, each]));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key of the areas
    return { id: area as WebArea, folder: area, endpoints: ids, paths: [...unique.values()] };
  });
}

function webPaths({ method, path }: Route, area: string): readonly GatewayPath[] {
  const below = `/-/web/${area}`;
  const at = path.startsWith(`${below}/`) ? `${below}/{proxy+}` : numbered(path);
  return methodsOf(method).map((each) => ({ method: each, path: at }));
}

const isOfWeb = (id: EndpointId): id is Extract<EndpointId, `web-${string}`> =>
  id.startsWith('web-');

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the part before the slash
const areaOfWeb = (id: EndpointId): WebArea => id.split('/')[0] as WebArea;

function endpointFunctions(): readonly GatewayFunction[] {
  const owners = Object.groupBy(allPaths(), ({ method, path }) => `${method} ${path}`);
  const claims = Object.values(owners).map((sharing = []) => {
    const owner = sharing.toSorted((a, b) => b.segments - a.segments)[0];
    return { owner: owner?.id, sharing };
  });
  return ids().map((id) => {
    const own = claims.filter(({ owner }) => owner === id).flatMap(({ sharing }) => sharing);
    const guests = own.map((claim) => claim.id).filter((guest) => guest !== id);
    return {
      id,
      folder: folderOf(id),
      endpoints: [id, ...new Set(guests)],
      paths: own.filter((claim) => claim.id === id).map(({ method, path }) => ({ method, path })),
    };
  });
}

/** Lambdas that no request reaches; their entries are in lambdas/functions. */
export const JOB_FUNCTIONS = [
  'jobs/follow-changes',
  'jobs/count-downloads',
  'jobs/run-job',
  'jobs/canary',
  'jobs/refresh-trust-root',
] as const;

/** The Lambda that counts what the edge handed out, where there is an edge. */
export const EDGE_LOG_FUNCTION = 'jobs/count-edge-log';

/** The Lambda that talks with upstreams, for those behind the API. */
export const PROXY_FUNCTION = 'proxy';

/** Of a function's bundle: slashes would be folders. */
export const folderOf = (id: string): string => id.replace('/', '-');

interface Claim extends GatewayPath {
  readonly id: EndpointId;
  /** Of the route itself: those of the endpoint that means the path are not split from a scope. */
  readonly segments: number;
}

function allPaths(): readonly Claim[] {
  return ids().flatMap((id) => {
    const { method, path }: Route = endpoints[id].route;
    const segments = path.split('/').length;
    return spellings(path).flatMap((spelling) =>
      methodsOf(method).map((each) => ({ id, method: each, path: spelling, segments })),
    );
  });
}

function spellings(route: string): readonly string[] {
  const path = withoutWords(route);
  const scoped = path.replace(/\{(?:package|packages|spec)\}/, '{scope}/$&');
  // Some clients put the scope before the file's name too.
  const twice = scoped.replace('{file}', '{scope}/{file}');
  return [...new Set([path, scoped, twice])].map(numbered);
}

/**
 * Below a word that could be a package's name API Gateway would look for nothing else, not for the package of that
 * name: it is told that anything may stand there, and the function tells.
 */
const withoutWords = (route: string): string =>
  /^\/[a-z]/.test(route) ? route.replaceAll(/\/([a-z]+)/g, '/{$1}') : route;

/** API Gateway wants one name for the variable of a level, whatever comes after it. */
const numbered = (path: string): string =>
  path
    .split('/')
    .map((segment, level) => (segment.startsWith('{') ? `{p${level}}` : segment))
    .join('/');

const methodsOf = (method: Method): readonly GatewayPath['method'][] =>
  method === 'GET' ? [method, 'HEAD'] : [method];

const ids = (): readonly EndpointId[] => allIds().filter((id) => !isOfWeb(id));

const allIds = (): readonly EndpointId[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its own keys
  Object.keys(endpoints) as EndpointId[];
