import { isJsonObject, type Json } from './manifest.ts';

/** What comes with a package without being asked for. */
const DEPENDENCIES = {
  dependencies: 'dependency',
  optionalDependencies: 'optional dependency',
  peerDependencies: 'peer dependency',
} as const;

/** Scripts that run on the machine of whoever installs. */
const ON_INSTALL = ['preinstall', 'install', 'postinstall'] as const;

/** What somebody who approves a version wants to know of its manifest, in sentences. */
export const manifestChanges = (before: Json, after: Json): readonly string[] => [
  ...ON_INSTALL.flatMap((script) =>
    changesOf(`Install script "${script}"`, [
      entriesOf(before['scripts'])[script],
      entriesOf(after['scripts'])[script],
    ]),
  ),
  ...Object.entries(DEPENDENCIES).flatMap(([field, title]) => {
    const [was, is] = [entriesOf(before[field]), entriesOf(after[field])];
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].toSorted();
    return names.flatMap((name) => changesOf(`${title} ${name}`, [was[name], is[name]]));
  }),
];

function changesOf(
  what: string,
  [was, is]: readonly [string | undefined, string | undefined],
): readonly string[] {
  if (was === is) return [];
  const subject = `${what.slice(0, 1).toUpperCase()}${what.slice(1)}`;
  if (was === undefined) return [`${subject} is new: ${is}`];
  if (is === undefined) return [`${subject} is gone.`];
  return [`${subject} was ${was}, and is ${is}`];
}

/** What is no text says nothing here. */
const entriesOf = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(isJsonObject(value) ? value : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
