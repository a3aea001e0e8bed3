import semver from 'semver';
import * as v from 'valibot';

import { invalid } from './errors.ts';
import { sha256 } from './integrity.ts';
import type { Json } from './manifest.ts';
import type { PackageName } from './package-name.ts';

export const SEVERITIES = ['info', 'low', 'moderate', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

const text = (most: number) =>
  v.pipe(
    v.string('must be a text'),
    v.minLength(1, 'must not be empty'),
    v.maxLength(most, `must have up to ${most} characters`),
  );

/** Clients print it in terminals: it must not steer them, nor run backwards. */
const Line = v.pipe(
  text(300),
  v.regex(/^[^\p{Cc}\u2028-\u202e\u2066-\u2069]+$/u, 'must be one line of plain text'),
);

const Range = v.pipe(
  text(1000),
  v.check((range) => semver.validRange(range) !== null, 'must be a range such as >=1.0.0 <1.4.2'),
);

const WebUrl = v.pipe(
  text(2000),
  v.check(
    (url) => URL.canParse(url) && /^https?:\/\/[!-~]+$/i.test(url),
    'must be a URL such as https://example.com/advisories/1',
  ),
);

const Cvss = v.strictObject({
  score: v.pipe(
    v.number('must be a number'),
    v.minValue(0, 'must be at least 0'),
    v.maxValue(10, 'must be at most 10'),
  ),
  vectorString: v.nullish(
    v.pipe(text(200), v.regex(/^[\w.:/]+$/, 'must be a vector such as CVSS:3.1/AV:N/AC:L')),
    null,
  ),
});

/** What somebody publishes about versions that are not safe, in the words of npm's own advisories. */
export const AdvisoryBody = v.strictObject(
  {
    title: Line,
    severity: v.picklist(SEVERITIES, `must be one of ${SEVERITIES.join(', ')}`),
    vulnerable_versions: Range,
    patched_versions: v.optional(Range),
    url: v.optional(WebUrl),
    cwe: v.optional(
      v.pipe(
        v.array(v.pipe(v.string(), v.regex(/^CWE-\d{1,6}$/, 'must be like CWE-79'))),
        v.maxLength(20, 'must have up to 20 entries'),
      ),
      [],
    ),
    cvss: v.optional(Cvss, { score: 0, vectorString: null }),
  },
  ({ expected }) =>
    expected === 'never'
      ? 'is no field of an advisory'
      : 'must be an advisory with "title", "severity" and "vulnerable_versions"',
);

/** An advisory of this registry's own. */
export type Advisory = v.InferOutput<typeof AdvisoryBody> & {
  /** Of its publisher's choice, unique within its package. */
  readonly id: string;
  /** ISO times. */
  readonly created: string;
  readonly updated: string;
};

/** `GHSA-jf85-cpcp-j695`, `CVE-2026-1234`, `acme-7`. */
export function parseAdvisoryId(id: string): string {
  if (/^[a-z\d][\w.-]{0,63}$/i.test(id)) return id;
  throw invalid(
    `"${id}" can't be an advisory's id: use up to 64 letters, digits, ".", "_" and "-", such as acme-2026-1`,
  );
}

/** An advisory as clients get it from an audit, whoever published it. */
export type BulkAdvisory = Json;

/** Numbers, because pnpm drops advisories with any other id; too many for one of an upstream's to be the same. */
const numberOf = (name: PackageName, id: string): number =>
  Number.parseInt(sha256(`${name} ${id}`).slice(0, 12), 16);

/** `listedAt`: where an advisory without a URL of its own can be read. */
export function toBulkAdvisory(
  name: PackageName,
  { id, ...advisory }: Advisory,
  listedAt: string,
): BulkAdvisory {
  return { ...advisory, id: numberOf(name, id), url: advisory.url ?? listedAt };
}

/** Those of the versions that a range has, prereleases included. */
export function versionsWithin(range: string, versions: readonly string[]): readonly string[] {
  const within = new semver.Range(range, { includePrerelease: true });
  return versions.filter((version) => within.test(version));
}
