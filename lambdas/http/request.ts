/** A request as every platform hands it in; API Gateway's events and Node's sockets end before this. */
export interface Request {
  /** Names the request in logs and in answers to 500s. */
  readonly id: string;
  readonly method: string;
  /** As sent, without the query: spelling is not yet settled. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: AsyncIterable<Uint8Array>;
  /** Where it comes from. */
  readonly address: string;
  /** Scheme, host and path prefix that the client used as its registry. */
  readonly baseUrl: string;
}
