import { randomUUID } from 'node:crypto';
import { afterAll, describe } from 'vitest';

import { openSearchDomain } from '#store/aws/open-search/open-search.ts';
import { domainAt } from '#store/aws/open-search/request.ts';

import { lacksForOpenSearch, startOpenSearch } from '../peers/open-search.ts';
import { useIndex } from '../store/search/documents.ts';
import { folder } from '../target.ts';

const lacking = lacksForOpenSearch();
const reason = lacking === undefined ? '' : `, skipped: ${lacking}`;
if (lacking !== undefined) process.stderr.write(`skipped: ${lacking}\n`);
const server = lacking === undefined ? await startOpenSearch(folder()) : undefined;
afterAll(async () => server?.stop());
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });

// Tests search at once: what was saved is made searchable before each search, and not a second later.
useIndex((options) => {
  const ask = domainAt(server?.endpoint ?? '');
  const index = `packages-${randomUUID()}`;
  const domain = openSearchDomain({ ...options, ask, index });
  return {
    ...domain,
    search: async (query) => {
      await ask({ method: 'POST', path: `/${index}/_refresh`, answers: [404] });
      return domain.search(query);
    },
  };
});

// What the index in one file is held to, but for thousands of random texts, which take minutes there.
describe.skipIf(lacking !== undefined)(`search in OpenSearch${reason}`, async () => {
  await import('../store/search/paging.test.ts');
  await import('../store/search/qualifiers.test.ts');
  await import('../store/search/relevance.test.ts');
  await import('../store/search/revisions.test.ts');
  await import('../store/search/typos.test.ts');
  await import('../store/search/visibility.test.ts');
});
