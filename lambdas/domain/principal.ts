import type { TokenPermission } from './token.ts';
import type { UserName } from './user.ts';

/** Who a request comes from. */
export type Principal = Anonymous | UserPrincipal;

export interface Anonymous {
  readonly kind: 'anonymous';
}

export interface UserPrincipal {
  readonly kind: 'user';
  readonly name: UserName;
  readonly email: string;
  readonly admin: boolean;
  /** How the user came in; a token only ever takes away from what its user may do. */
  readonly credential: PasswordCredential | TokenCredential;
}

export interface PasswordCredential {
  readonly kind: 'password';
}

export interface TokenCredential {
  readonly kind: 'token';
  readonly key: string;
  readonly permission: TokenPermission;
  readonly packages: readonly string[];
  readonly scopes: readonly string[];
}

export const ANONYMOUS: Anonymous = { kind: 'anonymous' };
