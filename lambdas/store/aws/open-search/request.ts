import { callAws, readBody } from '#store/aws/call.ts';
import type { Place } from '#store/aws/signature.ts';

/** What OpenSearch is asked. */
export interface SearchRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object | string;
  /** Statuses that are answers, and no failures, besides 2xx. */
  readonly answers?: readonly number[];
}

export interface SearchAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sends requests to a domain, in this process's name. */
export type AskDomain = (request: SearchRequest) => Promise<SearchAnswer>;

/** A domain by its endpoint's URL. */
export function domainAt(url: string): AskDomain {
  const { protocol, hostname, port } = new URL(url);
  const place: Place = {
    protocol: protocol === 'http:' ? protocol : 'https:',
    hostname,
    port: port === '' ? undefined : Number(port),
  };
  return async ({ method, path, query, body, answers = [] }) => {
    const response = await callAws(
      { service: 'es', place, answers },
      {
        method,
        path,
        ...(query && { query }),
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      },
    );
    const text = (await readBody(response)).toString();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every answer of its API is an object
    return { status: response.status, body: JSON.parse(text) as SearchAnswer['body'] };
  };
}
