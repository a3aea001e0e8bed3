import {
  aliasOf,
  type EntryChange,
  type FieldChanges,
  isForeign,
  isInstallScript,
} from '#domain/diff/manifest-changes.ts';
import type { ReleaseChanges } from '#domain/diff/release-changes.ts';
import { type Markup, markup } from '#web/markup.ts';

/** What a takeover of a package looks like, said first. */
export function warnings({ from, to, fields }: ReleaseChanges): readonly Markup[] {
  const all = [
    installWarning({ from, to, fields }),
    from.provenance &&
      !to.provenance &&
      markup`<strong>No provenance:</strong> nothing proves where ${to.version} was built. ${from.version} was built from ${from.provenance.repository}.`,
    from.provenance &&
      to.provenance &&
      from.provenance.repository !== to.provenance.repository &&
      markup`<strong>Another source:</strong> ${to.version} was built from ${to.provenance.repository}, ${from.version} from ${from.provenance.repository}.`,
    from.publisher !== to.publisher &&
      markup`<strong>Another publisher:</strong> ${to.publisher} published ${to.version}, ${from.publisher} published ${from.version}.`,
    foreignWarning(fields),
    aliasWarning(fields),
  ];
  return all.filter((each) => each !== undefined && each !== false);
}

function installWarning({ from, to, fields }: ReleaseChanges): Markup | undefined {
  if (to.installScripts && !from.installScripts) {
    return markup`<strong>Runs code when it is installed:</strong> ${to.version} has install scripts, ${from.version} had none.`;
  }
  const changed = changesOf(fields, 'scripts').filter(
    ({ name, after }) => isInstallScript(name) && after !== undefined,
  );
  if (changed.length === 0) return undefined;
  return markup`<strong>Runs other code when it is installed:</strong> ${changed.map(({ name }) => name).join(', ')} changed.`;
}

/** Dependencies that no registry keeps, nor checks. */
function foreignWarning(fields: readonly FieldChanges[]): Markup | false {
  const foreign = installed(fields).filter(({ after }) => isForeign(after));
  return (
    foreign.length > 0 &&
    markup`<strong>Dependencies from a repository, a URL or a folder, not from a registry:</strong> ${named(foreign.map(({ name }) => short(name)))}.`
  );
}

/** Dependencies that are something else than they are called. */
function aliasWarning(fields: readonly FieldChanges[]): Markup | false {
  const aliases = installed(fields).flatMap(({ name, after }) => {
    const target = aliasOf(name, after);
    return target === undefined ? [] : [`${short(name)} is ${short(target)}`];
  });
  return (
    aliases.length > 0 &&
    markup`<strong>Dependencies that are another package than they are called:</strong> ${named(aliases)}.`
  );
}

type Asked = EntryChange & { readonly after: string };

/** What is new or changed of the dependencies that are installed with it. */
const installed = (fields: readonly FieldChanges[]): readonly Asked[] =>
  [...changesOf(fields, 'dependencies'), ...changesOf(fields, 'optionalDependencies')].filter(
    (change): change is Asked => change.after !== undefined,
  );

const short = (name: string): string => name.slice(0, 214);

const named = (names: readonly string[]): string =>
  `${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and others' : ''}`;

const changesOf = (
  fields: readonly FieldChanges[],
  wanted: FieldChanges['field'],
): FieldChanges['changes'] => fields.find(({ field }) => field === wanted)?.changes ?? [];
