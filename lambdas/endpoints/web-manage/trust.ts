import * as v from 'valibot';

import { CI_PROVIDERS, PROVIDER_TITLE } from '#domain/ci/run.ts';
import { defineRoute } from '#http/route.ts';
import { managedBy } from '#http/web/managed.ts';
import { page } from '#http/web/page.ts';
import { Done } from '#http/web/paging.ts';
import { showPage } from '#http/web/show-page.ts';
import { toShownPublish, toShownPublisher, toShownRun } from '#http/web/shown-trust.ts';
import { listRunTokens } from '#store/ci/run-tokens.ts';
import { listTrustedPublishers } from '#store/ci/trusted-publishers.ts';
import { listStored } from '#store/releases.ts';
import type { Policy } from '#store/services.ts';
import type { Service } from '#web/manage/trust-forms.ts';
import { trustPage } from '#web/manage/trust.ts';

/** Versions of which it is told who published them. */
const LATELY = 10;

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/manage/{package}/trust',
  summary: 'Show whom a package trusts to publish it, and who does',
  permission: 'manage',
  secondFactor: 'never',
  query: v.object({ done: Done }),
  stores: ['trust:read', 'run-tokens:list'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { pkg, query, request, services } = call;
  const [managed, publishers, runs, releases] = await Promise.all([
    managedBy(call),
    listTrustedPublishers(services.table, pkg.name),
    listRunTokens(services.table, pkg.name, services.now()),
    listStored(services.table, pkg.name),
  ]);
  const lately = releases
    .toSorted((a, b) => (a.publishedAt < b.publishedAt ? 1 : -1))
    .slice(0, LATELY);
  const shown = {
    managed,
    done: query.done,
    publishers: publishers.map(toShownPublisher),
    runs: runs.map(toShownRun),
    published: lately.map(toShownPublish),
    services: servicesOf(services.policy),
  };
  return showPage(trustPage(shown), request);
});

/** Those whose runs this registry takes. */
const servicesOf = ({ ciIssuers }: Policy): readonly Service[] =>
  CI_PROVIDERS.map((provider) => ({
    provider,
    title: PROVIDER_TITLE[provider],
    issuers: ciIssuers.filter((each) => each.provider === provider).map(({ issuer }) => issuer),
  })).filter(({ issuers }) => issuers.length > 0);
