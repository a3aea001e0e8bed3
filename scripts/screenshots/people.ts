import { anonymous, type Client, PASSWORD, signUp } from '../../test/client.ts';
import type { Studio } from './registry.ts';

/** Who is there; `admin` runs the registry. */
export type People = Readonly<Record<Name, Client>>;
export const NAMES = ['admin', 'alice', 'ben', 'chiara', 'dmitri'] as const;
export type Name = (typeof NAMES)[number];

/** The answer, where a request succeeds; otherwise the script ends. */
export function must<T extends { readonly status: number; readonly body: any }>(answer: T): T {
  if (answer.status >= 400) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

/** Everybody, signed in; who is new here gets an account. */
export async function signedIn(studio: Studio): Promise<People> {
  const pairs: (readonly [Name, Client])[] = [];
  for (const name of NAMES) {
    const { body } = must(await signUp(studio, name, PASSWORD));
    pairs.push([name, anonymous(studio).with(body.token)]);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- there is one of each name
  return Object.fromEntries(pairs) as People;
}
