/** How the requests of an hour were answered. */
export interface RequestHour {
  /** Its beginning, as an ISO time. */
  readonly at: string;
  readonly requests: number;
  /** Answered by a status from 400 to 499, and from 500 on. */
  readonly refused: number;
  readonly failed: number;
  /** Milliseconds within which so many of a hundred were answered; 0: there were none. */
  readonly times: ResponseTimes;
}

export interface ResponseTimes {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What is known of all that was asked. */
export type RequestFigures =
  /** The process counts them: of the last 24 hours, the oldest first, and of all of these together. */
  | {
      readonly kind: 'counted';
      readonly read: () => {
        readonly hours: readonly RequestHour[];
        readonly all: Omit<RequestHour, 'at'>;
      };
    }
  /** They are measured, and shown, elsewhere. */
  | { readonly kind: 'elsewhere'; readonly url: string };
