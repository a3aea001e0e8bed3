import { userLookAlikeKey } from '#domain/user-look-alike.ts';
import { asUserName, CANARY, type UserName } from '#domain/user.ts';

import { type Claims, textClaim, verifiedEmail } from './claims.ts';

const LONGEST = 50;
const TRIES = 30;

/**
 * Names for somebody new, best first: what the provider calls them, then the same with a number. Whoever has
 * such a name here already keeps it; being called alike proves nothing.
 */
export function nameProposals(claims: Claims, claim: string): readonly UserName[] {
  const wanted = textClaim(claims, claim) ?? verifiedEmail(claims) ?? textClaim(claims, 'name');
  const stem = asStem(wanted ?? '');
  return Array.from({ length: TRIES }, (_, index) =>
    asUserName(index === 0 ? stem : `${stem}-${index + 1}`),
  )
    .filter((name) => name !== undefined)
    .filter((name) => userLookAlikeKey(name) !== userLookAlikeKey(CANARY));
}

/** `Zoë.Smith@example.com`: `zoe.smith`. */
function asStem(text: string): string {
  const [local = ''] = text.split('@');
  const plain = local
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .slice(0, LONGEST)
    .replaceAll(/^[._-]+|[._-]+$/g, '');
  return plain === '' ? 'user' : plain;
}
