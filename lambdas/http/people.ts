import { notFound } from '#domain/errors.ts';
import { asUserName, type Person } from '#domain/user.ts';
import type { TableClient } from '#store/table.ts';
import { findUser } from '#store/users.ts';

/** The registered user of that name, as packages list their owners. */
export async function findPerson(table: TableClient, text: string): Promise<Person> {
  const name = asUserName(text);
  const user = name && (await findUser(table, name));
  if (!user) throw notFound(`user "${text}"`);
  return { name: user.name, email: user.email };
}
