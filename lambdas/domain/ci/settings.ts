import * as v from 'valibot';

import { choice, Url } from '#domain/setting.ts';
import { asUserName } from '#domain/user.ts';

import { type CiIssuer, issuerOf, PUBLIC_ISSUERS, type TrustedOwner } from './issuers.ts';
import { CI_PROVIDERS } from './run.ts';

const ISSUER_WISH =
  'must be an issuer such as {"provider": "github", "issuer": "https://github.example.com/_services/token"}';

const Issuer = v.pipe(
  v.strictObject(
    {
      provider: choice(CI_PROVIDERS),
      issuer: v.optional(Url),
      jwksUri: v.optional(Url),
      runners: v.optional(choice(['hosted', 'any'])),
      refusedEvents: v.optional(v.array(v.string('must be the name of an event'))),
    },
    ISSUER_WISH,
  ),
  v.transform(({ provider, issuer = PUBLIC_ISSUERS[provider], ...rest }): CiIssuer => ({
    ...issuerOf(provider, issuer),
    ...definedOnly(rest),
  })),
);

const definedOnly = (values: {
  readonly [K in keyof CiIssuer]?: CiIssuer[K] | undefined;
}): Partial<CiIssuer> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Issuers beside the public ones; one of those that is listed counts as it is listed. */
export const CiIssuers = v.pipe(
  v.unknown(),
  v.transform((given) => (typeof given === 'string' ? fromList(given) : given)),
  v.array(Issuer, 'must be a list of issuers'),
);

const OWNER_WISH =
  'must hold the numeric ids of accounts, such as "1234567", "github:1234567 acme" or {"provider": "gitlab", "id": "42", "name": "acme"}';

const TEXT =
  /^(?:(?<provider>github|gitlab|circleci):)?(?<id>[\w-]{1,64})(?: +(?<name>\S.{0,99}))?$/;

/** `1234567`, `github:1234567`, and with a name behind it for people: `1234567 acme`. */
const fromText = (given: unknown): unknown => {
  const groups = typeof given === 'string' ? TEXT.exec(given.trim())?.groups : undefined;
  if (!groups) return given;
  return Object.fromEntries(Object.entries(groups).filter(([, text]) => text !== undefined));
};

const userName = v.pipe(
  v.string(OWNER_WISH),
  v.check((name) => asUserName(name) !== undefined, 'must be the name of a user'),
);

const TrustedOwnerSetting = v.pipe(
  v.unknown(),
  v.transform(fromText),
  v.strictObject(
    {
      provider: v.optional(choice(CI_PROVIDERS), 'github'),
      issuer: v.optional(Url),
      id: v.pipe(v.string(OWNER_WISH), v.regex(/^[\w-]{1,64}$/, OWNER_WISH)),
      name: v.optional(v.pipe(v.string(OWNER_WISH), v.maxLength(100, OWNER_WISH))),
      owners: v.optional(v.array(userName, OWNER_WISH), []),
      scopes: v.optional(
        v.array(v.pipe(v.string(), v.regex(/^@[\w.~-]+$/, 'must be a scope such as @acme'))),
      ),
    },
    OWNER_WISH,
  ),
  // Names of accounts can be given away and taken by another; an id never is. CircleCI's are no numbers.
  v.check(({ provider, id }) => provider === 'circleci' || /^\d+$/.test(id), OWNER_WISH),
  v.transform(({ issuer, ...owner }): TrustedOwner => ({
    ...owner,
    issuer: issuer ?? PUBLIC_ISSUERS[owner.provider],
  })),
);

/** Accounts whose repositories may claim free names. Text, as a command line gives it, has commas between. */
export const TrustedOwners = v.pipe(
  v.unknown(),
  v.transform((given) => (typeof given === 'number' ? String(given) : given)),
  v.transform((given) => (typeof given === 'string' ? fromList(given) : given)),
  v.array(TrustedOwnerSetting, OWNER_WISH),
);

/** JSON where it is some, else what is between commas. */
function fromList(text: string): unknown {
  if (text.trim().startsWith('[')) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return text.split(',').filter((item) => item.trim() !== '');
}
