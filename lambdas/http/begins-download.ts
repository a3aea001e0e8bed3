import { CANARY_AGENT } from '#http/canary-agent.ts';

interface Asked {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Whether a request for a tarball counts as a download: not one for its head, nor our own canary's, nor for more of one that was begun. */
export function beginsDownload({ method, headers }: Asked): boolean {
  const { range } = headers;
  const isOurs = headers['user-agent'] === CANARY_AGENT;
  return method === 'GET' && !isOurs && (typeof range !== 'string' || range.startsWith('bytes=0-'));
}
