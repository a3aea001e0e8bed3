import { isJsonObject } from '#domain/manifest.ts';

import { CommandError } from '../command/failure.ts';
import { parsedForPeople } from './refused.ts';
import { send } from './send.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** A job of CI that can say who it is. */
export interface CiJob {
  readonly service: 'GitHub Actions' | 'GitLab' | 'CircleCI';
  /** An ID token for an audience; undefined where the job has none, which `missing` explains. */
  idToken(audience: string): Promise<string | undefined>;
  /** What to do so that it has one. */
  readonly missing: string;
}

/** Milliseconds. */
const PATIENCE = 30_000;

/** The job that this process runs in, of those services whose runs a registry can trust. */
export function ciJob(env: Variables): CiJob | undefined {
  // A token that somebody put there counts before what the service would sign, as npm has it.
  const given = async (): Promise<string | undefined> => env['NPM_ID_TOKEN'] || undefined;
  if (env['GITHUB_ACTIONS']) {
    return {
      service: 'GitHub Actions',
      idToken: async (audience) => (await given()) ?? (await ofGithub(env, audience)),
      missing: 'give the job `permissions: { id-token: write, contents: read }`',
    };
  }
  const missing = 'give the job an ID token in NPM_ID_TOKEN';
  if (env['GITLAB_CI']) return { service: 'GitLab', idToken: given, missing };
  if (env['CIRCLECI']) return { service: 'CircleCI', idToken: given, missing };
  return undefined;
}

async function ofGithub(env: Variables, audience: string): Promise<string | undefined> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: at, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = env;
  if (!at || !token) return undefined;
  const url = new URL(at);
  url.searchParams.append('audience', audience);
  const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
  const answer = await send({ method: 'GET', url: url.href, headers, silence: PATIENCE });
  const body = parsedForPeople(answer.text);
  const value = isJsonObject(body) ? body['value'] : undefined;
  if (answer.status < 300 && typeof value === 'string') return value;
  throw new CommandError(`GitHub gives this job no ID token: status ${answer.status}`);
}

/** Whether the ID token says that the job's repository can be read by anybody; the registry verifies it, not we. */
export function isOfPublicRepository(idToken: string): boolean {
  const [, payload = ''] = idToken.split('.');
  const claims = parsedForPeople(Buffer.from(payload, 'base64url').toString());
  if (!isJsonObject(claims)) return false;
  return claims['repository_visibility'] === 'public' || claims['project_visibility'] === 'public';
}
