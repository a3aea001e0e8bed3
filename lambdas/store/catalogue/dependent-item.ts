import type { PackageName } from '#domain/package-name.ts';
import type { Visibility } from '#domain/package.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import type { Shown } from './entry.ts';

const { name: TableName, partitionKey, sortKey } = TABLE_SCHEMA;

export const dependentsPartition = (dependency: string): string => `dependents#${dependency}`;

/** Private ones come after all that are public, so that nobody reads past them who may not see them. */
export const GROUPS: Readonly<Record<Visibility, string>> = {
  public: 'public#',
  private: 'restricted#',
};

type Dependencies = Readonly<Record<string, Shown>>;

/** A step from the dependencies that are shown to those that shall be. */
export interface Step {
  readonly dependency: string;
  /** Undefined: it is not shown there any more. */
  readonly shown: Shown | undefined;
  readonly writes: readonly object[];
}

/** What has to be written, dependency by dependency. */
export function dependentSteps(
  name: PackageName,
  before: Dependencies,
  after: Dependencies,
): readonly Step[] {
  const every = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return every.flatMap((dependency): readonly Step[] => {
    const [old, shown] = [own(before, dependency), own(after, dependency)];
    if (isSame(old, shown)) return [];
    const moved = old && old.visibility !== shown?.visibility;
    return [
      {
        dependency,
        shown,
        writes: [
          ...(moved ? [removal(dependency, name, old)] : []),
          ...(shown ? [dependentPut(dependency, name, shown)] : []),
        ],
      },
    ];
  });
}

const own = (dependencies: Dependencies, name: string): Shown | undefined =>
  Object.hasOwn(dependencies, name) ? dependencies[name] : undefined;

const isSame = (one: Shown | undefined, other: Shown | undefined): boolean =>
  one?.visibility === other?.visibility && one?.kind === other?.kind && one?.range === other?.range;

const keyOf = (dependency: string, name: PackageName, { visibility }: Shown) => ({
  [partitionKey]: dependentsPartition(dependency),
  [sortKey]: `${GROUPS[visibility]}${name}`,
});

const removal = (dependency: string, name: PackageName, shown: Shown): object => ({
  Delete: { TableName, Key: keyOf(dependency, name, shown) },
});

const dependentPut = (dependency: string, name: PackageName, shown: Shown): object => ({
  Put: {
    TableName,
    Item: {
      ...keyOf(dependency, name, shown),
      name,
      group: GROUPS[shown.visibility],
      kind: shown.kind,
      range: shown.range,
      __edb_e__: 'dependent',
      __edb_v__: '1',
    },
  },
});
