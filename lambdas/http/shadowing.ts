import * as v from 'valibot';

import { findPackages } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import { listShadowing, type ShadowingClaim } from '#store/shadowing.ts';

/** Where the list of such claims goes on: the `next` of what came before. */
export const ShadowingPlace: v.OptionalSchema<
  v.GenericSchema<string, string>,
  undefined
> = v.optional(
  v.pipe(
    v.string(),
    v.maxLength(300, 'must not be so long'),
    v.regex(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z#/, 'must be the `next` of an answer'),
  ),
);

/** Such a claim, and whether the package is still there. */
export interface ListedShadowing extends ShadowingClaim {
  readonly unpublished: boolean;
}

interface Shadowing {
  readonly claims: readonly ListedShadowing[];
  readonly next: string | undefined;
}

/** Names that were claimed here although an upstream has them, the newest first. */
export async function shadowingClaims(
  asked: { readonly before: string | undefined; readonly size: number },
  { table }: Pick<Services, 'table'>,
): Promise<Shadowing> {
  const { claims, next } = await listShadowing(table, asked);
  const names = claims.map(({ name }) => name);
  const packages = await findPackages(table, names);
  const withState = claims.map((claim) => ({
    ...claim,
    unpublished: packages.get(claim.name)?.unpublished !== undefined,
  }));
  return { claims: withState, next };
}
