/**
 * Why an upstream could not be used. `unreachable`: no answer, or one that broke off. `refused`: it does not let
 * us. `busy`: it asks for patience. `unusable`: it answered what it must not.
 */
export type UpstreamFault = 'unreachable' | 'refused' | 'busy' | 'unusable';

export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly fault: UpstreamFault;
  /** Seconds that it asked to wait. */
  readonly retryAfter: number | undefined;

  constructor(
    fault: UpstreamFault,
    message: string,
    { retryAfter, ...options }: ErrorOptions & { readonly retryAfter?: number | undefined } = {},
  ) {
    super(message, options);
    this.fault = fault;
    this.retryAfter = retryAfter;
  }
}
