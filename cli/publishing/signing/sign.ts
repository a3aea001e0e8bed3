import { bundleToJSON } from '@sigstore/bundle';
import { CIContextProvider, DSSEBundleBuilder, FulcioSigner, RekorWitness } from '@sigstore/sign';

import { CommandError } from '../../command/failure.ts';

/** Milliseconds for each question, and how often it is asked again. */
const PATIENCE = { timeout: 15_000, retry: 2 };

/** Where the public sigstore is, or another; undefined: the public one. */
export interface Sigstore {
  readonly fulcio: string | undefined;
  readonly rekor: string | undefined;
}

/** Signs a statement with a certificate that names this job of CI, and has the log record it. */
export async function sign(statement: object, { fulcio, rekor }: Sigstore): Promise<object> {
  const builder = new DSSEBundleBuilder({
    signer: new FulcioSigner({
      ...PATIENCE,
      identityProvider: new CIContextProvider('sigstore'),
      ...(fulcio !== undefined && { fulcioBaseURL: fulcio }),
    }),
    witnesses: [
      new RekorWitness({
        ...PATIENCE,
        entryType: 'dsse',
        ...(rekor !== undefined && { rekorBaseURL: rekor }),
      }),
    ],
  });
  const data = Buffer.from(JSON.stringify(statement));
  try {
    return bundleToJSON(await builder.create({ data, type: 'application/vnd.in-toto+json' }));
  } catch (cause) {
    throw new CommandError(
      `the provenance could not be signed: ${cause instanceof Error ? cause.message : String(cause)}. Publish without --provenance, or try again`,
      { cause, exitCode: 4 },
    );
  }
}
