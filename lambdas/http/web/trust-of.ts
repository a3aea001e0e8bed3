import { CI_PROVIDERS, PROVIDER_TITLE } from '#domain/ci/run.ts';
import { managedBy, type Managing } from '#http/web/managed.ts';
import { toShownPublish, toShownPublisher, toShownRun } from '#http/web/shown-trust.ts';
import { listRunTokens } from '#store/ci/run-tokens.ts';
import { listTrustedPublishers } from '#store/ci/trusted-publishers.ts';
import { listStored } from '#store/releases.ts';
import type { Policy } from '#store/services.ts';
import type { Service } from '#web/manage/trust-forms.ts';
import type { Trust } from '#web/manage/trust.ts';

/** Versions of which it is told who published them. */
const LATELY = 10;

/** What the page of a package's trusted publishers shows, but for what was just done. */
export async function trustOf(call: Managing): Promise<Omit<Trust, 'done'>> {
  const { params, services } = call;
  const name = params.package;
  const [managed, publishers, runs, releases] = await Promise.all([
    managedBy(call),
    listTrustedPublishers(services.table, name),
    listRunTokens(services.table, name, services.now()),
    listStored(services.table, name),
  ]);
  const lately = releases
    .toSorted((a, b) => (a.publishedAt < b.publishedAt ? 1 : -1))
    .slice(0, LATELY);
  return {
    managed,
    publishers: publishers.map(toShownPublisher),
    runs: runs.map(toShownRun),
    published: lately.map(toShownPublish),
    services: servicesOf(services.policy),
  };
}

/** Those whose runs this registry takes. */
const servicesOf = ({ ciIssuers }: Policy): readonly Service[] =>
  CI_PROVIDERS.map((provider) => ({
    provider,
    title: PROVIDER_TITLE[provider],
    issuers: ciIssuers.filter((each) => each.provider === provider).map(({ issuer }) => issuer),
  })).filter(({ issuers }) => issuers.length > 0);
