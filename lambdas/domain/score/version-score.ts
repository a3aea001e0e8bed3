import parseLicense from 'spdx-expression-parse';

import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { Release } from '#domain/package.ts';

import { hasTypes } from './types.ts';

/** What is asked of a version, in the order in which it is told. */
interface Criterion {
  readonly id: string;
  readonly most: number;
  /** Points, up to `most`, and why. */
  readonly judge: (facts: VersionFacts) => Verdict;
  /** What an author does to gain the rest. */
  readonly gain: string;
}

interface Verdict {
  readonly points: number;
  readonly reason: string;
}

/** What is known of a version. */
export interface VersionFacts extends Pick<
  Release,
  'readme' | 'provenance' | 'unpackedSize' | 'deprecated'
> {
  readonly manifest: Json;
  /** Public packages of this registry that it depends on, and whose latest version is deprecated. */
  readonly deprecatedDependencies: readonly string[];
}

export interface ScorePoint extends Verdict {
  readonly id: string;
  readonly most: number;
  /** Absent where there is nothing left to gain. */
  readonly gain?: string;
}

export interface VersionScore {
  /** From 0 to 100; 0 where the version is deprecated, whatever else speaks for it. */
  readonly score: number;
  readonly deprecated?: string;
  readonly points: readonly ScorePoint[];
}

const MEGABYTE = 1_000_000;
/** Bytes unpacked, and the points for no more. */
const SIZES = [
  [MEGABYTE, 5],
  [5 * MEGABYTE, 3],
  [20 * MEGABYTE, 1],
] as const;

/** Scripts that npm runs where the package is installed. */
const INSTALLING = ['preinstall', 'install', 'postinstall'];

/** All of it, or nothing. */
const whether = (most: number, met: boolean, yes: string, no: string): Verdict =>
  met ? { points: most, reason: yes } : { points: 0, reason: no };

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

const CRITERIA: readonly Criterion[] = [
  {
    id: 'readme',
    most: 15,
    judge: ({ readme }) => whether(15, readme !== undefined, 'has a README', 'has no README'),
    gain: 'put a README.md beside package.json',
  },
  {
    id: 'types',
    most: 15,
    judge: ({ manifest }) =>
      whether(15, hasTypes(manifest), 'brings its types', 'brings no types of its code'),
    gain: 'publish declarations, and name them by "types" in package.json or in its "exports"',
  },
  {
    id: 'provenance',
    most: 15,
    judge: ({ provenance }) =>
      provenance
        ? {
            points: 15,
            reason: `was built from ${provenance.repository}, as its provenance proves`,
          }
        : { points: 0, reason: 'nothing proves what it was built from' },
    gain: 'publish from CI with provenance',
  },
  {
    id: 'license',
    most: 10,
    judge: ({ manifest }) => judgeLicense(manifest['license']),
    gain: 'say the licence in package.json by an SPDX expression, such as MIT',
  },
  {
    id: 'repository',
    most: 10,
    judge: ({ manifest: { repository } }) =>
      whether(
        10,
        isText(isJsonObject(repository) ? repository['url'] : repository),
        'says where its source is',
        'does not say where its source is',
      ),
    gain: 'name the repository in package.json',
  },
  {
    id: 'scripts',
    most: 10,
    judge: ({ manifest }) =>
      whether(
        10,
        !runsScripts(manifest),
        'runs nothing when it is installed',
        'runs scripts when it is installed, which many clients refuse',
      ),
    gain: 'leave install scripts out, or ship what they make',
  },
  {
    id: 'description',
    most: 5,
    judge: ({ manifest }) =>
      whether(5, isText(manifest['description']), 'says what it is', 'does not say what it is'),
    gain: 'write a description into package.json',
  },
  {
    id: 'keywords',
    most: 5,
    judge: ({ manifest: { keywords } }) =>
      whether(
        5,
        Array.isArray(keywords) ? keywords.some(isText) : isText(keywords),
        'has keywords',
        'has no keywords',
      ),
    gain: 'list keywords in package.json, by which people find it',
  },
  {
    id: 'engines',
    most: 5,
    judge: ({ manifest: { engines } }) =>
      whether(
        5,
        isJsonObject(engines) && Object.keys(engines).length > 0,
        'says what it runs on',
        'does not say what it runs on',
      ),
    gain: 'say in "engines" of package.json which versions of Node it runs on',
  },
  {
    id: 'dependencies',
    most: 5,
    judge: ({ deprecatedDependencies }) =>
      whether(
        5,
        deprecatedDependencies.length === 0,
        'depends on nothing that is known to be deprecated',
        `depends on what is deprecated: ${deprecatedDependencies.join(', ')}`,
      ),
    gain: 'move on to what is suggested instead of it',
  },
  {
    id: 'size',
    most: 5,
    judge: ({ unpackedSize }) => ({
      points: SIZES.find(([limit]) => unpackedSize <= limit)?.[1] ?? 0,
      reason: `takes ${unpackedSize < MEGABYTE ? `${Math.ceil(unpackedSize / 1000)} kB` : `${(unpackedSize / MEGABYTE).toFixed(1)} MB`} where it is installed`,
    }),
    gain: 'ship what is needed to run it alone: up to 1 MB',
  },
];

/** What can be said of a version from what is stored of it, each point with its reason and how to gain the rest. */
export function scoreVersion(facts: VersionFacts): VersionScore {
  const points = CRITERIA.map(({ id, most, judge, gain }) => {
    const verdict = judge(facts);
    return { id, most, ...verdict, ...(verdict.points < most && { gain }) };
  });
  const sum = points.reduce((total, each) => total + each.points, 0);
  const { deprecated } = facts;
  if (deprecated !== undefined) return { score: 0, deprecated, points };
  return { score: sum, points };
}

function judgeLicense(license: unknown): Verdict {
  if (typeof license !== 'string' || license.trim() === '' || license === 'UNLICENSED') {
    return { points: 0, reason: 'nobody is licensed to use it' };
  }
  try {
    parseLicense(license);
    return { points: 10, reason: `is licensed: ${license}` };
  } catch {
    return { points: 5, reason: 'has a licence that programs can’t read' };
  }
}

function runsScripts({ hasInstallScript, scripts, gypfile }: Json): boolean {
  const own = isJsonObject(scripts) ? scripts : {};
  return (
    hasInstallScript === true || gypfile === true || INSTALLING.some((name) => isText(own[name]))
  );
}
