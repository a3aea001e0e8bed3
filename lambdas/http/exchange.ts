import type { Request } from '#http/request.ts';

/** A request on its way through an endpoint: middleware fills in what the endpoint's work needs. */
export interface Exchange {
  readonly request: Request;
  /** Decoded segments of the path, by the names that the route gives them. */
  readonly params: Readonly<Record<string, string>>;
  readonly call: Record<string, unknown>;
  /** What is said besides, whatever the answer is. */
  readonly headers: Record<string, string>;
}
