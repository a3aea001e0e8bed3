import { createHmac } from 'node:crypto';

/**
 * What one browser's way through a sign-in is recognised by. All of it comes from one secret that the browser
 * alone holds: nothing of it is stored, and what another browser began is worth nothing in this one.
 */
export interface Attempt {
  /** In the form that the person sends: a page elsewhere can't know it. */
  readonly form: string;
  /** Goes to the provider and comes back: it names the session, and proves the browser. */
  readonly state: string;
  /** In the provider's token, so that a token of another sign-in is none of this one. */
  readonly nonce: string;
  /** PKCE's: without it nobody gets anything for a code that leaked. */
  readonly verifier: string;
}

export function attemptOf(sessionId: string, browserSecret: string): Attempt {
  const derive = (label: string): string =>
    createHmac('sha256', browserSecret).update(`${label} ${sessionId}`).digest('base64url');
  return {
    form: derive('form'),
    state: `${sessionId}.${derive('state')}`,
    nonce: derive('nonce'),
    verifier: derive('verifier'),
  };
}
