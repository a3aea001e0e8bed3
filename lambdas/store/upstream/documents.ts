import type { PackageName } from '#domain/package-name.ts';
import type { Form } from '#domain/packument.ts';
import type { Refusal } from '#domain/upstream/policy.ts';
import type { StoredDocument } from '#store/documents.ts';

import type { UpstreamDocumentStores } from './ask-upstream.ts';
import { createRecent } from './recent.ts';

export interface UpstreamDocumentsParts {
  readonly stores: UpstreamDocumentStores;
  /** Asks the upstream, and keeps what it says. Undefined: it has no such package. */
  readonly ask: (name: PackageName, form: Form) => Promise<StoredDocument | undefined>;
  readonly now: () => Date;
  /** Milliseconds that a document is taken for right without asking. */
  readonly maxAge: number;
  /** Told of what went wrong where a document was at hand all the same. */
  readonly report: (message: string, error: unknown, name: PackageName) => void;
}

/** A document, and until when nobody has to ask for it again, in milliseconds. */
export interface UpstreamDocument {
  readonly document: StoredDocument;
  readonly until: number;
  /** Versions that are not in it because the registry's rules keep them out, and why. */
  readonly keptOut?: ReadonlyMap<string, Refusal>;
  /** Whether these were all that there are. */
  readonly nothingLeft?: boolean;
}

export interface UpstreamDocuments {
  /** Undefined: the upstream has no such package. Throws UpstreamError where nothing is at hand. */
  find(name: PackageName, form: Form): Promise<UpstreamDocument | undefined>;
  /** The same, asked of the upstream now, whatever is at hand. */
  refresh(name: PackageName, form: Form): Promise<UpstreamDocument | undefined>;
  /** What the upstream said of the tarballs, if it is at hand. */
  received(name: PackageName, form: Form): Promise<StoredDocument | undefined>;
  idle(): Promise<void>;
}

/** Milliseconds that a client waits for a better document than the one at hand. */
const SHORT_PATIENCE = 2000;
/** Past its age by this many milliseconds a document is better waited for, a little. */
const STALE = 3_600_000;
/** Milliseconds in which an upstream is not asked again for what it failed at, and for what it did not have. */
const REST = 10_000;
const MISSED = 60_000;

/** Keeps an upstream's documents: asks for each once at a time, and serves what is at hand meanwhile. */
export function openUpstreamDocuments(parts: UpstreamDocumentsParts): UpstreamDocuments {
  const { stores, maxAge, now } = parts;
  const flights = createFlights(parts);
  const time = (): number => now().getTime();
  const withAge = (document: StoredDocument): UpstreamDocument => ({
    document,
    until: (document.upstream?.checkedAt ?? 0) + maxAge,
  });
  const refresh = async (name: PackageName, form: Form): Promise<UpstreamDocument | undefined> => {
    const document = await flights.fly(name, form);
    return document && withAge(document);
  };

  /** What is not at hand: an upstream that failed a moment ago is left alone. */
  const firstOf = async (name: PackageName, form: Form) => {
    const failure = flights.failure(name, form);
    if (failure) throw failure.value;
    return refresh(name, form);
  };

  /** What is at hand, while the upstream is asked for a better one. */
  const meanwhile = async (name: PackageName, form: Form, held: UpstreamDocument) => {
    const failure = flights.failure(name, form);
    if (failure) return { ...held, until: failure.until };
    const better = refresh(name, form).catch((error: unknown) => {
      parts.report('an upstream could not be asked: what is at hand is served', error, name);
      return { ...held, until: time() + REST };
    });
    if (time() < held.until + STALE) return { ...held, until: time() };
    const late = new Promise<UpstreamDocument>((resolve) => {
      setTimeout(resolve, SHORT_PATIENCE, { ...held, until: time() }).unref();
    });
    return Promise.race([better, late]);
  };

  return {
    async find(name, form) {
      const document = await stores.served.find({ name, form });
      if (!document) return flights.isMissing(name) ? undefined : firstOf(name, form);
      const held = withAge(document);
      return held.until > time() ? held : meanwhile(name, form, held);
    },
    refresh,
    received: async (name, form) => stores.received.find({ name, form }),
    idle: async () => flights.idle(),
  };
}

/** Requests to the upstream that are under way, one for each document however many wait for it, and how they ended. */
function createFlights(parts: UpstreamDocumentsParts) {
  const flights = new Map<string, Promise<StoredDocument | undefined>>();
  const failures = createRecent<unknown>(REST, parts.now);
  const misses = createRecent<true>(MISSED, parts.now);
  const launch = async (key: string, name: PackageName, form: Form) => {
    try {
      const document = await parts.ask(name, form);
      failures.delete(key);
      if (!document) misses.add(name, true);
      return document;
    } catch (error) {
      failures.add(key, error);
      throw error;
    } finally {
      flights.delete(key);
    }
  };
  return {
    async fly(name: PackageName, form: Form) {
      const key = `${form} ${name}`;
      const flight = flights.get(key) ?? launch(key, name, form);
      flights.set(key, flight);
      return flight;
    },
    failure: (name: PackageName, form: Form) => failures.get(`${form} ${name}`),
    isMissing: (name: PackageName): boolean => misses.get(name) !== undefined,
    async idle() {
      await Promise.allSettled(flights.values());
    },
  };
}
