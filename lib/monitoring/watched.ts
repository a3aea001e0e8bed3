import type { Config } from '../config/schema.ts';
import type { ApiStack } from '../stacks/api-stack.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { JobsStack } from '../stacks/jobs-stack.ts';

/** What alarms and dashboards look at. */
export interface Watched {
  readonly config: Config;
  readonly data: DataStack;
  readonly jobs: JobsStack;
  readonly api: ApiStack;
  /** With `edge: cloudfront` alone. */
  readonly distributionId: string | undefined;
}
