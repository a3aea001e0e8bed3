import { notFound } from '#domain/errors.ts';
import type { Package } from '#domain/package.ts';
import { listPackages, SHARDS } from '#store/packages.ts';
import type { Policy } from '#store/services.ts';
import type { TableReader } from '#store/table.ts';

/*
 * A part of the sitemap is a part of the table, so that it is known which parts there are without counting packages.
 * Both requests look at so many packages and no more.
 */

/** Packages of one part, at most: search engines take 50,000. */
const MOST = 10_000;
/** Packages that are looked at to see whether a part has a public one. */
const GLANCE = 300;

/** Where not everybody may read, nobody is told what there is. */
export function requireOpen({ policy }: { readonly policy: Pick<Policy, 'reads'> }): void {
  if (policy.reads !== 'anyone') throw notFound('a sitemap of this registry');
}

/** The parts that have, or may have, packages to list: an empty part is no sitemap. */
export async function filledParts(table: TableReader): Promise<readonly number[]> {
  const parts = Array.from({ length: SHARDS }, (_, part) => part);
  const filled = await Promise.all(parts.map(async (part) => isFilled(table, part)));
  return parts.filter((part) => filled[part]);
}

async function isFilled(table: TableReader, part: number): Promise<boolean> {
  let seen = 0;
  for await (const pkg of listPackages(table, [part])) {
    seen += 1;
    if (isListed(pkg) || seen === GLANCE) return true;
  }
  return false;
}

export async function listedIn(table: TableReader, part: number): Promise<readonly Package[]> {
  const packages: Package[] = [];
  let seen = 0;
  for await (const pkg of listPackages(table, [part])) {
    if (isListed(pkg)) packages.push(pkg);
    seen += 1;
    if (seen === MOST) break;
  }
  return packages;
}

const isListed = ({ visibility, unpublished }: Package): boolean =>
  visibility === 'public' && !unpublished;
