import type { VersionScore } from '#domain/score/version-score.ts';
import type { Page } from '#web/layout.ts';
import { markup } from '#web/markup.ts';
import { toSentence } from '#web/message.ts';
import { shortText } from '#web/wording.ts';

import { type PackageHead, packageShell } from './shell.ts';

interface Score {
  readonly head: PackageHead;
  readonly score: VersionScore;
}

export const scorePage = ({ head, score: { score, deprecated, points } }: Score): Page =>
  packageShell({
    head,
    tab: 'score',
    title: 'Score',
    content: markup`<h2>${score} of 100</h2>
<p class="quiet">How version ${head.version} is made, as far as what is stored of it tells. It does not say whether its code is good.</p>
${deprecated !== undefined && markup`<p class="notice warn">A deprecated version has no points, whatever else speaks for it.</p>`}
<div class="scroll" tabindex="0" role="region" aria-label="Points">
<table>
<thead><tr><th scope="col">About</th><th scope="col" class="number">Points</th><th scope="col">Why, and how to gain the rest</th></tr></thead>
<tbody>
${points.map(
  ({ id, most, points: given, reason, gain }) =>
    markup`<tr><th scope="row">${TITLES[id] ?? id}</th><td class="number">${given} of ${most}</td><td>${toSentence(shortText(reason, 400))}${gain !== undefined && markup`<br><small>To gain the rest: ${gain}.</small>`}</td></tr>`,
)}
</tbody>
</table>
</div>`,
  });

const TITLES: Readonly<Record<string, string>> = {
  readme: 'README',
  types: 'Types',
  provenance: 'Provenance',
  license: 'Licence',
  repository: 'Repository',
  scripts: 'Install scripts',
  description: 'Description',
  keywords: 'Keywords',
  engines: 'Engines',
  dependencies: 'Dependencies',
  size: 'Size',
};
