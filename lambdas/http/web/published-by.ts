import { PROVIDER_TITLE } from '#domain/ci/run.ts';
import { isJsonObject } from '#domain/manifest.ts';
import type { Release } from '#domain/package.ts';
import type { PublishedBy } from '#web/package/published-by.ts';

import type { ShownPackage } from './shown-package.ts';

/** Who published the version that is shown, as far as it is everybody's to know. */
export function whoPublished(shown: ShownPackage): PublishedBy {
  if (shown.from === 'here') return ofRelease(shown.release);
  const { _npmUser: user } = shown.manifest;
  const name = isJsonObject(user) ? user['name'] : undefined;
  return { kind: 'stranger', name: typeof name === 'string' ? name : '' };
}

/** The run is nobody's secret where the repository is none. */
function ofRelease({ publisher, run }: Release): PublishedBy {
  if (!run) return { kind: 'person', name: publisher.name };
  const { provider, repository, workflow, url } = run;
  return {
    kind: 'run',
    service: PROVIDER_TITLE[provider],
    ...(run.public && { run: { repository: repository.name, workflow, url } }),
  };
}
