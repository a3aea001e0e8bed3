import {
  aliasOf,
  type EntryChange,
  type FieldChanges,
  isForeign,
  isInstallScript,
} from '#domain/diff/manifest-changes.ts';
import { plainly } from '#web/code/hidden-characters.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { packagePath } from '#web/paths.ts';
import { counted } from '#web/wording.ts';

/** Entries of a field that a page shows, and characters of one. */
const ENTRIES = 100;
const LONGEST = 600;

const TITLES: Readonly<Record<FieldChanges['field'], string>> = {
  scripts: 'Scripts',
  dependencies: 'Dependencies',
  optionalDependencies: 'Optional dependencies',
  peerDependencies: 'Peer dependencies',
  devDependencies: 'Development dependencies',
  bin: 'Commands',
  engines: 'Engines',
  others: 'Other fields',
};

/** What differs between the manifests, field by field. */
export const manifestView = (fields: readonly FieldChanges[]): Markup =>
  markup`<h2>Manifest</h2>
${fields.length === 0 ? markup`<p>Dependencies, scripts, commands and engines are the same.</p>` : fields.map(fieldView)}`;

const fieldView = ({ field, changes }: FieldChanges): Markup =>
  markup`<h3>${TITLES[field]}</h3>
<ul class="list changes">${changes.slice(0, ENTRIES).map((change) => entry(field, change))}</ul>
${changes.length > ENTRIES && markup`<p>${counted(changes.length - ENTRIES, 'more change')}: see package.json below.</p>`}`;

const entry = (field: FieldChanges['field'], change: EntryChange): Markup =>
  markup`<li><p>${kindOf(change)} <strong>${nameOf(field, change)}</strong>${flag(field, change)}</p>${values(change)}</li>
`;

function kindOf({ before, after }: EntryChange): Markup {
  if (before === undefined) return markup`<span class="tag">added</span>`;
  if (after === undefined) return markup`<span class="tag bad">removed</span>`;
  return markup`<span class="tag warn">changed</span>`;
}

/** Dependencies lead to their own pages: whether there is one, that page says. */
function nameOf(field: FieldChanges['field'], { name }: EntryChange): Content {
  const shown = plainly(short(name));
  const isPackage = field.endsWith('ependencies') && /^(?:@[\w.~-]+\/)?[\w.~-]+$/.test(name);
  return isPackage ? markup`<a href="${packagePath(name)}">${shown}</a>` : shown;
}

function flag(field: FieldChanges['field'], { name, after }: EntryChange): Content {
  if (after === undefined) return undefined;
  if (field === 'scripts' && isInstallScript(name)) {
    return markup` <span class="tag bad">runs when it is installed</span>`;
  }
  if (field !== 'dependencies' && field !== 'optionalDependencies') return undefined;
  if (isForeign(after)) return markup` <span class="tag bad">not from a registry</span>`;
  return (
    aliasOf(name, after) !== undefined && markup` <span class="tag warn">another package</span>`
  );
}

const values = ({ before, after }: EntryChange): Markup =>
  markup`<p>${before !== undefined && markup`<del>${plainly(short(before))}</del>`}${before !== undefined && after !== undefined && ' → '}${after !== undefined && markup`<ins>${plainly(short(after))}</ins>`}</p>`;

const short = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
