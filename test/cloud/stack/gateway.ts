import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

import { type Answered, type Asked, listen, type LocalServer } from '../aws/http.ts';
import type { Outcome } from '../lambda/lambda-service.ts';
import { createRoutes, type Routed } from './routes.ts';

type Json = Record<string, any>;

interface GatewaySource {
  /** The REST API's OpenAPI body, its intrinsics resolved. */
  readonly body: Json;
  readonly domain: string;
  /** What operations that want a key are asked with. */
  readonly apiKey: string | undefined;
  /** Invokes the function of an integration's URI, if the API may. */
  readonly invoke: (uri: string, event: Json) => Promise<Outcome | undefined>;
  /** Its stage's format of the access log, and who takes the lines. */
  readonly accessLog: { readonly format: string; readonly write: (line: string) => void };
}

/** Bytes: of a request to API Gateway, and of an event to Lambda. */
const REQUEST = 10 * 1024 * 1024;
const EVENT = 6 * 1024 * 1024;

/** API Gateway in front of functions, as the OpenAPI body says. Throttling is not enforced. */
export async function startGateway({
  body,
  domain,
  apiKey,
  invoke,
  accessLog,
}: GatewaySource): Promise<LocalServer> {
  const route = createRoutes(body['paths']);
  const responses: Json = body['x-amazon-apigateway-gateway-responses'] ?? {};
  const serve = async (asked: Asked, routed: Routed | undefined): Promise<Answered> => {
    if (!routed) {
      return gatewayResponse(
        responses,
        'MISSING_AUTHENTICATION_TOKEN',
        403,
        'Missing Authentication Token',
      );
    }
    if (routed.operation['security'] && asked.headers['x-api-key'] !== apiKey) {
      return gatewayResponse(responses, 'INVALID_API_KEY', 403, 'Forbidden');
    }
    const event = proxyEvent(asked, routed, domain);
    if (asked.body.length > REQUEST || Buffer.byteLength(JSON.stringify(event)) > EVENT) {
      return gatewayResponse(responses, 'REQUEST_TOO_LARGE', 413, 'Request Too Long');
    }
    const integration = routed.operation['x-amazon-apigateway-integration'];
    if (integration.responseTransferMode !== 'STREAM') {
      throw new Error('the rehearsal knows streaming integrations alone');
    }
    const outcome = await invoke(integration.uri, event);
    const answer = outcome && !outcome.error ? streamed(outcome.body) : undefined;
    return (
      answer ?? gatewayResponse(responses, 'INTEGRATION_FAILURE', 502, 'Internal server error')
    );
  };
  return listen(async (asked) => {
    const routed = route(asked.method, asked.path);
    const answer = await serve(asked, routed);
    accessLog.write(logLine(accessLog.format, asked, routed, answer));
    return answer;
  });
}

/** A line of the access log; what the rehearsal does not know of a request is `-`, as it is there. */
function logLine(
  format: string,
  { method, path, headers, address = '-' }: Asked,
  routed: Routed | undefined,
  { status, body = '' }: Answered,
): string {
  const known: Readonly<Record<string, string>> = {
    httpMethod: method,
    path,
    resourcePath: routed?.resource ?? '-',
    status: String(status),
    responseLength: String(Buffer.byteLength(body)),
    'identity.sourceIp': address,
    'identity.userAgent': headers['user-agent'] ?? '-',
  };
  return format.replaceAll(/\$context\.([\w.]+)/g, (_, name: string) => known[name] ?? '-');
}

/**
 * REST proxy event, payload 1.0. A body is unpacked where its encoding says so; one that is no UTF-8 then is
 * mangled, as it is without binary types.
 */
function proxyEvent(asked: Asked, { resource, pathParameters }: Routed, domainName: string): Json {
  const { method, path, query, headers, body, address = '127.0.0.1' } = asked;
  const single = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return {
    resource,
    path,
    httpMethod: method,
    headers: Object.fromEntries(single),
    multiValueHeaders: Object.fromEntries(single.map(([name, value]) => [name, [value]])),
    queryStringParameters: query.size > 0 ? Object.fromEntries(query) : null,
    multiValueQueryStringParameters:
      query.size > 0
        ? Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)]))
        : null,
    pathParameters,
    requestContext: {
      requestId: randomUUID(),
      path,
      stage: 'prod',
      domainName,
      httpMethod: method,
      identity: { sourceIp: address, userAgent: headers['user-agent'] ?? null },
    },
    body: body.length > 0 ? unpacked(body, headers).toString('utf8') : null,
    isBase64Encoded: false,
  };
}

const unpacked = (body: Buffer, headers: Asked['headers']): Buffer =>
  headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;

/** Head, eight NUL bytes, body. A function that wrote nothing sent no head. */
function streamed(bytes: Buffer): Answered | undefined {
  const end = bytes.indexOf(Buffer.alloc(8));
  if (end === -1) return undefined;
  const head = JSON.parse(bytes.subarray(0, end).toString());
  const { statusCode, headers = {}, multiValueHeaders = {} } = head;
  const body = bytes.subarray(end + 8);
  const { 'set-cookie': cookies = [] } = multiValueHeaders;
  return { status: statusCode, headers, cookies, body };
}

function gatewayResponse(responses: Json, type: string, status: number, message: string): Answered {
  const fallback: Json = responses[status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'] ?? {};
  const {
    statusCode = status,
    responseTemplates,
    responseParameters = {},
  }: Json = responses[type] ?? fallback;
  const template = String(
    responseTemplates?.['application/json'] ?? '{"message":$context.error.messageString}',
  );
  return {
    status: Number(statusCode),
    headers: {
      'content-type': 'application/json',
      ...Object.fromEntries(
        Object.entries(responseParameters as Json).map(([name, value]) => [
          name.replace('gatewayresponse.header.', '').toLowerCase(),
          String(value).slice(1, -1),
        ]),
      ),
    },
    body: template
      .replaceAll('$context.error.messageString', JSON.stringify(message))
      .replaceAll('$context.error.responseType', type),
  };
}
