import { expect } from 'vitest';

import type { Answer, Client } from '../../client.ts';
import { PASSWORD, signUp } from '../../client.ts';
import { uniqueName } from '../../packages.ts';
import type { Target } from '../../target.ts';

/** Of an answer, what makes clients ask for a code. */
export const challenge = ({ status, headers, body }: Answer): object => ({
  status,
  header: headers.get('www-authenticate'),
  code: body.code,
  text: body.error,
  same: body.message === body.error,
});

/** npm and pnpm look for the words where the header is lost. */
export const ASKED = {
  status: 401,
  header: 'otp',
  code: 'otp_required',
  text: expect.stringMatching(/one-time pass/),
  same: true,
};

export const profile = async (person: Client): Promise<any> =>
  (await person.get('/-/npm/v1/user')).body;

export const login = async (target: Target, { name }: Client, otp?: string): Promise<Answer> =>
  signUp(target, name, PASSWORD, otp === undefined ? {} : { 'npm-otp': otp });

export const disable = async (person: Client, password = PASSWORD): Promise<Answer> =>
  person.post('/-/npm/v1/user', { tfa: { mode: 'disable', password } });

/** A write: of a new package. */
export const publish = async (person: Client): Promise<Answer> =>
  person.publish({ name: uniqueName(), version: '1.0.0' });
