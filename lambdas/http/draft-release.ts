import type { ReleaseDraft } from '#domain/package.ts';
import { type Publisher, publisherOf } from '#domain/principal.ts';
import type { PublishDocument, PublishPlan } from '#domain/publish-document.ts';
import { type Attested, verifyAttached } from '#http/provenance.ts';
import { receiveTexts, type TextBlobs } from '#http/text-blobs.ts';
import type { PendingTarball } from '#store/receive-publish.ts';
import type { Services } from '#store/services.ts';

interface Drafting {
  readonly principal: Publisher;
  readonly services: Pick<Services, 'blobs' | 'policy' | 'trustRoot'>;
}

/** A version of which everything holds, and the bytes that it names. */
export interface PreparedDraft {
  readonly draft: ReleaseDraft;
  /** Makes the bytes durable. */
  readonly keep: () => Promise<unknown>;
  /** Lets go of texts that were not kept; the tarball is its receiver's. */
  readonly discard: () => Promise<unknown>;
}

/** Verifies what a publish brings beside its tarball, and puts it aside: nothing is written yet. */
export async function prepareDraft(
  call: Drafting,
  sent: PublishDocument,
  { plan, tarball }: { readonly plan: PublishPlan; readonly tarball: PendingTarball },
): Promise<PreparedDraft> {
  const attested = await verifyAttached(call, sent, plan);
  const texts = await receiveTexts(call.services.blobs, {
    readme: plan.readme?.text,
    provenance: attested?.bundle,
  });
  return {
    draft: draftRelease(call, plan, { attested, integrity: texts.integrity }),
    keep: async () => Promise.all([tarball.blob.keep(), texts.keep()]),
    discard: texts.discard,
  };
}

/** What a release names beside its tarball. */
interface Beside extends Pick<TextBlobs, 'integrity'> {
  readonly attested: Attested | undefined;
}

function draftRelease(
  { principal, services: { policy } }: Drafting,
  { name, version, manifest, readme, tarball }: PublishPlan,
  { attested, integrity }: Beside,
): ReleaseDraft {
  const { digests, size, unpackedSize, fileCount } = tarball;
  return {
    name,
    version,
    publisher: publisherOf(principal, new URL(policy.publicUrl).hostname),
    ...(principal.kind === 'ci' && {
      run: { ...principal.run, publisherId: principal.publisherId },
    }),
    ...digests,
    size,
    unpackedSize,
    fileCount,
    manifest: JSON.stringify(manifest),
    ...(readme &&
      integrity.readme !== undefined && {
        readme: { integrity: integrity.readme, filename: readme.filename },
      }),
    ...(attested &&
      integrity.provenance !== undefined && {
        provenance: { integrity: integrity.provenance, ...attested.facts },
      }),
  };
}
