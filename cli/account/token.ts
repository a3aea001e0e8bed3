import * as v from 'valibot';

const List = v.optional(v.array(v.string()), []);

/** A token as a registry shows it: `token` is its beginning in lists, and all of it when it was just made. */
export const Token = v.object({
  key: v.string(),
  token: v.string(),
  name: v.optional(v.nullable(v.string())),
  created: v.optional(v.string()),
  readonly: v.optional(v.boolean()),
  permission: v.optional(v.string()),
  packages: List,
  scopes: List,
  cidr_whitelist: v.nullish(v.array(v.string())),
  expires: v.nullish(v.string()),
  bypass_2fa: v.optional(v.boolean()),
});
export type Token = v.InferOutput<typeof Token>;

export const TokenList = v.object({ objects: v.array(Token) });

const MAY: Readonly<Record<string, string>> = {
  'read-only': 'read',
  'read-write': 'read and write',
  stage: 'read and stage',
  'no-access': 'nothing with packages',
};

/** What it may, in a few words. */
export function mayOf({ permission, readonly, packages, scopes }: Token): string {
  const may = MAY[permission ?? (readonly ? 'read-only' : 'read-write')] ?? permission ?? '';
  const only = [...packages, ...scopes];
  return only.length === 0 ? may : `${may}: ${only.join(', ')}`;
}

/** Its limits, a fact each. */
export const limitsOf = (token: Token): readonly (readonly [string, string | undefined])[] => [
  ['may', mayOf(token)],
  ['only from', token.cidr_whitelist?.join(', ')],
  ['until', token.expires?.slice(0, 10)],
  ['second factor', token.bypass_2fa ? 'not asked for' : undefined],
];
