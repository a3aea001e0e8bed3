import type { PackageName } from '#domain/package-name.ts';
import type { Version } from '#domain/version.ts';

import { type AskingClient, askingClient } from './asking-client.ts';
import { countVisitors, NO_VISITORS, type Visitors } from './visitors.ts';

/** Downloads of one version by the same client from the same address. */
export interface Download {
  /** The same for the same downloads, however often they are delivered. */
  readonly id: string;
  readonly name: PackageName;
  readonly version: Version;
  /** `2026-11-21`, UTC. */
  readonly day: string;
  /** As the client sent it. */
  readonly agent: string;
  /** A hash of the address, 64 bits as base64url; undefined where it is not known. */
  readonly visitor: string | undefined;
  readonly times: number;
}

type Counts = Readonly<Record<string, number>>;

/** A package's downloads on a day. */
export interface DayDownloads {
  /** What counts: neither robots' nor what one address asked for beyond the limit. */
  readonly total: number;
  readonly robots: number;
  readonly beyondLimit: number;
  readonly versions: Counts;
  readonly clients: Counts;
  /** By the major of Node, of clients that say it. */
  readonly nodes: Counts;
  /** Addresses, about. */
  readonly addresses: number;
  readonly visitors: Visitors;
}

export const NO_DOWNLOADS: DayDownloads = {
  total: 0,
  robots: 0,
  beyondLimit: 0,
  versions: {},
  clients: {},
  nodes: {},
  addresses: 0,
  visitors: NO_VISITORS,
};

/** Adds downloads of one package and day. `limit`: so many of one address count on a day; 0: all. */
export function addDownloads(
  before: DayDownloads,
  downloads: readonly Download[],
  limit: number,
): DayDownloads {
  const visitors = countVisitors(before.visitors);
  const versionOf = versionsOf(before.versions);
  const clients = new Map<string, AskingClient>();
  const sum = {
    total: before.total,
    robots: before.robots,
    beyondLimit: before.beyondLimit,
    versions: { ...before.versions },
    clients: { ...before.clients },
    nodes: { ...before.nodes },
  };
  for (const { agent, visitor, version, times } of downloads) {
    const client = clients.get(agent) ?? askingClient(agent);
    clients.set(agent, client);
    if (client.kind === 'robot') {
      sum.robots += times;
      continue;
    }
    const counted = visitor === undefined ? times : visitors.admit(visitor, times, limit);
    sum.beyondLimit += times - counted;
    sum.total += counted;
    add(sum.versions, versionOf(version), counted);
    add(sum.clients, client.name, counted);
    if (client.node !== undefined) add(sum.nodes, client.node, counted);
  }
  return { ...sum, addresses: visitors.distinct(), visitors: visitors.state() };
}

/** The addresses that some downloads are from, but for robots'. */
export function visitorsOf(downloads: readonly Download[]): ReadonlySet<string> {
  const robots = new Map<string, boolean>();
  const isRobot = (agent: string): boolean => {
    const known = robots.get(agent) ?? askingClient(agent).kind === 'robot';
    robots.set(agent, known);
    return known;
  };
  return new Set(
    downloads.flatMap(({ visitor, agent }) =>
      visitor === undefined || isRobot(agent) ? [] : visitor,
    ),
  );
}

function add(counts: Record<string, number>, key: string, times: number): void {
  if (times > 0) counts[key] = (counts[key] ?? 0) + times;
}

/** Characters of all versions of a day that are told apart; each has up to 256, and an item 400 KB. */
const LONGEST_VERSIONS = 80_000;
/** Characters that a count takes beside its version's. */
const COUNT = 10;
/** All versions beyond; no version is called so. */
const OTHERS = 'others';

/** Versions are told apart as long as there is room for them in their day's item. */
function versionsOf(before: Counts): (version: string) => string {
  let left = Object.keys(before).reduce(
    (room, version) => room - version.length - COUNT,
    LONGEST_VERSIONS,
  );
  const known = new Set(Object.keys(before));
  return (version) => {
    if (known.has(version)) return version;
    if (left < version.length + COUNT) return OTHERS;
    left -= version.length + COUNT;
    known.add(version);
    return version;
  };
}
