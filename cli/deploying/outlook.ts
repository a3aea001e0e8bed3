import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Json } from '#domain/manifest.ts';

/** What is going to be made, for people: in words, and what it costs while nothing happens. */
export async function outlook(folder: string, config: Json): Promise<string> {
  const { name, domain, account, region, edge } = config;
  const stack = (part: string, what: string): string => `  ${String(name)}-${part}: ${what}`;
  return [
    `https://${String(domain)}/ in ${String(region)} of the account ${String(account)}:`,
    stack('data', 'a table and three buckets, which are kept whatever happens, a key that signs'),
    stack('jobs', 'queues, and the functions that work on them'),
    stack('api', 'an API Gateway with a function for each kind of request, a certificate'),
    ...(edge === 'cloudfront'
      ? [stack('edge', 'a distribution of CloudFront, with a certificate in us-east-1')]
      : []),
    stack('observability', 'a dashboard and alarms'),
    '',
    ...(await idleCost(folder)),
  ].join('\n');
}

/** As docs/cost.md works it out. */
async function idleCost(folder: string): Promise<readonly string[]> {
  const text = await readFile(path.join(folder, 'docs', 'cost.md'), 'utf8').catch(() => '');
  const [, together] = /^\| \*\*together\*\* \| \*\*(\$[\d.]+)\*\* \|$/m.exec(text) ?? [];
  const rest = 'What requests cost: docs/cost.md.';
  if (together === undefined) return [rest];
  return [`A month in which nothing happens costs about ${together}, by list prices. ${rest}`];
}
