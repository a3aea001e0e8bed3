import * as v from 'valibot';

import type { Json } from '#domain/manifest.ts';
import type { Person } from '#domain/user.ts';
import { endpoint } from '#http/endpoint.ts';
import { PageSize } from '#http/page-size.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { searchAll } from '#http/search-all.ts';
import type { SearchHit } from '#store/search-index.ts';

/** `npm search`, `pnpm search`, deno's language server. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/search',
  summary: 'Find packages by words, name, keywords, maintainer or scope',
  permission: 'visitor',
  query: v.object({
    text: v.optional(v.string(), ''),
    size: PageSize(250, '20'),
    from: PageSize(10_000, '0'),
  }),
  stores: ['search', 'orgs:read', 'memberships:list', 'packages:read', 'upstream:ask'],
});

export const handle = endpoint(route, async ({ principal, query, services }) => {
  const { total, hits, behind } = await searchAll(query, principal, services);
  return json({
    objects: [...hits.map(toObject), ...behind],
    total,
    time: services.now().toISOString(),
  });
});

const person = ({ name: username, email }: Person): Json => ({ username, email });

/** npm fails where `maintainers` is missing. */
function toObject({ document, score }: SearchHit): Json {
  const { name, version, description, keywords, publishedAt, links, license } = document;
  const { final, text, quality, popularity, maintenance } = score;
  return {
    package: {
      name,
      scope: name.startsWith('@') ? name.slice(1, name.indexOf('/')) : 'unscoped',
      version,
      description,
      keywords,
      date: publishedAt,
      license,
      links,
      publisher: person(document.publisher),
      maintainers: document.maintainers.map(person),
    },
    score: { final, detail: { quality, popularity, maintenance } },
    searchScore: text,
    flags: { insecure: 0, unstable: /^0\.|-/.test(version) },
  };
}
