import { randomBytes, randomUUID } from 'node:crypto';

import { admit, checkRun, trustedOwnerOf } from '#domain/ci/admission.ts';
import { circleciIdentity } from '#domain/ci/circleci.ts';
import { githubIdentity } from '#domain/ci/github.ts';
import { gitlabIdentity } from '#domain/ci/gitlab.ts';
import type { CiIdentity } from '#domain/ci/identity.ts';
import { RUN_TOKEN_LIFETIME, type RunToken } from '#domain/ci/run-token.ts';
import { type CiProvider, type CiRun, repositoryOf } from '#domain/ci/run.ts';
import type { TrustedPublisher } from '#domain/ci/trusted-publisher.ts';
import { RegistryError, unauthenticated, unavailable } from '#domain/errors.ts';
import { sha256 } from '#domain/integrity.ts';
import type { Json } from '#domain/manifest.ts';
import { parseNewPackageName, type PackageName } from '#domain/package-name.ts';
import { createToken, hashToken, tokenHint } from '#domain/token.ts';
import { findRenaming, toRenamedOwner } from '#http/owner-name.ts';
import type { Request } from '#http/request.ts';
import type { AuditEvent } from '#store/audit.ts';
import { saveExchange } from '#store/ci/exchange-writes.ts';
import type { VerifiedToken } from '#store/ci/identities.ts';
import { listTrustedPublishers } from '#store/ci/trusted-publishers.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

type Stores = Pick<Services, 'table' | 'now' | 'policy' | 'identities'>;

/** A token as it is told once, and as it is kept. */
interface Issued {
  readonly text: string;
  readonly token: RunToken;
}

/** Gives a CI run a token for one package, if the package or the registry trusts it. */
export async function exchangeIdentity(
  name: PackageName,
  request: Request,
  services: Stores,
): Promise<Issued> {
  const verified = await verify(request, services);
  const identity = IDENTITIES[verified.rule.provider](verified.claims, verified.issuer);
  checkRun(identity, verified.rule);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const issued = await issue({ name, request, verified, identity, attempt }, services);
    if (issued) return issued;
  }
  throw unavailable(`who may publish ${name} is being changed: try again`);
}

const ATTEMPTS = 4;

const IDENTITIES: Readonly<Record<CiProvider, (claims: Json, issuer: string) => CiIdentity>> = {
  github: githubIdentity,
  gitlab: gitlabIdentity,
  circleci: circleciIdentity,
};

async function verify(
  { headers }: Request,
  { identities, policy, now }: Stores,
): Promise<VerifiedToken> {
  const [scheme = '', token = ''] = (headers['authorization'] ?? '').split(/ +/, 2);
  if (!/^bearer$/i.test(scheme) || token === '') {
    throw unauthenticated('send the ID token of the CI run as a Bearer token');
  }
  const { ciIssuers: issuers, audiences } = policy;
  return identities.verify(token, { issuers, audiences, now: now() });
}

interface Exchange {
  readonly name: PackageName;
  readonly request: Request;
  readonly verified: VerifiedToken;
  readonly identity: CiIdentity;
  readonly attempt: number;
}

/** Undefined where what it was decided by has changed meanwhile. */
async function issue(
  { name, request, verified, identity, attempt }: Exchange,
  services: Stores,
): Promise<Issued | undefined> {
  const { table, now, policy } = services;
  const { run } = identity;
  const [pkg, publishers, renaming] = await Promise.all([
    findPackage(table, name),
    listTrustedPublishers(table, name),
    // Of many jobs at once one notes the name, and the others go on without.
    attempt === 0 ? findRenaming(run, services) : undefined,
  ]);
  const sought = { name, taken: pkg !== undefined, publishers };
  const admission = admit(identity, sought, policy.trustedOwners);
  if (admission.kind === 'claims') parseNewPackageName(name);
  const publisher = admission.kind === 'trusted' ? admission.publisher : undefined;
  const { text, token } = createRunToken(name, run, publisher, now());
  const { key, publisherId, permission } = token;
  const owner = trustedOwnerOf(run, policy.trustedOwners);
  const audit: AuditEvent = {
    id: randomUUID(),
    at: token.createdAt,
    action: 'exchange',
    subject: `package:${name}`,
    actor: repositoryOf(run),
    token: key,
    address: request.address,
    after: { permission, expires: token.expiresAt },
    detail: { run, publisherId, permission, ...(owner && { trustedOwner: owner.id }) },
    days: policy.auditRetention,
  };
  const saved = await saveExchange(table, {
    spent: { hash: spentBy(verified, name), until: verified.expiresAt },
    token,
    publisher,
    renamed: renaming && toRenamedOwner(renaming, audit),
    audit,
  });
  if (saved === 'spent') throw replayed();
  return saved === 'saved' ? { text, token } : undefined;
}

function createRunToken(
  name: PackageName,
  run: CiRun,
  publisher: TrustedPublisher | undefined,
  now: Date,
): Issued {
  const text = createToken(randomBytes);
  const token: RunToken = {
    hash: hashToken(text),
    key: randomBytes(16).toString('hex'),
    hint: tokenHint(text),
    package: name,
    publisherId: publisher?.id ?? randomUUID(),
    claims: publisher === undefined,
    permission: publisher?.permissions.includes('createPackage') === false ? 'stage' : 'publish',
    run,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + RUN_TOKEN_LIFETIME).toISOString(),
  };
  return { text, token };
}

/**
 * GitHub makes a token for each request of a job: one is used once. GitLab and CircleCI make one for a whole
 * job, which may publish several packages: there it is used once for each.
 */
function spentBy({ rule, issuer, id }: VerifiedToken, name: PackageName): string {
  const scope = rule.provider === 'github' ? [] : [name];
  return sha256(JSON.stringify([issuer, id, ...scope]));
}

const replayed = (): RegistryError =>
  new RegistryError(
    'unauthenticated',
    'the ID token was exchanged before, and each is used once: ask the CI service for a new one',
  );
