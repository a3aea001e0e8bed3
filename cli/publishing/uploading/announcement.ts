import type { Described } from '../publication.ts';

/** What is no larger is one part anyway, and goes with two questions fewer; in bytes. */
const PART = 8 * 2 ** 20;

export const goesInParts = ({ size }: Pick<Described, 'size'>): boolean => size > PART;

export interface AnnouncementTerms {
  readonly stage: boolean;
  /** Whether it shall begin at once what goes in parts, and stays for a day; else nothing is made. */
  readonly parts: boolean;
}

/** What a registry is told of a tarball before it gets it. */
export function announcement(
  { name, version, size, digests }: Described,
  { stage, parts }: AnnouncementTerms,
): object {
  const { integrity } = digests;
  return { name, version, size, integrity, ...(stage && { stage }), ...(parts && { parts }) };
}

/** What it answered, for as long as that is good. */
export interface Announced {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Milliseconds: addresses are good for an hour, of which the sending needs its part. */
const GOOD = 600_000;

export const announcedBy = (text: string): Announced => ({ text, until: Date.now() + GOOD });
