import { type Markup, markup } from '#web/markup.ts';
import { shortText } from '#web/wording.ts';

import { linkTo } from './link-to.ts';
import type { PackageHead } from './shell.ts';

/** What is proven of where a version was built. */
export type ProvenanceFacts =
  | {
      readonly kind: 'verified';
      readonly repository: string;
      readonly commit: string | undefined;
      readonly workflow: string | undefined;
      /** URL of the run. */
      readonly run: string | undefined;
      readonly runner: string | undefined;
      /** Where the transparency log has it. */
      readonly log: { readonly index: string; readonly url: string | undefined } | undefined;
    }
  /** The upstream says that there are attestations; nobody here looked at them. */
  | { readonly kind: 'claimed' };

export function provenanceSection(
  { version, upstream }: PackageHead,
  provenance: ProvenanceFacts | undefined,
): Markup {
  if (!provenance) {
    return markup`<p>Nothing proves what version ${version} was built from.${upstream !== true && ' Its publishers can publish it from CI with provenance.'}</p>`;
  }
  if (provenance.kind === 'claimed') {
    return markup`<p>The upstream has attestations of where version ${version} was built. This registry passes them on and did not verify them: <code>npm audit signatures</code> does.</p>`;
  }
  const { repository, commit, workflow, run, runner, log } = provenance;
  return markup`<p><span class="tag">verified</span> Before it stored version ${version}, this registry verified a signed statement that this very tarball was built from the repository below: the signature, its certificate, the hash of the tarball, and that a transparency log has it.</p>
<dl class="facts">
<dt>Repository</dt><dd>${linkTo(repository)}</dd>
${commit !== undefined && markup`<dt>Commit</dt><dd><code>${shortText(commit, 80)}</code></dd>`}
${workflow !== undefined && markup`<dt>Workflow</dt><dd><code>${shortText(workflow, 300)}</code></dd>`}
${run !== undefined && markup`<dt>Run</dt><dd>${linkTo(run)}</dd>`}
${runner !== undefined && markup`<dt>Runner</dt><dd>${shortText(runner, 60)}</dd>`}
${log && markup`<dt>Transparency log</dt><dd>${log.url === undefined ? `entry ${shortText(log.index, 40)}` : markup`<a href="${log.url}">entry ${shortText(log.index, 40)}</a>`}</dd>`}
</dl>`;
}
