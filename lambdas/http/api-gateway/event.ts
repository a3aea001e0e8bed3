/** What of a REST API's proxy event (payload 1.0) is read here. */
export interface ProxyEvent {
  readonly httpMethod: string;
  /** Percent-encoded as the client sent it, without the stage. */
  readonly path: string;
  /** Of headers that came more than once the last; names as they were sent. */
  readonly headers: Readonly<Record<string, string>> | null;
  /** Decoded. */
  readonly multiValueQueryStringParameters: Readonly<Record<string, readonly string[]>> | null;
  readonly requestContext: {
    readonly requestId: string;
    readonly identity: { readonly sourceIp: string };
  };
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}
