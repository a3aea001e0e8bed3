import { blobKey } from '#domain/integrity.ts';
import { isJsonObject } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Form } from '#domain/packument.ts';
import type { UpstreamPolicy } from '#domain/upstream/policy.ts';
import type { Version } from '#domain/version.ts';
import type { Blobs } from '#store/blobs.ts';
import type { StoredDocument } from '#store/documents.ts';
import type { PublicKey } from '#store/signer.ts';
import type { TableReader } from '#store/table.ts';
import type { Advisories } from '#store/upstream/advisories.ts';
import type { UpstreamDocumentStores } from '#store/upstream/ask-upstream.ts';
import { openUpstreamDocuments } from '#store/upstream/documents.ts';
import { openGuard } from '#store/upstream/guard.ts';
import { findPin, type Pin } from '#store/upstream/pins.ts';
import type { UpstreamHits } from '#store/upstream/search.ts';
import { UpstreamError } from '#store/upstream/upstream-error.ts';
import type { Upstream } from '#store/upstream/upstream.ts';

import { openMalwareShards } from './malware-shards.ts';
import { askProxy, type Question, toFailure, toUpstreamError } from './question.ts';
import { awaitTurn, type Ending, takeTurn } from './turns.ts';

export interface DistantUpstreamParts {
  /** Of the upstream, as the proxy knows it. */
  readonly id: string;
  /** Name of the proxy's function. */
  readonly proxy: string;
  readonly stores: UpstreamDocumentStores;
  readonly table: TableReader;
  readonly blobs: Pick<Blobs, 'find'>;
  readonly policy: UpstreamPolicy;
  /** Milliseconds that a document is taken for right without asking. */
  readonly maxAge: number;
  readonly now: () => Date;
  readonly report: (message: string, error: unknown, context?: Record<string, string>) => void;
}

/** Milliseconds: API Gateway waits for 29 seconds. */
const PATIENCE = 26_000;
/** Milliseconds that nobody waits longer for what is not the package itself. */
const SHORT_PATIENCE = 8000;

/**
 * An upstream for a function that faces clients: reads what is kept, and has the proxy ask for the rest, one
 * process for all that want the same.
 */
export function openDistantUpstream(parts: DistantUpstreamParts): Upstream {
  const { id, proxy, report } = parts;
  const documents = openUpstreamDocuments({
    ...parts,
    ask: async (name, form) => askForDocument(parts, name, form),
    report: (message, error, name) => report(message, error, { package: name }),
  });
  const malware = openMalwareShards(parts.policy.malware, parts.now);
  const guard = openGuard({ ...parts, malware, documents });
  /** What an install can do without. */
  const small = async <T>(question: Question, otherwise: T): Promise<T> => {
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the proxy answers to this question
      return (await askProxy(proxy, question, SHORT_PATIENCE)) as T;
    } catch (error) {
      report('the proxy could not be asked', error, { ask: question.ask });
      return otherwise;
    }
  };
  return {
    document: async (name, form) => guard.document(name, form),
    refresh: async (name, form) => documents.refresh(name, form),
    async tarball(name, version) {
      await guard.checkTarball(name, version);
      const pin =
        (await keptPin(parts, name, version)) ?? (await askForTarball(parts, name, version));
      return pin && { kind: 'kept', pin };
    },
    async attestations(name, version) {
      const question = { upstream: id, ask: 'attestations', name, version } as const;
      const answer = await askProxy(proxy, question, PATIENCE);
      return isJsonObject(answer) ? answer : undefined;
    },
    advisories: async (versions) =>
      small<Advisories>({ upstream: id, ask: 'advisories', versions }, {}),
    search: async (query) =>
      small<UpstreamHits>({ upstream: id, ask: 'search', query }, { total: 0, objects: [] }),
    keys: async () => small<readonly PublicKey[]>({ upstream: id, ask: 'keys' }, []),
    refusal: guard.refusal,
    // What documents promised the proxy knows; it looks into them again.
    forget: () => {},
    idle: async () => documents.idle(),
    close: async () => {},
  };
}

async function askForDocument(
  parts: DistantUpstreamParts,
  name: PackageName,
  form: Form,
): Promise<StoredDocument | undefined> {
  const held = async () => parts.stores.served.find({ name, form });
  const what = `${parts.id}#${form}#${name}`;
  const turn = await takeTurn(what, parts.now);
  if (turn.kind === 'theirs') {
    // Who has an old one need not wait for another's new one.
    return (await held()) ?? (await afterAnother(parts, what, held));
  }
  if (turn.kind === 'ended') return readEnding(turn.ending, held);
  const question = { upstream: parts.id, ask: 'document', name, form } as const;
  return readEnding(await askInTurn(parts, question, turn.end), held);
}

async function askForTarball(
  parts: DistantUpstreamParts,
  name: PackageName,
  version: Version,
): Promise<Pin | undefined> {
  const held = async () => keptPin(parts, name, version);
  const what = `${parts.id}#tarball#${name}@${version}`;
  const turn = await takeTurn(what, parts.now);
  if (turn.kind === 'theirs') return afterAnother(parts, what, held);
  if (turn.kind === 'ended') {
    const found = await readEnding(turn.ending, held);
    // It was given a moment ago and is not there any more: somebody removed it.
    if (found || !('answered' in turn.ending)) return found;
  }
  const question = { upstream: parts.id, ask: 'tarball', name, version } as const;
  return readEnding(await askInTurn(parts, question, turn.end), held);
}

/** What a version was when it was fetched, if its bytes are still there. */
async function keptPin(
  { table, blobs }: DistantUpstreamParts,
  name: PackageName,
  version: Version,
): Promise<Pin | undefined> {
  const pin = await findPin(table, name, version);
  return pin && (await blobs.find(blobKey(pin.integrity))) ? pin : undefined;
}

async function askInTurn(
  { proxy }: DistantUpstreamParts,
  question: Question,
  end: (ending: Ending) => Promise<void>,
): Promise<Ending> {
  const ending = await outcomeOf(askProxy(proxy, question, PATIENCE));
  await end(ending);
  return ending;
}

async function outcomeOf(asked: Promise<unknown>): Promise<Ending> {
  try {
    return (await asked) === null ? { missing: true } : { answered: true };
  } catch (error) {
    if (error instanceof UpstreamError) return toFailure(error);
    throw error;
  }
}

async function afterAnother<T>(
  { now }: DistantUpstreamParts,
  what: string,
  held: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const ending = await awaitTurn(what, PATIENCE, now);
  if (ending) return readEnding(ending, held);
  throw new UpstreamError(
    'unreachable',
    'it takes longer than a request may: ask again in a moment',
  );
}

async function readEnding<T>(
  ending: Ending,
  held: () => Promise<T | undefined>,
): Promise<T | undefined> {
  if ('answered' in ending) return held();
  if ('missing' in ending) return undefined;
  throw toUpstreamError(ending);
}
