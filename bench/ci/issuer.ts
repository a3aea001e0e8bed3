import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';

import { listen } from '../upstream/loopback.ts';

/** A CI service on this machine, which signs ID tokens with a real key. */
export interface Issuer {
  /** The settings of a registry that takes its tokens, and lets its account claim names. */
  readonly settings: Readonly<Record<string, string>>;
  /** An ID token of a run; those of different rounds of `hanging` are of issuers whose keys never come. */
  token(audience: string, hanging?: number): string;
  /** Resolves when such keys are waited for. */
  awaited(hanging: number): Promise<void>;
  close(): Promise<void>;
}

/** An id that nobody has. */
const ACCOUNT = '42';
const KEY = 'bench';
const SECONDS = 600;

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keys = JSON.stringify({
  keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KEY, use: 'sig', alg: 'RS256' }],
});

/** Starts one, with so many issuers beside it whose keys never come. */
export async function startIssuer(hanging: number): Promise<Issuer> {
  const waits = Array.from({ length: hanging }, () => Promise.withResolvers<void>());
  const { url, close } = await listen((request, response) => {
    const round = /^\/hanging-(\d+)\//.exec(request.url ?? '')?.[1];
    if (round === undefined) response.writeHead(200).end(keys);
    else waits[Number(round)]?.resolve();
  });
  const urlOf = (round: number | undefined): string =>
    `${url}/${round === undefined ? 'warm' : `hanging-${round}`}`;
  const issuers = [undefined, ...waits.keys()].map((round) => ({
    provider: 'github',
    issuer: urlOf(round),
  }));
  const account = { provider: 'github', issuer: urlOf(undefined), id: ACCOUNT };
  return {
    settings: {
      'ci-issuers': JSON.stringify(issuers),
      'trusted-owners': JSON.stringify([account]),
    },
    token: (audience, round) => sign({ ...claims(audience), iss: urlOf(round) }),
    awaited: async (round) => waits[round]?.promise,
    close,
  };
}

/** What GitHub says of a job. */
function claims(audience: string): object {
  const now = Math.floor(Date.now() / 1000);
  const workflow = 'bench/app/.github/workflows/release.yml@refs/heads/main';
  return {
    jti: randomUUID(),
    iat: now,
    nbf: now,
    exp: now + SECONDS,
    aud: audience,
    sub: 'repo:bench/app:ref:refs/heads/main',
    repository: 'bench/app',
    repository_id: '4242',
    repository_owner: 'bench',
    repository_owner_id: ACCOUNT,
    repository_visibility: 'public',
    workflow_ref: workflow,
    job_workflow_ref: workflow,
    ref: 'refs/heads/main',
    sha: 'b'.repeat(40),
    event_name: 'push',
    actor: 'bench',
    run_id: '777',
    runner_environment: 'self-hosted',
  };
}

function sign(payload: object): string {
  const content = [{ alg: 'RS256', kid: KEY, typ: 'JWT' }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${content}.${createSign('RSA-SHA256').update(content).sign(privateKey, 'base64url')}`;
}
