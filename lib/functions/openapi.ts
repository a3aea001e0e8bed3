import type { GatewayFunction } from './gateway-functions.ts';

/** What API Gateway makes its REST API from. */
export interface OpenApiBody {
  readonly openapi: '3.0.1';
  readonly info: object;
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

interface Source {
  readonly title: string;
  /** What clients use as registry. */
  readonly domain: string;
  readonly functions: readonly GatewayFunction[];
  /** Of the Lambda, for streaming invocations. */
  readonly uriOf: (fn: GatewayFunction) => string;
  readonly timeout: number;
  /** Whether a request needs the key that the edge sends. */
  readonly keyed: boolean;
}

/** Every path of every function, as one document. */
export function openApiBody({
  title,
  domain,
  functions,
  uriOf,
  timeout,
  keyed,
}: Source): OpenApiBody {
  const paths: Record<string, Record<string, object>> = {};
  for (const fn of functions) {
    for (const { method, path } of fn.paths) {
      const operation = {
        parameters: variablesOf(path),
        responses: {},
        ...(keyed && { security: [{ edge: [] }] }),
        'x-amazon-apigateway-integration': {
          type: 'aws_proxy',
          httpMethod: 'POST',
          uri: uriOf(fn),
          responseTransferMode: 'STREAM',
          timeoutInMillis: timeout,
        },
      };
      paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
    }
  }
  return {
    openapi: '3.0.1',
    info: { title, version: '1' },
    paths,
    ...(keyed && KEY),
    ...responsesOf(domain),
  };
}

const KEY = {
  components: { securitySchemes: { edge: { type: 'apiKey', name: 'x-api-key', in: 'header' } } },
  'x-amazon-apigateway-api-key-source': 'HEADER',
};

const variablesOf = (path: string): readonly object[] =>
  [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const answer = (
  statusCode: number,
  code: string,
  message: string,
  headers: object = {},
): object => ({
  statusCode,
  responseTemplates: { 'application/json': JSON.stringify({ error: message, message, code }) },
  responseParameters: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      `gatewayresponse.header.${name}`,
      `'${String(value)}'`,
    ]),
  ),
});

/** API Gateway's own words, in quotes as it gives them. */
const OWN_WORDS =
  '{"error":$context.error.messageString,"message":$context.error.messageString,"code":"$context.error.responseType"}';

/** Where API Gateway answers itself, in the form of all other errors: npm shows `error` to its user. */
const responsesOf = (domain: string): object => ({
  'x-amazon-apigateway-gateway-responses': {
    MISSING_AUTHENTICATION_TOKEN: answer(
      404,
      'not_found',
      'this registry has nothing at this path, or nothing for this method',
    ),
    REQUEST_TOO_LARGE: answer(
      413,
      'too_large',
      `this is too large for one request: run "npm pack", then "pantry publish <file.tgz> --registry https://${domain}/" (the command is in the registry’s sources), which takes larger ones`,
    ),
    INVALID_API_KEY: answer(
      403,
      'forbidden',
      'this is not the address of the registry: use the one that its documents name',
    ),
    THROTTLED: answer(429, 'too_many_requests', 'too many requests at once: try again', {
      'Retry-After': 2,
    }),
    QUOTA_EXCEEDED: answer(429, 'too_many_requests', 'too many requests: try again later', {
      'Retry-After': 60,
    }),
    INTEGRATION_TIMEOUT: answer(
      503,
      'unavailable',
      'the registry took too long: repeat the command, which does no harm',
      { 'Retry-After': 5 },
    ),
    INTEGRATION_FAILURE: answer(
      503,
      'unavailable',
      'the registry could not answer: repeat the command, which does no harm',
      { 'Retry-After': 5 },
    ),
    DEFAULT_4XX: { responseTemplates: { 'application/json': OWN_WORDS } },
    DEFAULT_5XX: { responseTemplates: { 'application/json': OWN_WORDS } },
  },
});
