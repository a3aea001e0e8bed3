/** What a registry answered, or why it did not. */
export interface Probe {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
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
  const response = await fetch(url, {
    headers: { accept: 'application/json', ...headers },
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
  });
  const took = Math.round(performance.now() - started);
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (text.length > MOST) break;
  }
  return { status: response.status, text, headers: response.headers, took };
}

/** `ENOTFOUND`, `CERT_HAS_EXPIRED`, or a sentence; '' where it is no error of a connection. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error.name === 'TimeoutError') return 'TIMEOUT';
  const { cause } = error;
  if (!(cause instanceof Error)) return '';
  return 'code' in cause ? String(cause.code) : cause.message;
}
