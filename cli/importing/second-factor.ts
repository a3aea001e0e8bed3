import { IMPORT_PASS } from '#domain/import/import-batch.ts';

import type { Call } from '../command/command.ts';
import { isChallenge, sentenceOf } from '../registry/refused.ts';
import type { Answer } from '../registry/send.ts';

/** Sends a request with these headers beside its own; if not `once`, again where that may help. */
type SendWith = (headers: Readonly<Record<string, string>>, once: boolean) => Promise<Answer>;

/** Sends what a code may be asked for; the answer is a challenge where nobody can give one. */
export type WithSecondFactor = (send: SendWith) => Promise<Answer>;

/** A request that was answered with a challenge, and the pass that it brought. */
interface Refused {
  readonly pass: string | undefined;
  readonly answer: Answer;
}

/**
 * A code is good for one request, and the registry gives a pass with it for those that follow. So one request at a time
 * brings a code, that of the command line or what somebody at the terminal says, and the others wait for its pass.
 */
export function secondFactorOf({
  values,
  terminal,
}: Pick<Call, 'values' | 'terminal'>): WithSecondFactor {
  let otp = typeof values['otp'] === 'string' ? values['otp'] : undefined;
  let pass: string | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  /** What whoever sits there said in place of a code: that it shall end. */
  let end: unknown;

  const withPass = async (send: SendWith): Promise<Answer> =>
    send(pass === undefined ? {} : { [IMPORT_PASS]: pass }, false);

  const codeFor = async (challenge: Answer): Promise<string | undefined> => {
    const said = otp;
    otp = undefined;
    if (said !== undefined || !terminal.questions) return said;
    return terminal.questions.text(sentenceOf(challenge)).catch((error: unknown) => {
      end = error;
      throw error;
    });
  };

  const withCode = async (send: SendWith, refused: Refused): Promise<Answer> => {
    if (end !== undefined) throw end;
    // Who had the turn before may have got a pass.
    let answer = pass === refused.pass ? refused.answer : await withPass(send);
    while (isChallenge(answer)) {
      const code = await codeFor(answer);
      if (code === undefined) break;
      const brought = await sendCode(send, code);
      ({ answer } = brought);
      pass = brought.pass ?? pass;
    }
    return answer;
  };

  return async (send) => {
    const refused = { pass, answer: await withPass(send) };
    if (!isChallenge(refused.answer)) return refused.answer;
    const own = turn.then(async () => withCode(send, refused));
    turn = own.catch(() => undefined);
    return own;
  };
}

/** A refusal brings a pass as well: what is sent again brings that, not the code, which is used up by then. */
async function sendCode(
  send: SendWith,
  code: string,
): Promise<{ readonly answer: Answer; readonly pass: string | undefined }> {
  const coded = { 'npm-otp': code };
  const first = await send(coded, true).catch(() => undefined);
  const pass = first && passOf(first);
  if (first && first.status !== 429 && first.status < 500) return { answer: first, pass };
  const answer = await send(pass === undefined ? coded : { [IMPORT_PASS]: pass }, false);
  return { answer, pass: passOf(answer) ?? pass };
}

function passOf({ headers }: Answer): string | undefined {
  const pass = headers[IMPORT_PASS];
  return typeof pass === 'string' ? pass : undefined;
}
