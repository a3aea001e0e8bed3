import { isJsonObject, type Json } from '#domain/manifest.ts';
import { asPackageName } from '#domain/package-name.ts';
import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { packagePath } from '#web/paths.ts';
import { numberOf, shortText } from '#web/wording.ts';

import { type PackageHead, packageShell } from './shell.ts';

interface Dependencies {
  readonly head: PackageHead;
  readonly manifest: Json;
}

const KINDS = [
  ['dependencies', 'Dependencies', 'installed with it'],
  ['peerDependencies', 'Peer dependencies', 'expected beside it'],
  ['optionalDependencies', 'Optional dependencies', 'installed with it where they can be'],
  ['devDependencies', 'Development dependencies', 'needed to work on it, never installed with it'],
] as const;

/** Of one kind that are shown. */
const MOST = 300;

export function dependenciesPage({ head, manifest }: Dependencies): Page {
  const bundled = new Set(
    namesIn(manifest['bundleDependencies'] ?? manifest['bundledDependencies']),
  );
  const optional = optionalPeers(manifest['peerDependenciesMeta']);
  const sections = KINDS.map(([key, title, what]) =>
    section({
      title,
      what,
      entries: entriesOf(manifest[key]),
      bundled,
      optional: key === 'peerDependencies' ? optional : NONE,
    }),
  ).filter((each) => each !== undefined);
  return packageShell({
    head,
    tab: 'dependencies',
    title: 'Dependencies',
    content:
      sections.length > 0
        ? sections
        : markup`<h2>Dependencies</h2><p>${head.name} ${head.version} depends on nothing.</p>`,
  });
}

const NONE: ReadonlySet<string> = new Set();

interface Section {
  readonly title: string;
  readonly what: string;
  readonly entries: readonly (readonly [string, string])[];
  readonly bundled: ReadonlySet<string>;
  readonly optional: ReadonlySet<string>;
}

function section({ title, what, entries, bundled, optional }: Section): Markup | undefined {
  if (entries.length === 0) return undefined;
  const rest = entries.length - MOST;
  return markup`<section>
<h2>${title} <small>${numberOf(entries.length)}</small></h2>
<p class="quiet">These are ${what}.</p>
<ul class="ranges">
${entries.slice(0, MOST).map(([name, range]) => markup`<li>${linked(name, range)} <code>${shortText(range, 120) || '*'}</code>${bundled.has(name) && markup` <span class="tag">bundled</span>`}${optional.has(name) && markup` <span class="tag">optional</span>`}</li>`)}
</ul>
${rest > 0 && markup`<p>And ${numberOf(rest)} more: its package.json lists them all.</p>`}
</section>`;
}

/** An alias leads to the package that it stands for; what is no package of a registry's leads nowhere. */
function linked(name: string, range: string): Markup {
  const target = /^npm:(@?[^@]+)/.exec(range)?.[1] ?? name;
  const found = isFromElsewhere(range) ? undefined : asPackageName(target);
  const shown = shortText(name, 214);
  return found
    ? markup`<a href="${packagePath(found)}">${shown}</a>`
    : markup`<span>${shown}</span>`;
}

const isFromElsewhere = (range: string): boolean =>
  /^(?:[a-z+]+:|[\w-]+\/)/i.test(range) && !range.startsWith('npm:');

const entriesOf = (value: unknown): readonly (readonly [string, string])[] =>
  Object.entries(isJsonObject(value) ? value : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );

const namesIn = (value: unknown): readonly string[] => {
  if (!Array.isArray(value)) return isJsonObject(value) ? Object.keys(value) : [];
  return value.filter((each): each is string => typeof each === 'string');
};

const optionalPeers = (value: unknown): ReadonlySet<string> =>
  new Set(
    Object.entries(isJsonObject(value) ? value : {})
      .filter(([, about]) => isJsonObject(about) && about['optional'] === true)
      .map(([name]) => name),
  );
