import * as v from 'valibot';

import { defineRoute } from '#http/route.ts';
import { runJobNow } from '#http/run-job.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { jobReportPage } from '#web/admin/jobs.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/admin/jobs',
  summary: 'Run a maintenance job now, and show what it reports',
  permission: 'admin',
  secondFactor: 'enrolled',
  body: v.object({ job: v.string('job must be a name') }),
  stores: ['jobs', 'audit:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { job } = call.body;
  return showPage(jobReportPage(job, await runJobNow(call, job)), call.request);
});
