import { isJsonObject } from '#domain/manifest.ts';

import { CommandError } from '../usage-error.ts';

/** An answer as its status and text tell of it. */
interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** The registry's own sentence, or S3's. */
export function refused(who: string, { status, headers, text }: Refusal): CommandError {
  const answer = parsed(text);
  const sentence = isJsonObject(answer) ? answer['error'] : /<Message>([^<]+)/.exec(text)?.[1];
  const reason = typeof sentence === 'string' ? sentence : `status ${status}`;
  const asked = status === 401 && /\botp\b/i.test(String(headers['www-authenticate'] ?? ''));
  const next = asked ? ': repeat the command with --otp and a one-time password' : '';
  return new CommandError(`${who} was refused: ${reason}${next}`);
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
