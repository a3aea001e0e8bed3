import * as v from 'valibot';

import { unauthenticated } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';

/** What is said of a claim that is not there. */
export const MISSING = 'is missing';

/** A claim that must be there; numbers are ids that some services send bare. */
export const Claim = v.pipe(
  v.union([v.string(), v.number()], 'is no text'),
  v.transform(String),
  v.minLength(1, 'is empty'),
  v.maxLength(1024, 'is too long'),
);

/** Reads the claims of a token whose signature is good. Throws `unauthenticated` where one is missing. */
export function readClaims<S extends v.GenericSchema>(
  schema: S,
  payload: Json,
  service: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, payload);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw unauthenticated(
    `the claim "${v.getDotPath(issue) ?? ''}" of the ID token of ${service} ${issue.message}`,
  );
}
