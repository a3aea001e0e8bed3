import { isJsonObject } from '#domain/manifest.ts';

import { CommandError } from '../command/failure.ts';
import { printable, printableAnswer } from '../terminal/printable.ts';

/** An answer as its status and text tell of it. */
interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** The registry's own sentence, or S3's. */
export function sentenceOf({ status, text }: Pick<Refusal, 'status' | 'text'>): string {
  const answer = parsedForPeople(text);
  const sentence = isJsonObject(answer) ? answer['error'] : /<Message>([^<]+)/.exec(text)?.[1];
  return typeof sentence === 'string' ? printable(sentence) : `status ${status}`;
}

/** Whether a code of a second factor is asked for. */
export const isChallenge = ({ status, headers }: Pick<Refusal, 'status' | 'headers'>): boolean =>
  status === 401 && /\botp\b/i.test(String(headers['www-authenticate'] ?? ''));

export function refused(who: string, answer: Refusal): CommandError {
  const next = isChallenge(answer) ? ': repeat the command with --otp and a one-time password' : '';
  const { status, text } = answer;
  const body = parsedForPeople(text);
  const code = isJsonObject(body) ? body['code'] : undefined;
  return new CommandError(`${who} was refused: ${sentenceOf(answer)}${next}`, {
    exitCode: exitCodeOf(status, code),
    code: typeof code === 'string' ? code : undefined,
  });
}

/** What a refusal is to scripts. */
export function exitCodeOf(status: number, code: unknown): 1 | 3 | 4 {
  // npm's protocol forbids what was published before.
  if (status === 401 || (status === 403 && code !== 'version_exists')) return 3;
  return status >= 500 ? 4 : 1;
}

/** What was asked of `who`, a URL, is answered by none of the kind: `a Pantry registry`. */
export const unknownAnswer = (who: string, kind = 'a registry of packages'): CommandError =>
  new CommandError(`${who} answers in an unknown way: is it ${kind}?`);

/** What a registry says of what it has done; a page for people is of somebody who stands in between. */
export function bodyOf(who: string, { text }: Pick<Refusal, 'text'>): unknown {
  const body = parsedForPeople(text);
  if (body === undefined && text.trim() !== '') throw unknownAnswer(who);
  return body;
}

/**
 * An answer, whose texts are others' and fit for a terminal now; undefined where it is no JSON. What goes on to others is
 * read with `parsedAsIs`.
 */
export function parsedForPeople(text: string): unknown {
  try {
    return printableAnswer(JSON.parse(text));
  } catch {
    return undefined;
  }
}
