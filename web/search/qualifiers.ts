import { type Markup, markup } from '#web/markup.ts';
import { searchPath } from '#web/paths.ts';

/** What can be typed besides words, and what it finds. */
const QUALIFIERS: readonly (readonly [string, string])[] = [
  ['keywords:cli', 'has the keyword'],
  ['keywords:cli,terminal', 'has one of the keywords'],
  ['keywords:cli+terminal', 'has both keywords'],
  ['keywords:-cli', 'does not have the keyword'],
  ['author:alice', 'its latest version is by this person, or it is owned by them'],
  ['maintainer:alice', 'is owned by this person'],
  ['scope:acme', 'is in this scope; “@acme” does the same'],
  ['not:deprecated', 'is not deprecated'],
  ['not:unstable', 'its latest version is 1.0.0 or later, and no prerelease'],
  ['boost-exact:false', 'does not put the package of exactly that name first'],
];

export const qualifiers: Markup = markup`<details class="qualifiers">
<summary>Search more exactly</summary>
<p>Write one or more of these beside words, or alone.</p>
<dl>
${QUALIFIERS.map(([text, meaning]) => markup`<dt><a href="${searchPath(text)}"><code>${text}</code></a></dt><dd>${meaning}</dd>`)}
</dl>
</details>`;
