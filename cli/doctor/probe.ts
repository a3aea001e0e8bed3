import { SilentError } from '../registry/persist.ts';
import { type Answer, send } from '../registry/send.ts';

/** What a registry answered, or why it did not. */
export interface Probe {
  readonly status: number;
  readonly text: string;
  readonly headers: Answer['headers'];
  /** Milliseconds. */
  readonly took: number;
}

const PATIENCE = 8000;
/** Characters of an answer that are looked at. */
const MOST = 1024 * 1024;

/** Asks once: what comes and goes is worth knowing too. Throws what kept the answer from coming. */
export async function probe(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Probe> {
  const started = performance.now();
  const { status, text, ...answer } = await send({
    method: 'GET',
    url,
    headers: { accept: 'application/json', ...headers },
    silence: PATIENCE,
    longest: MOST,
    once: true,
  });
  const took = Math.round(performance.now() - started);
  return { status, text, headers: answer.headers, took };
}

/** `ENOTFOUND`, `CERT_HAS_EXPIRED`, or a sentence; '' where it is no error of a connection. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { cause } = error;
  if (cause instanceof SilentError) return 'TIMEOUT';
  if (!(cause instanceof Error)) return '';
  return 'code' in cause ? String(cause.code) : cause.message;
}
