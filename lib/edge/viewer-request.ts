/*
 * Runs in CloudFront for every request, before its cache: no imports but its own, no network, a millisecond.
 * Its engine knows less of the language than Node does, hence the plain style. What is typed here goes when it
 * is deployed (function-code.ts).
 */
import cf from 'cloudfront';

/** Whether anyone may read public packages without being logged in: set at synthesis. */
declare const OPEN_TO_ANYONE: boolean;

/** Query parameters that are read where answers are kept, with a space between: set at synthesis. */
declare const KNOWN_QUERY: string;

/** Patterns of paths below `/-/` whose answers are kept, with a space between: set at synthesis. */
declare const KEPT_PATHS: string;

const ABBREVIATED = 'application/vnd.npm.install-v1+json';
/** Browsers name these first when somebody goes somewhere. */
const PAGE = /^text\/html\s*,\s*application\/xhtml\+xml\b/i;
const NAME = /^\/(@[\w.~-]+\/)?[\w~][\w.~-]*$/;
const TARBALL = /^\/(@[\w.~-]+\/)?([\w~][\w.~-]*)\/-\/(?:@[\w.~-]+\/)?([\w~][\w.~+-]*\.tgz)$/;
/** No such object, not public, or S3 is not well: the registry itself answers then. */
const ASK_REGISTRY = [403, 404, 500, 502, 503, 504];

type ViewerRequest = AWSCloudFrontFunction.Request;

/** Sends what anyone may read to S3, by one spelling of its path; everything else to the registry. */
export function handler(
  event: AWSCloudFrontFunction.Event,
): ViewerRequest | AWSCloudFrontFunction.Response {
  const request = event.request;
  request.headers['x-pantry-viewer'] = { value: event.viewer.ip };
  if (!OPEN_TO_ANYONE || (request.method !== 'GET' && request.method !== 'HEAD')) return request;
  const path = decoded(request.uri);
  dropUnknown(request, path);
  if (Object.keys(request.querystring).length > 0) return request;
  // Crawlers ask for it, and the registry tells them from clients.
  if (path === '/robots.txt') return request;
  if (NAME.test(path) && PAGE.test(headerOf(request, 'accept'))) return showPage(path);
  if (NAME.test(path)) return readDocument(request, path);
  const tarball = TARBALL.exec(path);
  if (tarball) return readTarball(request, tarball);
  return request;
}

/** Whoever appends what no route reads is given what everybody is given, from the cache. */
function dropUnknown(request: ViewerRequest, path: string): void {
  if (path.indexOf('/-/') === 0 && !isKept(path)) return;
  Object.keys(request.querystring).forEach(function (name) {
    if (KNOWN_QUERY.split(' ').indexOf(name) < 0) delete request.querystring[name];
  });
}

function isKept(path: string): boolean {
  return KEPT_PATHS.split(' ').some(function (pattern) {
    const beginning = pattern.replace('*', '');
    return beginning === pattern ? path === pattern : path.indexOf(beginning) === 0;
  });
}

/** A browser gets the page of the package, and no JSON. */
function showPage(path: string): AWSCloudFrontFunction.Response {
  return {
    statusCode: 302,
    statusDescription: 'Found',
    headers: {
      location: { value: '/-/web/package' + path },
      'cache-control': { value: 'no-store' },
    },
  };
}

/** Documents are kept compressed: who can't unpack them is answered by the registry. */
function readDocument(request: ViewerRequest, path: string): ViewerRequest {
  if (!/\bgzip\b/.test(headerOf(request, 'accept-encoding'))) return request;
  const abbreviated = headerOf(request, 'accept').includes(ABBREVIATED);
  request.uri = path;
  request.headers['accept'] = { value: abbreviated ? ABBREVIATED : 'application/json' };
  readFrom(abbreviated ? 'abbreviated' : 'full');
  return request;
}

/** `/@s/n/-/n-1.0.0.tgz`, also where the file's name repeats the scope. */
function readTarball(request: ViewerRequest, found: RegExpExecArray): ViewerRequest {
  request.uri = '/' + (found[1] || '') + found[2] + '/-/' + found[3];
  request.headers['accept'] = { value: '*/*' };
  readFrom('tarballs');
  return request;
}

function readFrom(originId: string): void {
  cf.createRequestOriginGroup({
    originIds: [originId, 'registry'],
    failoverCriteria: { statusCodes: ASK_REGISTRY },
  });
}

function headerOf(request: ViewerRequest, name: string): string {
  const header = request.headers[name];
  return header ? header.value : '';
}

/** What can't be decoded is for the registry to refuse. */
function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return '';
  }
}
