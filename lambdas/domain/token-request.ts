import * as v from 'valibot';

import { invalid } from './errors.ts';
import type { Json } from './manifest.ts';
import { parsePackageName } from './package-name.ts';
import { parseCidr, type Token, type TokenPermission } from './token.ts';

const List = v.optional(v.pipe(v.array(v.string()), v.maxLength(100, 'up to 100 entries')));

/** `npm token create`: classic tokens bring the password alone, granular ones what they are for. */
export const TokenRequest = v.object({
  password: v.string('confirm with your password'),
  name: v.optional(v.pipe(v.string(), v.maxLength(100, 'up to 100 characters'))),
  readonly: v.optional(v.boolean()),
  cidr_whitelist: v.nullish(v.pipe(v.array(v.string()), v.maxLength(50, 'up to 50 ranges'))),
  packages: List,
  packages_all: v.optional(v.boolean()),
  scopes: List,
  orgs: v.optional(
    v.pipe(
      v.array(v.string()),
      v.maxLength(0, 'name the scope of the organization: no token is for managing organizations'),
    ),
  ),
  packages_and_scopes_permission: v.optional(
    v.picklist(
      ['read-only', 'read-write', 'no-access', 'read-write-stage-only'],
      'must be read-only, read-write, read-write-stage-only or no-access',
    ),
  ),
  bypass_2fa: v.optional(v.boolean()),
  expires: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1, 'at least 1 day'), v.maxValue(3650)),
  ),
});
export type TokenRequest = v.InferOutput<typeof TokenRequest>;

type Limits = Pick<
  Token,
  'permission' | 'packages' | 'scopes' | 'cidr' | 'expiresAt' | 'bypassesSecondFactor'
>;

/** What the requested token will be limited to. */
export function tokenLimits(request: TokenRequest, now: Date): Limits {
  const packages = request.packages_all ? [] : (request.packages ?? []).map(parsePackageName);
  const scopes = request.packages_all ? [] : (request.scopes ?? []).map(parseScope);
  const { expires } = request;
  return {
    permission: permissionOf(request, packages.length + scopes.length > 0),
    packages,
    scopes,
    cidr: (request.cidr_whitelist ?? []).map(parseCidr),
    ...(request.bypass_2fa === true && { bypassesSecondFactor: true }),
    ...(expires !== undefined && {
      expiresAt: new Date(now.getTime() + expires * 86_400_000).toISOString(),
    }),
  };
}

/** A token for chosen packages reads only, unless more is asked for. */
function permissionOf(request: TokenRequest, limited: boolean): TokenPermission {
  if (request.readonly) return 'read-only';
  const wanted = request.packages_and_scopes_permission;
  if (wanted === 'read-write-stage-only') return 'stage';
  return wanted ?? (limited ? 'read-only' : 'read-write');
}

function parseScope(text: string): string {
  const scope = text.startsWith('@') ? text : `@${text}`;
  if (/^@[a-z0-9~-][a-z0-9._~-]*$/.test(scope)) return scope;
  throw invalid(`"${text}" is not a scope: write it like @acme`);
}

/** A token as lists show it. */
export const tokenSummary = (token: Token): Json => ({
  key: token.key,
  token: token.hint,
  name: token.name,
  created: token.createdAt,
  updated: token.createdAt,
  readonly: token.permission === 'read-only',
  permission: token.permission,
  packages: token.packages,
  scopes: token.scopes,
  cidr_whitelist: token.cidr.length > 0 ? token.cidr : null,
  expires: token.expiresAt ?? null,
  bypass_2fa: token.bypassesSecondFactor ?? false,
});

/** What the audit log keeps of a token. */
export const tokenFacts = ({
  name,
  permission,
  packages,
  scopes,
  cidr,
  createdAt,
  expiresAt,
  bypassesSecondFactor,
}: Token): Json => ({
  name,
  permission,
  packages,
  scopes,
  cidr,
  created: createdAt,
  expires: expiresAt ?? null,
  ...(bypassesSecondFactor && { bypassesSecondFactor }),
});
