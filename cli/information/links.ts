import { isJsonObject } from '#domain/manifest.ts';

import { repositoryOf } from '../trusting/repository.ts';
import type { Manifest } from './document.ts';

/** Pages of a package, as far as it says so in a form that leads to a page. */
export interface Links {
  readonly homepage: string | undefined;
  readonly repository: string | undefined;
  readonly issues: string | undefined;
}

export function linksOf(manifest: Manifest): Links {
  const { homepage, bugs } = manifest;
  const hosted = repositoryOf(manifest);
  const repository = hosted && `https://${hosted.host}/${hosted.path}`;
  return {
    homepage: pageOf(homepage),
    repository,
    issues:
      pageOf(isJsonObject(bugs) ? bugs['url'] : bugs) ?? (repository && `${repository}/issues`),
  };
}

/** Others' text: whatever else it is, it is nothing to open. */
function pageOf(text: unknown): string | undefined {
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) ? url.href : undefined;
}
