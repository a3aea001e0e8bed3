import { type ErrorCode, RegistryError } from '#domain/errors.ts';
import type { Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import type { Problem } from '#web/account/form.ts';
import type { Page } from '#web/layout.ts';
import { toSentence } from '#web/message.ts';

import { showPage } from './show-page.ts';

/** Bad input of one field of a form. */
class FieldError extends RegistryError {
  readonly field: string;

  constructor(field: string, message: string) {
    super('invalid', message);
    this.field = field;
  }
}

/** What is read from one field: what is wrong with it is said there. */
export function inField<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const bad = error instanceof RegistryError && error.code === 'invalid';
    throw bad ? new FieldError(field, error.message) : error;
  }
}

/** What a person can put right in the form itself. */
const SHOWN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'invalid',
  'unauthenticated',
  'otp_required',
  'forbidden',
  'conflict',
  'not_found',
  'too_many_requests',
]);

interface Sent {
  readonly request: Request;
  /** The field that an error of a kind is about. */
  readonly fields?: Readonly<Partial<Record<ErrorCode, string>>>;
  /** Whether the form has no field for a code: a page of its own asks for it. */
  readonly codeApart?: true;
  /** The form again, with what was typed but for secrets. */
  readonly form: (problem: Problem) => Page | Promise<Page>;
}

/** Does what a form asks for, or shows it again with what is wrong. */
export async function orForm(
  { request, fields = {}, codeApart, form }: Sent,
  work: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RegistryError) || !SHOWN.has(error.code)) throw error;
    if (codeApart && error.code === 'otp_required') throw error;
    const { code, status, message, headers } = error;
    const field = error instanceof FieldError ? error.field : fields[code];
    const page = await form({ field, message: toSentence(message) });
    const { 'retry-after': wait } = headers;
    const besides = wait === undefined ? {} : { headers: { 'retry-after': wait } };
    return showPage(page, request, { status, ...besides });
  }
}

/** Where password and code of a form are asked for. */
export const PROOF = { unauthenticated: 'password', otp_required: 'otp' } as const;
