import { httpUrl } from '#web/links.ts';
import { type Markup, markup } from '#web/markup.ts';
import { userPath } from '#web/paths.ts';
import { shortText } from '#web/wording.ts';

/** Who published a version. */
export type PublishedBy =
  | { readonly kind: 'person'; readonly name: string }
  /** Of a repository that not everybody can see nothing is told but the service. */
  | {
      readonly kind: 'run';
      readonly service: string;
      readonly run?: {
        readonly repository: string;
        readonly workflow: string;
        readonly url: string;
      };
    }
  /** Somebody at the upstream, by their name there. */
  | { readonly kind: 'stranger'; readonly name: string };

export function publishedBy(by: PublishedBy): Markup {
  if (by.kind === 'person') return person(by.name);
  if (by.kind === 'stranger') {
    const name = shortText(by.name, 60);
    return name === '' ? markup`somebody at the upstream` : markup`${name}, at the upstream`;
  }
  if (!by.run) return markup`a run of ${by.service}`;
  const { repository, workflow, url } = by.run;
  const shown = `${shortText(repository, 120)}, ${shortText(workflow, 120)}`;
  const href = httpUrl(url);
  return markup`${by.service}: ${href === undefined ? shown : markup`<a href="${href}" rel="nofollow">${shown}</a>`}`;
}

export const person = (name: string): Markup => markup`<a href="${userPath(name)}">${name}</a>`;
