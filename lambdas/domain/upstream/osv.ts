import semver from 'semver';

import { isJsonObject, type Json } from '#domain/manifest.ts';
import { asPackageName, type PackageName } from '#domain/package-name.ts';

/** That versions of a package are malware. */
export interface MalwareReport {
  /** `MAL-2024-1234` */
  readonly id: string;
  /** Undefined: all of them. */
  readonly affected?: Affected;
}

interface Affected {
  readonly versions: readonly string[];
  /** Each what happened in which version, the lowest first. */
  readonly ranges: readonly (readonly RangeEvent[])[];
}

const EVENTS = ['introduced', 'fixed', 'last_affected'] as const;
type RangeEvent = readonly [(typeof EVENTS)[number], string];

/** A report of one package's. */
export interface NamedReport {
  readonly name: PackageName;
  readonly report: MalwareReport;
}

/** Below all versions, as OSV writes it. */
const LOWEST = '0';

/**
 * What a report in OSV's format says of packages, which is nothing where it was withdrawn. Undefined: it is not
 * about malware in this ecosystem.
 */
export function readOsv(value: unknown): readonly NamedReport[] | undefined {
  if (!isJsonObject(value)) return undefined;
  const { id, affected, withdrawn } = value;
  if (typeof id !== 'string' || !id.startsWith('MAL-') || !Array.isArray(affected))
    return undefined;
  const ours = affected.filter(isJsonObject).filter(isOurs);
  if (ours.length === 0) return undefined;
  return withdrawn === undefined || withdrawn === null
    ? ours.flatMap((one) => namedReport(id, one))
    : [];
}

const isOurs = ({ package: pkg }: Json): boolean => isJsonObject(pkg) && pkg['ecosystem'] === 'npm';

function namedReport(id: string, { package: pkg, versions, ranges }: Json): NamedReport[] {
  const text = isJsonObject(pkg) ? pkg['name'] : undefined;
  const name = typeof text === 'string' ? asPackageName(text) : undefined;
  if (!name) return [];
  const affected = {
    versions: listOf(versions).filter((version) => typeof version === 'string'),
    ranges: listOf(ranges)
      .filter(isJsonObject)
      .filter(({ type }) => type !== 'GIT')
      .map(({ events }) => eventsOf(events)),
  };
  return [{ name, report: isEverything(affected) ? { id } : { id, affected } }];
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** One that says nothing of versions that can be understood speaks of the package. */
const isEverything = ({ versions, ranges }: Affected): boolean =>
  ranges.some((events) => events.length === 1 && events[0]?.[1] === LOWEST) ||
  (versions.length === 0 && ranges.every((events) => events.length === 0));

/** What can't be read ends nothing, and has always been there: it is malware that is spoken of. */
function eventsOf(value: unknown): readonly RangeEvent[] {
  return listOf(value)
    .filter(isJsonObject)
    .flatMap((event) => EVENTS.map((kind) => [kind, event[kind]] as const))
    .filter((event): event is RangeEvent => typeof event[1] === 'string')
    .map(([kind, text]): RangeEvent => [kind, versionOf(text)])
    .filter(([kind, version]) => kind === 'introduced' || version !== LOWEST)
    .toSorted(([, a], [, b]) => compare(a, b));
}

/** Nearly all begin with the lowest, which semver takes ten times as long to refuse as to read another. */
const versionOf = (text: string): string =>
  text === LOWEST ? LOWEST : (semver.valid(text) ?? LOWEST);

function compare(a: string, b: string): number {
  if (a === b) return 0;
  if (a === LOWEST || b === LOWEST) return a === LOWEST ? -1 : 1;
  return semver.compare(a, b);
}

/** Whether a report is about this version. */
export const isAffected = ({ affected }: MalwareReport, version: string): boolean =>
  !affected ||
  affected.versions.includes(version) ||
  affected.ranges.some((events) => isWithin(events, version));

function isWithin(events: readonly RangeEvent[], version: string): boolean {
  let within = false;
  for (const [kind, at] of events) {
    const order = compare(version, at);
    if (kind === 'introduced' && order >= 0) within = true;
    if (kind === 'fixed' && order >= 0) within = false;
    if (kind === 'last_affected' && order > 0) within = false;
  }
  return within;
}
