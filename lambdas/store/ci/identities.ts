import { JwtVerifier } from 'aws-jwt-verify';
import {
  JwksValidationError,
  JwkValidationError,
  JwtBaseError,
  JwtExpiredError,
  JwtInvalidAudienceError,
  JwtInvalidSignatureAlgorithmError,
  JwtNotBeforeError,
  WaitPeriodNotYetEndedJwkError,
} from 'aws-jwt-verify/error';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import * as v from 'valibot';

import { MISSING, readClaims } from '#domain/ci/claims.ts';
import { type CiIssuer, isIssuer } from '#domain/ci/issuers.ts';
import { RegistryError, unauthenticated, unavailable } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';

import { holdIssuerKeys, type IssuerKeys, KeysUnavailableError } from './issuer-keys.ts';

/** What an ID token must be. */
export interface IdentityRules {
  readonly issuers: readonly CiIssuer[];
  /** Any one of them. */
  readonly audiences: readonly string[];
  readonly now: Date;
}

/** An ID token whose signature, issuer, audience and times are good. */
export interface VerifiedToken {
  readonly rule: CiIssuer;
  readonly issuer: string;
  readonly claims: Json;
  /** Unique among the issuer's tokens. */
  readonly id: string;
  readonly expiresAt: Date;
}

export interface Identities {
  /** Throws `unauthenticated` for a token that is not good, `unavailable` where that can't be found out. */
  verify(token: string, rules: IdentityRules): Promise<VerifiedToken>;
}

/** Seconds that the clocks of an issuer and of this machine may be apart. */
const GRACE = 30;
/** What the services sign with. A shared secret or no signature at all is none of theirs. */
const ALGORITHMS: readonly string[] = ['RS256', 'ES256'];

const Standard = v.object(
  {
    exp: v.number('is no time'),
    iat: v.number('is no time'),
    nbf: v.optional(v.number('is no time')),
    jti: v.pipe(
      v.string('is no text'),
      v.minLength(1, 'is empty'),
      v.maxLength(512, 'is too long'),
    ),
  },
  MISSING,
);

export function openIdentities(
  report: (message: string, error: unknown) => void,
  keys: IssuerKeys = holdIssuerKeys(report),
): Identities {
  return {
    async verify(token, { issuers, audiences, now }) {
      const issuer = issuerOf(token);
      const rule = issuers.find((each) => isIssuer(each.issuer, issuer));
      if (!rule) {
        throw unauthenticated(
          `ID tokens of ${issuer} are not taken here: the registry's operators can add the issuer to "ciIssuers"`,
        );
      }
      const jwksUri = rule.jwksUri.replace(rule.issuer, issuer);
      await keys.keepFresh(jwksUri);
      const claims = await checkSignature({ token, issuer, jwksUri, audiences }, keys);
      return { rule, issuer, claims, ...checkTimes(claims, now) };
    },
  };
}

function issuerOf(token: string): string {
  try {
    const { iss } = decomposeUnverifiedJwt(token).payload;
    if (typeof iss === 'string' && URL.canParse(iss)) return iss;
  } catch (error) {
    if (!(error instanceof JwtBaseError)) throw error;
  }
  throw unauthenticated('this is not the ID token of a CI run');
}

interface Claimed {
  readonly token: string;
  readonly issuer: string;
  readonly jwksUri: string;
  readonly audiences: readonly string[];
}

async function checkSignature(
  { token, issuer, jwksUri, audiences }: Claimed,
  { cache }: IssuerKeys,
): Promise<Json> {
  const verifier = JwtVerifier.create(
    {
      issuer,
      jwksUri,
      audience: [...audiences],
      graceSeconds: GRACE,
      customJwtCheck: ({ header }) => {
        if (!ALGORITHMS.includes(header.alg ?? '')) {
          throw new JwtInvalidSignatureAlgorithmError('not allowed', header.alg, [...ALGORITHMS]);
        }
      },
    },
    { jwksCache: cache },
  );
  try {
    return { ...(await verifier.verify(token)) };
  } catch (error) {
    throw explain(error, audiences);
  }
}

/** What says nothing of the token, but of the issuer and its keys. */
const UNAVAILABLE = [
  KeysUnavailableError,
  WaitPeriodNotYetEndedJwkError,
  JwksValidationError,
  JwkValidationError,
];

function explain(error: unknown, audiences: readonly string[]): unknown {
  if (UNAVAILABLE.some((kind) => error instanceof kind)) {
    return unavailable('the keys of the CI service can not be looked up now: try again', error);
  }
  if (!(error instanceof JwtBaseError)) return error;
  return new RegistryError('unauthenticated', sentenceFor(error, audiences), { cause: error });
}

function sentenceFor(error: JwtBaseError, audiences: readonly string[]): string {
  if (error instanceof JwtInvalidAudienceError) {
    return `the ID token is for another audience than this registry: ask for ${audiences[0]}`;
  }
  if (error instanceof JwtExpiredError) return EXPIRED;
  if (error instanceof JwtNotBeforeError) return 'the ID token is not valid yet: check the clocks';
  return 'the ID token is not signed by a key of its issuer';
}

const EXPIRED = 'the ID token has expired: ask for a new one';

/** The library takes a token without an end for one that never ends. */
function checkTimes(claims: Json, now: Date): Pick<VerifiedToken, 'id' | 'expiresAt'> {
  const { exp, iat, nbf = iat, jti } = readClaims(Standard, claims, 'a CI service');
  const seconds = now.getTime() / 1000;
  if (exp + GRACE <= seconds) throw unauthenticated(EXPIRED);
  if (Math.max(iat, nbf) - GRACE > seconds) {
    throw unauthenticated('the ID token is of a time that has not come: check the clocks');
  }
  return { id: jti, expiresAt: new Date((exp + GRACE) * 1000) };
}
