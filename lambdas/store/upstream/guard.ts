import type { PackageName } from '#domain/package-name.ts';
import type { Form } from '#domain/packument.ts';
import { filterDocument, type Judge } from '#domain/upstream/filter-document.ts';
import { licensesOf } from '#domain/upstream/license.ts';
import type { MalwareList } from '#domain/upstream/malware-index.ts';
import {
  asksForAge,
  asksForContent,
  isStrict,
  judge,
  judgeName,
  type Named,
  type Refusal,
  type UpstreamPolicy,
} from '#domain/upstream/policy.ts';
import { type Facts, readFacts, readVersionFacts } from '#domain/upstream/read-facts.ts';
import type { Version } from '#domain/version.ts';

import type { UpstreamDocument, UpstreamDocuments } from './documents.ts';
import { KeptOut } from './kept-out.ts';
import { inPieces, pack, unpack } from './receive-document.ts';

export interface GuardParts {
  readonly documents: UpstreamDocuments;
  readonly policy: UpstreamPolicy;
  /** What the lists say that the policy names. */
  readonly malware: MalwareList;
  readonly now: () => Date;
}

/** Stands between an upstream and those who ask: what the rules keep out is in no document, and no tarball. */
export interface Guard {
  document(name: PackageName, form: Form): Promise<UpstreamDocument | undefined>;
  /** Throws KeptOut. */
  checkTarball(name: PackageName, version: Version): Promise<void>;
  /** Why a version is kept out, if it is. */
  readonly refusal: FindRefusal;
}

export type FindRefusal = (name: PackageName, version: Version) => Promise<Refusal | undefined>;

/** Documents are filtered when they are asked for, so that rules and the passing of time count at once. */
export function openGuard(parts: GuardParts): Guard {
  const { documents, policy, malware } = parts;
  const refusal: FindRefusal = async (name, version) => {
    if (!isStrict(policy)) return undefined;
    const named = { name, version, reports: await malware.find(name) };
    return (
      judgeName(policy, named) ??
      (asksForContent(policy, name) ? await judgeContent(parts, named) : undefined)
    );
  };
  return {
    refusal,
    async document(name, form) {
      const found = await documents.find(name, form);
      if (!found || !isStrict(policy)) return found;
      const judgeVersion = await judgeOf(parts, name, form);
      const keptOut = new Map<string, Refusal>();
      let left = 0;
      const noting: Judge = (version, manifest) => {
        const refused = judgeVersion(version, manifest);
        if (refused) keptOut.set(version, refused);
        else left += 1;
        return refused;
      };
      const text = filterDocument(unpack([found.document.gzip]), noting);
      const filtered = await pack(inPieces(text));
      const document = { ...found.document, ...filtered };
      return { ...found, document, keptOut, nothingLeft: left === 0 };
    },
    async checkTarball(name, version) {
      const found = await refusal(name, version);
      if (found) throw new KeptOut(found, name, version);
    },
  };
}

/** Abbreviated documents say neither when a version was published nor under which licence. */
async function judgeOf(
  { documents, policy, malware, now }: GuardParts,
  name: PackageName,
  form: Form,
): Promise<Judge> {
  const asksForLicense = policy.licenses.length > 0 && form === 'abbreviated';
  const isNeeded = asksForAge(policy, name) || asksForLicense;
  const full = isNeeded ? await documents.find(name, 'full') : undefined;
  const facts: Partial<Facts> = full
    ? await readFacts(unpack([full.document.gzip]), { licenses: asksForLicense })
    : {};
  const reports = await malware.find(name);
  const at = now().getTime();
  return (version, manifest) => {
    const licenses = form === 'full' ? licensesOf(manifest) : (facts.licenses?.get(version) ?? []);
    const publishedAt = facts.times?.get(version);
    return judge(policy, { name, version, manifest, reports, licenses, publishedAt }, at);
  };
}

/** Why a version is kept out for what is in it. */
async function judgeContent(
  { documents, policy, now }: GuardParts,
  named: Named,
): Promise<Refusal | undefined> {
  const { name, version } = named;
  const factsIn = async (found: UpstreamDocument | undefined) =>
    found && readVersionFacts(unpack([found.document.gzip]), version);
  // One that is newer than the document at hand would pass unseen.
  const facts =
    (await factsIn(await documents.find(name, 'full'))) ??
    (await factsIn(await documents.refresh(name, 'full')));
  if (facts) {
    const candidate = { ...named, ...facts, licenses: licensesOf(facts.manifest) };
    return judge(policy, candidate, now().getTime());
  }
  return {
    kind: 'held-back',
    rule: undefined,
    reason: `the registry behind this one does not know ${name}@${version}, so that nobody can say whether this registry's rules let it in`,
  };
}
