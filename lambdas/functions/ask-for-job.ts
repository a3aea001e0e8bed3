import { variable } from '#store/aws/environment.ts';
import { sendMessage } from '#store/aws/queue.ts';
import type { JobName } from '#store/services.ts';

/** Jobs outlast a request: the queue's function runs them, and its log has the report. */
export async function askForJob(job: JobName): Promise<object> {
  await sendMessage(variable('PANTRY_JOBS_QUEUE'), { job });
  return { started: job };
}
