import { type Answered, jsonError } from './http.ts';

/** How a call fails: in the service's own words, by silence, or after it was done. */
export type Failure = 'throttled' | 'denied' | 'timeout' | 'done-but-cut';

export interface Fault {
  readonly service: string;
  readonly operation: string;
  readonly as: Failure;
  /** Which of the matching calls, counted from 0; all, where it is not said. */
  readonly nth?: number;
}

export interface Call {
  readonly role: string;
  readonly service: string;
  readonly operation: string;
  readonly resource: string;
}

/** Faults that are in force, and how many calls they have seen. */
export interface Faults {
  set(faults: readonly Fault[]): void;
  /** How the call is to fail, if it is. */
  next(call: Call): Failure | undefined;
}

export function createFaults(): Faults {
  let active: { readonly fault: Fault; seen: number }[] = [];
  return {
    set(faults) {
      active = faults.map((fault) => ({ fault, seen: 0 }));
    },
    next({ service, operation }) {
      for (const entry of active) {
        const { fault } = entry;
        if (fault.service !== service || fault.operation !== operation) continue;
        const { seen } = entry;
        entry.seen += 1;
        if (fault.nth === undefined || fault.nth === seen) return fault.as;
      }
      return undefined;
    },
  };
}

/** What the service answers for a failure before anything is done. */
export function failureAnswer(service: string, failure: Failure): Answered | undefined {
  if (failure === 'done-but-cut') return undefined;
  if (failure === 'timeout') return { status: 0, instead: 'silence' };
  if (service === 's3') {
    const [status, code] = failure === 'throttled' ? [503, 'SlowDown'] : [403, 'AccessDenied'];
    return xmlError(status, code, failure);
  }
  if (failure === 'denied') return jsonError('AccessDeniedException', 'not authorized: injected');
  return jsonError('ThrottlingException', 'Rate exceeded: injected');
}

export const xmlError = (status: number, code: string, message: string): Answered => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});
