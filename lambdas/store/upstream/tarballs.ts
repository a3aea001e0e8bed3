import type { Readable } from 'node:stream';

import { blobKey, type Digests } from '#domain/integrity.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Form } from '#domain/packument.ts';
import { findDist, type UpstreamDist } from '#domain/upstream/rewrite-document.ts';
import type { Version } from '#domain/version.ts';
import type { Blobs, ReceivedBlob } from '#store/blobs.ts';
import type { TableClient } from '#store/table.ts';

import { askForDist } from './ask-for-dist.ts';
import { readInto } from './byte-limit.ts';
import type { UpstreamClient, UpstreamResponse } from './client.ts';
import type { DistIndex } from './dist-index.ts';
import type { UpstreamDocuments } from './documents.ts';
import { Mismatch } from './mismatch.ts';
import { createOutlet, type Outlet } from './outlet.ts';
import { savePin } from './pin-writes.ts';
import { findPin, type Pin } from './pins.ts';
import { unpack } from './receive-document.ts';
import { UpstreamError } from './upstream-error.ts';

export interface UpstreamTarballsParts {
  readonly table: TableClient;
  /** Those of upstreams alone: they can be fetched again. */
  readonly blobs: Blobs;
  readonly client: UpstreamClient;
  readonly documents: UpstreamDocuments;
  readonly dists: DistIndex;
  /** Bytes that a tarball may have. */
  readonly limit: number;
  readonly now: () => Date;
  /** Told that a kept one is wanted again. */
  readonly used: (key: string) => void;
  /** Told of a tarball that is not what it has to be. */
  readonly mismatch: (error: Mismatch) => void;
  readonly report: (message: string, error: unknown, name: PackageName) => void;
}

/** A tarball that is kept, or one that is on its way and is kept if it is what was promised. */
export type UpstreamTarball =
  | { readonly kind: 'kept'; readonly pin: Pin }
  | { readonly kind: 'coming'; readonly body: Readable; readonly size: number | undefined };

export interface UpstreamTarballs {
  /** Undefined: there is no such version. `whole`: resolves when it is kept. */
  find(
    name: PackageName,
    version: Version,
    how: 'whole' | 'streaming',
  ): Promise<UpstreamTarball | undefined>;
  idle(): Promise<void>;
}

/** Milliseconds that a whole tarball may take. */
const PATIENCE = 600_000;

/** Fetches tarballs once, checks them while they pass, and keeps what is right. */
export function openUpstreamTarballs(parts: UpstreamTarballsParts): UpstreamTarballs {
  const { table, blobs } = parts;
  const flights = new Map<string, Promise<Pin>>();

  const kept = async (pin: Pin | undefined): Promise<UpstreamTarball | undefined> => {
    const key = pin && blobKey(pin.integrity);
    if (!pin || key === undefined || !(await blobs.find(key))) return undefined;
    parts.used(key);
    return { kind: 'kept', pin };
  };

  return {
    async find(name, version, how) {
      const key = `${name}@${version}`;
      const flight = flights.get(key);
      if (flight) return { kind: 'kept', pin: await flight };
      const pin = await findPin(table, name, version);
      const there = await kept(pin);
      if (there) return there;
      const dist = await distOf(parts, name, version);
      if (!dist) return undefined;
      // Others may have begun while this one looked.
      const begun = flights.get(key);
      if (begun) return { kind: 'kept', pin: await begun };
      const wanted = { name, version, dist, pin };
      checkPromise(wanted, parts.mismatch);
      const out = how === 'streaming' ? createOutlet() : undefined;
      const { started, done } = fetchTarball(parts, wanted, out);
      flights.set(key, done);
      const land = (): void => void flights.delete(key);
      done.then(land, land);
      if (!out) return { kind: 'kept', pin: await done };
      return { kind: 'coming', body: out.stream, size: await started };
    },
    async idle() {
      await Promise.allSettled(flights.values());
    },
  };
}

/** What the upstream promises of a version; it is asked for one that no document at hand has. */
async function distOf(
  { client, documents, dists }: UpstreamTarballsParts,
  name: PackageName,
  version: Version,
): Promise<UpstreamDist | undefined> {
  const found = dists.find(name, version);
  if (found) return found;
  const promised = async (form: Form): Promise<UpstreamDist | 'unknown' | undefined> => {
    const document = await documents.received(name, form);
    return document && ((await findDist(unpack([document.gzip]), version)) ?? 'unknown');
  };
  const known = (await promised('abbreviated')) ?? (await promised('full'));
  if (known && known !== 'unknown') return known;
  // An install by a lockfile wants one version, and the document of all may have megabytes.
  const told = known ? undefined : await askForDist(client, name, version);
  if (told) return told;
  // One that is at hand without this version is older than it.
  if (!(await documents.refresh(name, 'abbreviated'))) return undefined;
  const now = dists.find(name, version) ?? (await promised('abbreviated'));
  return now === 'unknown' ? undefined : now;
}

interface WantedTarball {
  readonly name: PackageName;
  readonly version: Version;
  readonly dist: UpstreamDist;
  readonly pin: Pin | undefined;
}

const sha512Of = (integrity: string | undefined): readonly string[] =>
  (integrity ?? '').split(/\s+/).filter((hash) => hash.startsWith('sha512-'));

/** What was seen once is what it has to stay, whatever the upstream says now. */
function checkPromise(
  { name, version, dist, pin }: WantedTarball,
  tell: (mismatch: Mismatch) => void,
): void {
  const promised = sha512Of(dist.integrity);
  if (!pin || promised.length === 0 || promised.includes(pin.integrity)) return;
  const mismatch = new Mismatch({
    name,
    version,
    promised: pin.integrity,
    got: promised.join(' '),
  });
  tell(mismatch);
  throw mismatch;
}

function checkContent({ name, version, dist, pin }: WantedTarball, actual: Digests): void {
  const promised = pin ? [pin.integrity] : sha512Of(dist.integrity);
  if (promised.length > 0) {
    if (promised.includes(actual.integrity)) return;
    throw new Mismatch({ name, version, promised: promised.join(' '), got: actual.integrity });
  }
  if (dist.shasum === undefined) {
    throw new UpstreamError('unusable', `nothing says what the tarball of ${name}@${version} is`);
  }
  if (dist.shasum.toLowerCase() === actual.shasum) return;
  throw new Mismatch({ name, version, promised: dist.shasum, got: actual.shasum });
}

interface Fetching {
  /** Resolves with the size, if it was told, when the first bytes are under way. */
  readonly started: Promise<number | undefined>;
  readonly done: Promise<Pin>;
}

function fetchTarball(
  parts: UpstreamTarballsParts,
  wanted: WantedTarball,
  out: Outlet | undefined,
): Fetching {
  const response = parts.client.tarball(wanted.dist.tarball, AbortSignal.timeout(PATIENCE));
  const started = response.then(sizeOf);
  // Who wants it whole waits for its end alone.
  started.catch(() => undefined);
  const done = takeIn(parts, wanted, response, out);
  done.catch((error: unknown) => {
    out?.fail(error);
    if (error instanceof Mismatch) parts.mismatch(error);
    else parts.report('a tarball of an upstream could not be kept', error, wanted.name);
  });
  return { started, done };
}

/** Bytes that are announced. Throws UpstreamError for what is no tarball. */
function sizeOf({ status, headers }: UpstreamResponse): number | undefined {
  if (status !== 200) throw new UpstreamError('unreachable', `it answered ${status}`);
  const length = Number(headers['content-length']);
  return Number.isSafeInteger(length) && !headers['content-encoding'] ? length : undefined;
}

async function takeIn(
  { table, blobs, limit, now }: UpstreamTarballsParts,
  wanted: WantedTarball,
  asked: Promise<UpstreamResponse>,
  out: Outlet | undefined,
): Promise<Pin> {
  const response = await asked;
  sizeOf(response);
  const source = readInto(response.body, limit, () => {});
  const received = await blobs.receive(out ? out.through(source) : source);
  try {
    checkContent(wanted, received.digests);
    const pin = await keep(table, wanted, received, now());
    const key = blobKey(pin.integrity);
    out?.finish((start) => blobs.read(key, { start, end: pin.size - 1 }));
    return pin;
  } finally {
    await received.discard();
  }
}

async function keep(
  table: TableClient,
  { name, version }: WantedTarball,
  received: ReceivedBlob,
  now: Date,
): Promise<Pin> {
  await received.keep();
  const { digests, size } = received;
  const pin = { name, version, ...digests, size, fetchedAt: now.toISOString() };
  const held = await savePin(table, pin);
  if (held.integrity !== pin.integrity) {
    throw new Mismatch({ name, version, promised: held.integrity, got: pin.integrity });
  }
  return held;
}
