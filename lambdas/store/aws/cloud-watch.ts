import type { RequestFigures } from '#domain/request-figures.ts';

import { variable } from './environment.ts';

/** Of requests there are metrics: where the stack's dashboard shows them. */
export function cloudWatchFigures(): RequestFigures {
  const region = process.env['AWS_REGION'] ?? 'us-east-1';
  const name = encodeURIComponent(variable('PANTRY_DASHBOARD'));
  return {
    kind: 'elsewhere',
    url: `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${name}`,
  };
}
