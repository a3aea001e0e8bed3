import { randomUUID } from 'node:crypto';

import { type CiIssuer, isIssuer } from '#domain/ci/issuers.ts';
import { toPublisher, type TrustRequest } from '#domain/ci/trust-request.ts';
import { trustSummary } from '#domain/ci/trust-summary.ts';
import { CIRCLE } from '#domain/ci/trusted-publisher.ts';
import { MOST_PUBLISHERS, type TrustedPublisher } from '#domain/ci/trusted-publisher.ts';
import { forbidden, invalid, notFound, unavailable } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { auditOf } from '#http/audit.ts';
import { permit } from '#http/decide.ts';
import type { Request } from '#http/request.ts';
import {
  removeTrustedPublisher,
  saveTrustedPublisher,
  type TrustChange,
} from '#store/ci/trusted-publisher-writes.ts';
import { listTrustedPublishers } from '#store/ci/trusted-publishers.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

interface Trusting {
  readonly params: { readonly package: PackageName };
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** Adds a trusted publisher. One that says the same as another is that other. */
export async function addTrustedPublisher(
  call: Trusting,
  request: TrustRequest,
): Promise<TrustedPublisher> {
  const { params, principal, services } = call;
  const issuer = issuerFor(request, services.policy.ciIssuers);
  const publisher: TrustedPublisher = {
    ...toPublisher(request),
    id: randomUUID(),
    package: params.package,
    issuer,
    origin: 'person',
    createdAt: services.now().toISOString(),
    createdBy: principal.name,
  };
  return change(call, async (pkg, publishers) => {
    const same = publishers.find((other) => saysTheSame(other, publisher));
    if (same) return { publisher: same };
    if (publishers.length >= MOST_PUBLISHERS) {
      throw forbidden(
        `${pkg.name} trusts ${MOST_PUBLISHERS} publishers already: revoke one with \`npm trust revoke\` first`,
      );
    }
    return { publisher, write: saveTrustedPublisher, action: 'trust' };
  });
}

/** Takes a trusted publisher away. */
export async function removeTrust(call: Trusting, id: string): Promise<void> {
  await change(call, async (pkg, publishers) => {
    const publisher = publishers.find((each) => each.id === id);
    if (!publisher) throw notFound(`a trusted publisher ${id} of ${pkg.name}`);
    return { publisher, write: removeTrustedPublisher, action: 'trust-revoke' };
  });
}

interface PlannedTrust {
  readonly publisher: TrustedPublisher;
  readonly write?: typeof saveTrustedPublisher;
  readonly action?: string;
}

const ATTEMPTS = 8;

/** Permission is decided again on the very state that is written. */
async function change(
  call: Trusting,
  plan: (pkg: Package, publishers: readonly TrustedPublisher[]) => Promise<PlannedTrust>,
): Promise<TrustedPublisher> {
  const { params, principal, services } = call;
  const { table } = services;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const [pkg, publishers] = await Promise.all([
      findPackage(table, params.package),
      listTrustedPublishers(table, params.package),
    ]);
    if (!pkg) throw notFound(`package "${params.package}"`);
    const { basis } = await permit(principal, 'manage', { name: pkg.name, pkg }, services);
    const { publisher, write, action = '' } = await plan(pkg, publishers);
    if (!write) return publisher;
    const done = await write(table, { ...toChange(call, { pkg, publisher, action }), basis });
    if (done === 'saved') return publisher;
  }
  throw unavailable(`${params.package} is being changed by many at once: repeat the command`);
}

function toChange(
  call: Trusting,
  { pkg, publisher, action }: { pkg: Package; publisher: TrustedPublisher; action: string },
): Omit<TrustChange, 'basis'> {
  const summary: Json = { ...trustSummary(publisher) };
  const difference = action === 'trust' ? { after: summary } : { before: summary };
  const at = call.services.now().toISOString();
  const audit = {
    ...auditOf(call, action, { id: publisher.id }, difference),
    at,
    subject: `package:${pkg.name}`,
  };
  return { pkg, publisher, audit };
}

const saysTheSame = (a: TrustedPublisher, b: TrustedPublisher): boolean => textOf(a) === textOf(b);

/** Once a run has shown its repository's id, it is still the same that was asked for. */
const textOf = ({ provider, issuer, claims, permissions }: TrustedPublisher): string =>
  JSON.stringify([provider, issuer, sorted(Object.entries(claims)), sorted(permissions)]);

const sorted = (values: readonly unknown[]): readonly string[] =>
  values.map((value) => JSON.stringify(value)).toSorted((a, b) => a.localeCompare(b));

/** Clients do not name an issuer: it is the one of that service, if there is but one of one's own. */
function issuerFor({ type, issuer, claims }: TrustRequest, issuers: readonly CiIssuer[]): string {
  const known = issuers.filter(({ provider }) => provider === type);
  if (issuer !== undefined) {
    if (known.some((each) => isIssuer(each.issuer, issuer))) return issuer;
    throw invalid(
      `this registry takes no ID tokens of ${issuer}: its operators can add it to "ciIssuers"`,
    );
  }
  const [first] = known;
  if (!first) throw invalid(`this registry takes no ID tokens of ${type}`);
  return CIRCLE.organization in claims
    ? first.issuer.replace('*', claims[CIRCLE.organization])
    : first.issuer;
}
