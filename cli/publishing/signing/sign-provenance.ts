import { CommandError } from '../../command/failure.ts';
import type { Packed } from '../packed.ts';
import { fileOf, type ProvenanceFile } from '../provenance.ts';
import { statementFor } from './statement.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Before anything is sent: whether this job can sign. The log of sigstore tells all the world the package's name. */
export function checkSigning(env: Variables, isPublic: boolean): CommandError | undefined {
  const sentence = reasonAgainst(env, isPublic);
  return sentence === undefined ? undefined : new CommandError(`no provenance: ${sentence}`);
}

function reasonAgainst(env: Variables, isPublic: boolean): string | undefined {
  if (env['GITHUB_ACTIONS']) {
    if (!env['ACTIONS_ID_TOKEN_REQUEST_URL']) {
      return 'give the job `permissions: { id-token: write, contents: read }`';
    }
  } else if (env['GITLAB_CI']) {
    if (!env['SIGSTORE_ID_TOKEN']) {
      return 'give the job an ID token in SIGSTORE_ID_TOKEN with the audience sigstore';
    }
  } else {
    return 'it is made in GitHub Actions and GitLab CI only. One that was made elsewhere goes with --provenance-file';
  }
  if (isPublic) return undefined;
  return 'it would show the name of this package, which is new or private, in a public log: if it may, say --access public';
}

/** The attachment that npm makes of it; what signs is loaded here. */
export async function signProvenance(packed: Packed, env: Variables): Promise<ProvenanceFile> {
  const { sign } = await import('./sign.ts');
  const { SIGSTORE_FULCIO_URL: fulcio, SIGSTORE_REKOR_URL: rekor } = env;
  return fileOf(await sign(statementFor(packed, env) ?? {}, { fulcio, rekor }));
}
