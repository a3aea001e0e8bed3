import { RegistryError } from '#domain/errors.ts';
import { parseRequestPath, type Segments } from '#domain/request-path.ts';
import type { Endpoint } from '#http/endpoint.ts';

/** An endpoint and what the path says for its parameters. */
export interface Match {
  readonly endpoint: Endpoint;
  readonly params: Readonly<Record<string, string>>;
}

export type Router = (method: string, rawPath: string) => Match;

interface Candidate {
  readonly endpoint: Endpoint;
  readonly parts: readonly Part[];
}

type Part = { readonly literal: string } | { readonly parameter: string };

/** Chooses the endpoint for a request. Throws `not_found` or `method_not_allowed`. */
export function createRouter(endpoints: readonly Endpoint[]): Router {
  const bySize = Map.groupBy(
    endpoints.map(toCandidate).toSorted((a, b) => literals(b) - literals(a)),
    ({ parts }) => parts.length,
  );
  return (method, rawPath) => {
    const segments = parseRequestPath(rawPath);
    const candidates = segments ? (bySize.get(segments.length) ?? []) : [];
    const matching = candidates.filter(({ parts }) => matches(parts, segments ?? []));
    const wanted = method === 'HEAD' ? 'GET' : method;
    const found = matching.find(({ endpoint }) => endpoint.route.method === wanted);
    if (found) return { endpoint: found.endpoint, params: paramsOf(found.parts, segments ?? []) };
    throw matching.length > 0 ? wrongMethod(method, matching) : noSuchRoute();
  };
}

function toCandidate(endpoint: Endpoint): Candidate {
  const segments = endpoint.route.path.split('/').slice(1).filter(Boolean);
  return {
    endpoint,
    parts: segments.map((segment) =>
      segment.startsWith('{') ? { parameter: segment.slice(1, -1) } : { literal: segment },
    ),
  };
}

const literals = ({ parts }: Candidate): number => parts.filter((part) => 'literal' in part).length;

/** `/-/…` is never a package: no package can be called `-`. */
function matches(parts: readonly Part[], segments: Segments): boolean {
  return parts.every((part, index) => {
    const segment = segments[index];
    if ('literal' in part) return segment === part.literal;
    return segment !== '-' || (index > 0 && part.parameter !== 'package');
  });
}

function paramsOf(parts: readonly Part[], segments: Segments): Record<string, string> {
  const pairs = parts.flatMap((part, index) =>
    'parameter' in part ? [[part.parameter, segments[index] ?? ''] as const] : [],
  );
  return Object.fromEntries(pairs);
}

const noSuchRoute = (): RegistryError =>
  new RegistryError('not_found', 'this registry has nothing at this path');

function wrongMethod(method: string, matching: readonly Candidate[]): RegistryError {
  const allow = [...new Set(matching.map(({ endpoint }) => endpoint.route.method))].join(', ');
  return new RegistryError('method_not_allowed', `${method} does nothing here: use ${allow}`, {
    headers: { allow },
  });
}
