import { notFound } from '#domain/errors.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { noteInRegistry } from '#http/audit.ts';
import type { Request } from '#http/request.ts';
import { JOB_NAMES, type Services } from '#store/services.ts';

interface Running {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** Runs a job now, and notes who wanted it; what it reports. */
export async function runJobNow(call: Running, name: string): Promise<object> {
  const job = JOB_NAMES.find((each) => each === name);
  if (!job) throw notFound(`job "${name}" (there are ${JOB_NAMES.join(' and ')})`);
  await noteInRegistry(call, 'job', { job });
  return call.services.runJob(job);
}
