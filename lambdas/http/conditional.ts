import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';

type Headers = Request['headers'];

/** The answer as the request's conditions and range want it: 304, 206, 416, or all of it. */
export function meetConditions(headers: Headers, reply: Reply): Reply {
  if ((reply.status ?? 200) !== 200) return reply;
  const etag = reply.headers?.['etag'];
  if (etag !== undefined && matchesEtag(headers['if-none-match'], etag)) {
    return notModified(reply);
  }
  return ranged(headers, reply);
}

const notModified = ({ headers = {}, cookies }: Reply): Reply => ({
  status: 304,
  headers,
  ...(cookies && { cookies }),
});

/** Weak comparison, as RFC 9110 wants it for `if-none-match`. */
export function matchesEtag(wanted: string | undefined, etag: string): boolean {
  if (wanted === undefined) return false;
  if (wanted === etag || wanted.trim() === '*') return true;
  const opaque = etag.replace(/^W\//, '');
  return wanted.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === opaque);
}

/** One range of a tarball. More ranges, or a range of an older file, get all of it. */
function ranged(headers: Headers, reply: Reply): Reply {
  const { body } = reply;
  const { range } = headers;
  if (body?.kind !== 'blob' || range === undefined) return reply;
  const ifRange = headers['if-range'];
  if (ifRange !== undefined && ifRange !== reply.headers?.['etag']) return reply;
  const part = parseRange(range, body.size);
  if (part === undefined) return reply;
  if (part === 'unsatisfiable') {
    return { status: 416, headers: { 'content-range': `bytes */${body.size}` } };
  }
  return {
    ...reply,
    status: 206,
    headers: {
      ...reply.headers,
      'content-range': `bytes ${part.start}-${part.end}/${body.size}`,
    },
    body: { ...body, range: part },
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function parseRange(range: string, size: number): Span | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  if (first === '') return span(size - Number(last), size - 1, size);
  if (last === '') return span(Number(first), size - 1, size);
  return Number(last) < Number(first) ? undefined : span(Number(first), Number(last), size);
}

function span(first: number, last: number, size: number): Span | 'unsatisfiable' {
  const [start, end] = [Math.max(0, first), Math.min(last, size - 1)];
  return start > end ? 'unsatisfiable' : { start, end };
}
