import { LONGEST_AGENT } from '#domain/downloads/agent-length.ts';
import type { Missing } from '#http/missing.ts';
import type { Download } from '#http/reply.ts';
import type { Refused } from '#store/downloads/refused.ts';
import type { HashAddress } from '#store/downloads/visitor-key.ts';

import { isLoopback } from '../config/policy.ts';
import type { Notes } from './journal.ts';

/** Packages, versions, clients and addresses that are told apart of a second, names that are missed, and versions that are refused. */
const MOST = 50_000;
const MISSED = 10_000;
const REFUSED = 1000;

/** What is to be counted of the last second, in memory. */
export interface Notepad {
  /** Takes a fraction of a microsecond. */
  download: (download: Download, agent: string, address: string) => void;
  missing: (missing: Missing) => void;
  refused: (refused: Refused) => void;
  isEmpty: () => boolean;
  /** All of it, as of a time; the notepad is empty then. */
  take: (at: string, hashAddress: HashAddress) => Notes;
}

export function createNotepad(): Notepad {
  let downloads: Downloads = new Map();
  let told = 0;
  let missed = new Map<string, { readonly missing: Missing; times: number }>();
  let kept = new Map<string, { readonly refused: Refused; times: number }>();
  return {
    download(download, agent, address) {
      // Where too many are told apart already, who it was is left out; the download counts.
      const who = told < MOST ? `${address} ${agent.slice(0, LONGEST_AGENT)}` : ' ';
      const of = downloads.get(download) ?? new Map<string, number>();
      if (of.size === 0) downloads.set(download, of);
      const times = of.get(who) ?? 0;
      if (times === 0) told += 1;
      of.set(who, times + 1);
    },
    missing(missing) {
      const spec = `${missing.name} ${missing.version ?? ''}`;
      const known = missed.get(spec);
      if (known) known.times += 1;
      else if (missed.size < MISSED) missed.set(spec, { missing, times: 1 });
    },
    refused(refused) {
      const what = `${refused.rule} ${refused.name}@${refused.version}`;
      const known = kept.get(what);
      if (known) known.times += 1;
      else if (kept.size < REFUSED) kept.set(what, { refused, times: 1 });
    },
    isEmpty: () => downloads.size + missed.size + kept.size === 0,
    take(at, hashAddress) {
      const day = at.slice(0, 10);
      const [some, others, keptOut] = [downloads, missed, kept];
      [downloads, missed, kept, told] = [new Map(), new Map(), new Map(), 0];
      const missing = [...others.values()].map((each) => ({
        ...each.missing,
        day,
        times: each.times,
      }));
      const refused = [...keptOut.values()].map((each) => ({
        ...each.refused,
        at,
        times: each.times,
      }));
      return { downloads: toDownloads(some, day, hashAddress), missing, refused };
    },
  };
}

/** By what the edge keeps with an answer, which is one object for all who get it; then by address and agent. */
type Downloads = Map<Download, Map<string, number>>;

function toDownloads(
  downloads: Downloads,
  day: string,
  hashAddress: HashAddress,
): Notes['downloads'] {
  const visitors = new Map<string, string | undefined>();
  const visitorOf = (address: string): string | undefined => {
    if (!visitors.has(address)) {
      visitors.set(address, isOurs(address) ? undefined : hashAddress(address));
    }
    return visitors.get(address);
  };
  return [...downloads].flatMap(([{ name, version }, by]) =>
    [...by].map(([who, times]) => {
      const [address = ''] = who.split(' ', 1);
      const agent = who.slice(address.length + 1);
      return { name, version, day, agent, visitor: visitorOf(address), times };
    }),
  );
}

/** Whoever comes from this machine may be a proxy in front of us: they are not one and the same. */
const isOurs = (address: string): boolean =>
  address === '' || isLoopback(address.replace(/^::ffff:/, ''));
