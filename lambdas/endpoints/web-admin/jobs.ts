import { jobsNow } from '#http/jobs.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { jobsPage } from '#web/admin/jobs.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/admin/jobs',
  summary: 'Show admins which jobs there are, how they went, and what runs by itself',
  permission: 'admin',
  stores: ['job-outcomes:read', 'dead-letters:read'],
  page: true,
});

export const handle = page(route, async ({ request, services }) =>
  showPage(jobsPage(await jobsNow(services)), request),
);
