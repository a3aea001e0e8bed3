import type { PackageName } from '#domain/package-name.ts';
import type { Form } from '#domain/packument.ts';
import { filterDocument, type Judge, readTimes } from '#domain/upstream/filter-document.ts';
import {
  asksForAge,
  isStrict,
  judge,
  judgeName,
  type Refusal,
  type UpstreamPolicy,
} from '#domain/upstream/policy.ts';
import { readVersion } from '#domain/upstream/read-version.ts';
import type { Version } from '#domain/version.ts';

import type { UpstreamDocument, UpstreamDocuments } from './documents.ts';
import { inPieces, pack, unpack } from './receive-document.ts';

export interface GuardParts {
  readonly documents: UpstreamDocuments;
  readonly policy: UpstreamPolicy;
  readonly now: () => Date;
}

/** A version that the registry's own rules keep out. */
export class KeptOut extends Error {
  override readonly name = 'KeptOut';
  readonly kind: Refusal['kind'];

  constructor({ kind, reason }: Refusal) {
    super(reason);
    this.kind = kind;
  }
}

/** Stands between an upstream and those who ask: what the rules keep out is in no document, and no tarball. */
export interface Guard {
  document(name: PackageName, form: Form): Promise<UpstreamDocument | undefined>;
  /** Throws KeptOut. */
  checkTarball(name: PackageName, version: Version): Promise<void>;
}

/** Documents are filtered when they are asked for, so that rules and the passing of time count at once. */
export function openGuard({ documents, policy, now }: GuardParts): Guard {
  const judgeFor = async (name: PackageName): Promise<Judge> => {
    const full = asksForAge(policy, name) ? await documents.find(name, 'full') : undefined;
    const times = full && (await readTimes(unpack([full.document.gzip])));
    const at = now().getTime();
    return (version, manifest) => {
      const publishedAt = times?.get(version);
      const known =
        publishedAt === undefined || Number.isNaN(publishedAt) ? undefined : publishedAt;
      return judge(policy, { name, version, manifest, publishedAt: known }, at);
    };
  };
  return {
    async document(name, form) {
      const found = await documents.find(name, form);
      if (!found || !isStrict(policy)) return found;
      const judgeVersion = await judgeFor(name);
      const text = filterDocument(unpack([found.document.gzip]), judgeVersion);
      const filtered = await pack(inPieces(text));
      return { ...found, document: { ...found.document, ...filtered } };
    },
    async checkTarball(name, version) {
      if (!isStrict(policy)) return;
      const named = judgeName(policy, name, version);
      if (named) throw new KeptOut(named);
      if (!asksForAge(policy, name) && policy.installScripts === 'allow') return;
      const found = await documents.find(name, 'full');
      if (!found) return;
      const manifest = await readVersion(() => unpack([found.document.gzip]), version);
      const refusal = manifest && (await judgeFor(name))(version, manifest);
      if (refusal) throw new KeptOut(refusal);
    },
  };
}
