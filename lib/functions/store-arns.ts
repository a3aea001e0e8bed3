/** Where things are kept. */
export type Place =
  | 'table'
  | 'blobs'
  | 'documents'
  | 'staging'
  | 'signingKey'
  | 'sealingKey'
  | 'firstAdminSecret'
  | 'downloadsQueue'
  | 'jobsQueue'
  | 'proxy';

/** ARNs; of buckets without a slash at the end. What not every registry has may be undefined. */
export type StoreArns = Readonly<
  Record<Exclude<Place, 'proxy'>, string> & {
    distribution: string | undefined;
    /** Where the edge writes what it was asked for. */
    edgeLog: string;
    /** Queues of what failed. */
    deadLetters: readonly string[];
    /** The function that talks with upstreams. */
    proxy: string | undefined;
    /** The domain that searches. */
    searchDomain: string | undefined;
    /** Secrets with the credentials of upstreams. */
    upstreamSecrets: readonly string[];
    /** The secret that the provider of the sign-in gave to this registry. */
    ssoSecret: string | undefined;
  }
>;
