import { isJsonObject } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';

import { type CiJob, ciJob, isOfPublicRepository } from './ci-job.ts';
import type { FoundCredential } from './find-credential.ts';
import { parsedForPeople, sentenceOf } from './refused.ts';
import { send } from './send.ts';

/** What became of asking a registry to trust this job. */
export type CiIdentity =
  | {
      readonly credential: FoundCredential;
      /** Whether anybody can read the repository of the job. */
      readonly publicRepository: boolean;
    }
  /** Why not, and what to do: a sentence without its full stop; and whether it was the registry that said so. */
  | { readonly refusal: string; readonly asked: boolean };

/** Milliseconds. */
const PATIENCE = 30_000;

/** A token for one package in exchange for the job's identity; undefined where this is no job of CI. */
export async function exchangeIdentity(
  env: Readonly<Record<string, string | undefined>>,
  registry: string,
  name: PackageName,
): Promise<CiIdentity | undefined> {
  const job = ciJob(env);
  if (!job) return undefined;
  try {
    const idToken = await job.idToken(`npm:${new URL(registry).hostname}`);
    if (idToken === undefined) {
      const refusal = `this job of ${job.service} has no ID token: ${job.missing}`;
      return { refusal, asked: false };
    }
    return await exchange(job, idToken, { registry, name });
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error), asked: true };
  }
}

interface For {
  readonly registry: string;
  readonly name: PackageName;
}

async function exchange(job: CiJob, idToken: string, { registry, name }: For): Promise<CiIdentity> {
  const at = `/-/npm/v1/oidc/token/exchange/package/${name.replace('/', '%2f')}`;
  const answer = await send({
    method: 'POST',
    url: registry + at,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${idToken}`,
      'content-length': '0',
      'npm-command': 'publish',
    },
    silence: PATIENCE,
  });
  const body = parsedForPeople(answer.text);
  const token = isJsonObject(body) ? body['token'] : undefined;
  if (answer.status < 300 && typeof token === 'string') {
    const credential = { authorization: `Bearer ${token}`, from: job.service };
    return { credential, publicRepository: isOfPublicRepository(idToken) };
  }
  const { host } = new URL(registry);
  // Pantry says all of it in `error`; the public npm registry, in `message`.
  const said =
    isJsonObject(body) && typeof body['message'] === 'string' ? body['message'] : undefined;
  const why = said ?? sentenceOf(answer);
  return { refusal: `${host} does not take this job of ${job.service}: ${why}`, asked: true };
}
