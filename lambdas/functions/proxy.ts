import type { UpstreamConfiguration } from '#domain/upstream/configuration.ts';
import { REFUSED } from '#domain/upstream/log-marks.ts';
import { OPEN_POLICY } from '#domain/upstream/policy.ts';
import { authorizationOf } from '#domain/upstream/settings.ts';
import { logError } from '#http/log.ts';
import { openBlobs } from '#store/aws/blobs.ts';
import { openDocumentTable } from '#store/aws/document-table.ts';
import { variable } from '#store/aws/environment.ts';
import { readSecret } from '#store/aws/secret.ts';
import {
  openUpstreamStores,
  UPSTREAM_PREFIX,
  upstreamsConfiguration,
} from '#store/aws/upstream/configuration.ts';
import {
  type ProxyAnswer,
  type Question,
  type ScheduledQuestion,
  toFailure,
} from '#store/aws/upstream/question.ts';
import { openUpstreamClient } from '#store/upstream/client.ts';
import { createMismatchRecorder, type Mismatch } from '#store/upstream/mismatch.ts';
import { UpstreamError } from '#store/upstream/upstream-error.ts';
import { openUpstream, type Upstream } from '#store/upstream/upstream.ts';

import { readPolicy } from './compose.ts';
import { refreshMalware } from './refresh-malware.ts';

const table = openDocumentTable();
const blobs = openBlobs(variable('PANTRY_BLOBS_BUCKET'), UPSTREAM_PREFIX);
const policy = readPolicy();
const now = (): Date => new Date();
const opened = new Map<string, Promise<Upstream>>();
/** What has to be written before the process is frozen. */
const writing = new Set<Promise<void>>();

/** Talks with upstreams for all other functions: it alone has their credentials, and keeps what they give. */
export async function handler(question: Question | ScheduledQuestion): Promise<ProxyAnswer> {
  try {
    if (question.ask === 'malware') return { answer: await refreshMalware({ table, now, policy }) };
    return { answer: await answerTo(question, await upstreamOf(question.upstream)) };
  } catch (error) {
    if (error instanceof UpstreamError) return { failure: toFailure(error) };
    throw error;
  } finally {
    await Promise.all(writing);
  }
}

/** Null where there is no such package or version. */
async function answerTo(question: Question, upstream: Upstream): Promise<unknown> {
  switch (question.ask) {
    case 'document':
      return (await upstream.refresh(question.name, question.form)) ? true : null;
    case 'tarball':
      return (await upstream.tarball(question.name, question.version, 'whole')) ? true : null;
    case 'attestations':
      return (await upstream.attestations(question.name, question.version)) ?? null;
    case 'advisories':
      return upstream.advisories(question.versions);
    case 'search':
      return upstream.search(question.query);
    case 'keys':
      return upstream.keys();
  }
}

/** Opened once; where its credentials can't be had, again for the next question. */
async function upstreamOf(id: string): Promise<Upstream> {
  const one = upstreamsConfiguration()?.list.find((each) => each.id === id);
  if (!one) throw new Error(`no upstream ${id}: this function is older than who asks it`);
  const known = opened.get(id) ?? open(one);
  opened.set(id, known);
  known.catch(() => opened.delete(id));
  return known;
}

async function open({ id, url, secret }: UpstreamConfiguration): Promise<Upstream> {
  const authorization = secret === undefined ? undefined : await credentialsIn(secret);
  const record = createMismatchRecorder({ table, now, policy }, url);
  return openUpstream({
    client: openUpstreamClient({ url, ...(authorization !== undefined && { authorization }) }),
    stores: openUpstreamStores(id),
    table,
    blobs,
    baseUrl: policy.publicUrl,
    maxAge: 0,
    limit: policy.limits.tarball,
    // Who asks decides what is let in: what is kept may be let in later.
    policy: OPEN_POLICY,
    malware: { find: async () => [] },
    now,
    used: () => {},
    changed: () => {},
    mismatch(mismatch) {
      logError(REFUSED, mismatch);
      const written = recordMismatch(record, mismatch);
      writing.add(written);
      void written.finally(() => writing.delete(written));
    },
    reportAdvisories: (error) => logError('the upstream gave no advisories', error),
    reportKeys: (error) => logError('the upstream gave no keys', error),
    reportSearch: (error) => logError('the upstream could not be searched', error),
    report: (message, error, name) => logError(message, error, { package: name }),
  });
}

async function recordMismatch(
  record: (mismatch: Mismatch) => Promise<void>,
  mismatch: Mismatch,
): Promise<void> {
  try {
    await record(mismatch);
  } catch (error) {
    logError('a refused tarball could not be written into the audit log', error);
  }
}

/** A token, or `{"username": …, "password": …}`. */
async function credentialsIn(secret: string): Promise<string | undefined> {
  const text = await readSecret(secret);
  if (!text.startsWith('{')) return authorizationOf({ token: text });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- docs/deploying.md says what it holds
  return authorizationOf(JSON.parse(text) as Readonly<Record<string, string>>);
}
