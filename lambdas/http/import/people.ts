import { invalid } from '#domain/errors.ts';
import type { ImportBatch } from '#domain/import/import-batch.ts';
import { asUserName, type Person } from '#domain/user.ts';
import type { Services } from '#store/services.ts';
import { findUsers } from '#store/users.ts';

/** Those of the names that are users here. */
export interface Named {
  readonly people: ReadonlyMap<string, Person>;
  readonly owners: readonly Person[];
  readonly unknown: readonly string[];
}

/** Who of the owners and publishers is here. Where no owner is, it falls to the one who is named for that. */
export async function findNamed(
  { table }: Pick<Services, 'table'>,
  { owners, ownerDefault, versions }: ImportBatch,
  importer: string,
): Promise<Named> {
  const publishers = versions.flatMap(({ publisher }) => publisher ?? []);
  const names = [...new Set([...owners, ...publishers, ownerDefault ?? importer])];
  const users = await findUsers(
    table,
    names.map(asUserName).filter((name) => name !== undefined),
  );
  const people = new Map<string, Person>(users.map(({ name, email }) => [name, { name, email }]));
  const known = owners.flatMap((name) => people.get(name) ?? []);
  const heir = people.get(ownerDefault ?? importer);
  if (ownerDefault !== undefined && !heir) {
    throw invalid(`there is no user ${ownerDefault} who could own what nobody else here owns`);
  }
  return {
    people,
    owners: known.length > 0 || !heir ? known : [heir],
    unknown: owners.filter((name) => !people.has(name)),
  };
}
