interface Asked {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Whether a request for a tarball counts as a download: not one for its head, nor for more of one that was begun. */
export function beginsDownload({ method, headers }: Asked): boolean {
  const { range } = headers;
  return method === 'GET' && (typeof range !== 'string' || range.startsWith('bytes=0-'));
}
