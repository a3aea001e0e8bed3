import * as v from 'valibot';

import type { PackageName } from '#domain/package-name.ts';

import { CommandError } from '../../command/failure.ts';
import { parsedForPeople, refused, unknownAnswer } from '../../registry/refused.ts';
import { type Answer, send } from '../../registry/send.ts';

/** Milliseconds, and characters of a document: the largest ones of the public registry have some 100 MB. */
const PATIENCE = 60_000;
const LARGEST = 256 * 1024 * 1024;

/** Who may publish a package, as a registry tells it. */
export interface Owners {
  readonly users: readonly string[];
  /** Whether it tells at all: some keep no list. */
  readonly told: boolean;
}

/** A registry, as who looks for a name asks it. */
export interface NameDoor {
  /** Without a slash at the end. */
  readonly registry: string;
  /** Undefined where there is no such package. */
  readonly owners: (name: PackageName) => Promise<Owners | undefined>;
  /** As whom it is asked; undefined where nobody is logged in, and where it does not tell. */
  readonly whoami: () => Promise<string | undefined>;
  /** Names that a search finds; none where the registry has no search. */
  readonly search: (text: string) => Promise<readonly string[]>;
}

const Person = v.pipe(
  v.union([
    v.pipe(
      v.string(),
      v.transform((text) => text.split(' ')[0] ?? text),
    ),
    v.object({ name: v.string() }),
  ]),
  v.transform((person) => (typeof person === 'string' ? person : person.name)),
);
const Document = v.object({ maintainers: v.optional(v.array(Person), []) });
const Collaborators = v.record(v.string(), v.string());
const Whoami = v.object({ username: v.string() });
const Found = v.object({ objects: v.array(v.object({ package: v.object({ name: v.string() }) })) });

export function openNameDoor(registry: string, authorization: string | undefined): NameDoor {
  const get = async (path: string): Promise<Answer> =>
    send({
      method: 'GET',
      url: registry + path,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'gzip',
        ...(authorization !== undefined && { authorization }),
      },
      silence: PATIENCE,
      longest: LARGEST,
    });
  const read: Read = async (schema, path) => {
    const answer = await get(path);
    const found = v.safeParse(
      schema,
      answer.status === 200 ? parsedForPeople(answer.text) : undefined,
    );
    return found.success ? found.output : undefined;
  };
  return {
    registry,
    async owners(name) {
      const escaped = name.replace('/', '%2f');
      const answer = await get(`/${escaped}`);
      if (answer.status === 404) return undefined;
      // Whoever may not see it has not made it; a token that is not taken is told by whoami.
      if (answer.status === 401 || answer.status === 403) return { users: [], told: true };
      const maintainers = maintainersIn(registry, answer);
      const writing = authorization === undefined ? [] : await writers(read, escaped);
      const users = [...new Set([...maintainers, ...(writing ?? [])])];
      return { users, told: users.length > 0 };
    },
    async whoami() {
      if (authorization === undefined) return undefined;
      const answer = await get('/-/whoami');
      if (answer.status === 401) throw notTaken(registry);
      const found = v.safeParse(Whoami, parsedForPeople(answer.text));
      return found.success ? found.output.username : undefined;
    },
    search: async (text) => {
      const found = await read(Found, `/-/v1/search?size=50&text=${encodeURIComponent(text)}`);
      return found?.objects.map((one) => one.package.name) ?? [];
    },
  };
}

type Read = <S extends v.GenericSchema>(
  schema: S,
  path: string,
) => Promise<v.InferOutput<S> | undefined>;

function maintainersIn(registry: string, answer: Answer): readonly string[] {
  if (answer.status !== 200) throw refused(registry, answer);
  const document = v.safeParse(Document, parsedForPeople(answer.text));
  if (document.success) return document.output.maintainers;
  throw unknownAnswer(registry);
}

/** Teams write too, and only this tells of them. */
async function writers(read: Read, escaped: string): Promise<readonly string[] | undefined> {
  const found = await read(Collaborators, `/-/package/${escaped}/collaborators`);
  const levels = found && Object.entries(found).filter(([, level]) => level.includes('write'));
  return levels?.map(([user]) => user);
}

const notTaken = (registry: string): CommandError =>
  new CommandError(
    `${registry} does not take the token that npm's configuration has for it: run \`npm login --registry ${registry}/\`, or write a new one there`,
    { exitCode: 3 },
  );
