import { tellDownloads } from '#http/downloads.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** As the public npm registry answers it; any period is good here, `last-week` is the one that it knows. */
export const route = defineRoute({
  method: 'GET',
  path: '/versions/{package}/{period}',
  summary: 'Tell how often each version of a package was downloaded in a period',
  permission: 'visitor',
  stores: ['downloads:read', 'packages:read', 'orgs:read'],
});

export const handle = endpoint(route, async ({ params, ...call }) => {
  const asked = { ...call, params: { ...params, packages: params.package } };
  return json(
    await tellDownloads(asked, ({ days, package: name }) => {
      const downloads: Record<string, number> = {};
      for (const { versions } of days) {
        for (const [version, count] of versions) {
          downloads[version] = (downloads[version] ?? 0) + count;
        }
      }
      return { package: name, downloads };
    }),
  );
});
