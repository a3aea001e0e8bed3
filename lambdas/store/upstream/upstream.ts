import type { PackageName } from '#domain/package-name.ts';
import type { Form } from '#domain/packument.ts';
import type { MalwareList } from '#domain/upstream/malware-index.ts';
import type { UpstreamPolicy } from '#domain/upstream/policy.ts';
import type { Version } from '#domain/version.ts';
import type { PublicKey } from '#store/signer.ts';

import {
  type Advisories,
  type AdvisoriesParts,
  askForAdvisories,
  type Versions,
} from './advisories.ts';
import { type Asking, askUpstream } from './ask-upstream.ts';
import { type FindAttestations, openAttestations } from './attestations.ts';
import type { UpstreamClient, UpstreamSearchQuery } from './client.ts';
import { createDistIndex } from './dist-index.ts';
import {
  openUpstreamDocuments,
  type UpstreamDocument,
  type UpstreamDocumentsParts,
} from './documents.ts';
import { type FindRefusal, openGuard } from './guard.ts';
import { openUpstreamKeys, type UpstreamKeysParts } from './keys.ts';
import { searchUpstream, type UpstreamHits, type UpstreamSearchParts } from './search.ts';
import {
  openUpstreamTarballs,
  type UpstreamTarball,
  type UpstreamTarballsParts,
} from './tarballs.ts';

/** A registry behind this one. */
export interface Upstream {
  document(name: PackageName, form: Form): Promise<UpstreamDocument | undefined>;
  /** Asks the upstream now, whatever is at hand. Undefined: it has no such package. */
  refresh(name: PackageName, form: Form): Promise<UpstreamDocument | undefined>;
  tarball(
    name: PackageName,
    version: Version,
    how: 'whole' | 'streaming',
  ): Promise<UpstreamTarball | undefined>;
  /** Advisories for versions of its packages, by package; none where it does not say in time. */
  advisories(versions: Versions): Promise<Advisories>;
  /** Where a version came from; undefined: it does not say. */
  readonly attestations: FindAttestations;
  search(query: UpstreamSearchQuery): Promise<UpstreamHits>;
  /** Keys that its signatures verify with; those that are known, where it does not say in time. */
  keys(): Promise<readonly PublicKey[]>;
  /** Why the rules keep a version out, if they do; also of one that it does not have. */
  readonly refusal: FindRefusal;
  /** Resolves when nothing is under way that somebody began without waiting for it. */
  idle(): Promise<void>;
  /** Called when documents of a package were removed: what they promised does not count any more. */
  forget(name: PackageName): void;
  /** Breaks off what is under way, and lets go of the connections. */
  close(): Promise<void>;
}

export interface UpstreamParts
  extends
    Omit<Asking, 'dists'>,
    Omit<UpstreamDocumentsParts, 'ask'>,
    Omit<UpstreamTarballsParts, 'documents' | 'dists'>,
    AdvisoriesParts,
    UpstreamKeysParts,
    UpstreamSearchParts {
  readonly client: UpstreamClient;
  /** Which versions are let in. */
  readonly policy: UpstreamPolicy;
  /** What the lists say that the policy names. */
  readonly malware: MalwareList;
}

export function openUpstream(parts: UpstreamParts): Upstream {
  const dists = createDistIndex();
  const asking = { ...parts, dists };
  const documents = openUpstreamDocuments({
    ...parts,
    ask: async (name, form) => askUpstream(asking, name, form),
  });
  const guard = openGuard({ ...parts, documents });
  const keys = openUpstreamKeys(parts);
  const tarballs = openUpstreamTarballs({ ...parts, documents, dists });
  const idle = async (): Promise<void> => {
    await Promise.all([documents.idle(), tarballs.idle()]);
  };
  return {
    document: async (name, form) => guard.document(name, form),
    refresh: async (name, form) => documents.refresh(name, form),
    async tarball(name, version, how) {
      await guard.checkTarball(name, version);
      return tarballs.find(name, version, how);
    },
    advisories: async (versions) => askForAdvisories(parts, versions),
    attestations: openAttestations(parts),
    search: async (query) => searchUpstream(parts, query),
    keys,
    refusal: guard.refusal,
    idle,
    forget: (name) => dists.forget(name),
    async close() {
      // What is under way fails then: all of it can be fetched again.
      await parts.client.close();
      await idle();
    },
  };
}
