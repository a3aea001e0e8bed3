import { isUnstable, type Searchable } from './searchable.ts';

/** What speaks for a package whatever was searched, each from 0 to 1. */
export interface Facts {
  readonly quality: number;
  readonly popularity: number;
  readonly maintenance: number;
}

/** A package half as fresh counts half: four years. */
const HALF_LIFE = 4 * 365.25 * 24 * 3600 * 1000;
const EPOCH = Date.UTC(2010, 0);
/** Until 2110. */
const LAST_AGE = 25;

/** How many times a package's score doubles from the worst to the best. */
const QUALITY_GAIN = 1;
const POPULARITY_GAIN = 5;

/** More than any match and all facts together can make up for. */
const DEPRECATED_LOSS = 24;

/** The ends of the range of {@link standing}. */
export const HIGHEST_STANDING = LAST_AGE + QUALITY_GAIN + POPULARITY_GAIN;
export const LOWEST_STANDING = -DEPRECATED_LOSS;

/** How good a package looks from outside. */
export function quality({ version, description, keywords, license, links }: Searchable): number {
  return (
    (isUnstable(version) ? 0 : 0.2) +
    (description === '' ? 0 : 0.25) +
    (keywords.length === 0 ? 0 : 0.1) +
    (license === '' ? 0 : 0.15) +
    (links['repository'] === undefined ? 0 : 0.2) +
    (links['homepage'] === undefined ? 0 : 0.1)
  );
}

/** Downloads a week that nobody needs to have more of: some million. */
const MOST_DOWNLOADED = 20;

/**
 * How popular so many downloads a week are. Each step is twice as many, so that a package's document and its place in the
 * index change seldom.
 */
export const popularity = (weekly: number): number =>
  Math.min(Math.round(Math.log2(1 + weekly)), MOST_DOWNLOADED) / MOST_DOWNLOADED;

export function facts(subject: Searchable, now: Date): Facts {
  const age = Math.max(0, halfLives(now.toISOString()) - halfLives(subject.publishedAt));
  return { quality: quality(subject), popularity: subject.popularity, maintenance: 2 ** -age };
}

/**
 * The binary logarithm of what a package's score is multiplied with. Time passes for all packages
 * alike, so it takes the date of publication for the age: the order by standing never changes by itself.
 */
export const standing = (subject: Searchable): number =>
  halfLives(subject.publishedAt) +
  QUALITY_GAIN * quality(subject) +
  POPULARITY_GAIN * subject.popularity -
  (subject.deprecated ? DEPRECATED_LOSS : 0);

/** The score that a standing, with what the match gains, comes to. */
export const finalScore = (standingAndGain: number, now: Date): number =>
  2 ** (standingAndGain - halfLives(now.toISOString()));

function halfLives(date: string): number {
  const passed = (Date.parse(date) - EPOCH) / HALF_LIFE;
  return Number.isNaN(passed) ? 0 : Math.min(Math.max(passed, 0), LAST_AGE);
}
