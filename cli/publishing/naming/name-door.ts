import * as v from 'valibot';

import type { PackageName } from '#domain/package-name.ts';

import { CommandError } from '../../command/failure.ts';
import { persist } from '../../registry/persist.ts';
import { parsed, refused } from '../../registry/refused.ts';

/** A registry, as who looks for a name asks it. */
export interface NameDoor {
  /** Without a slash at the end. */
  readonly registry: string;
  /** Who may publish a package: user names; undefined where there is no such package. */
  readonly owners: (name: PackageName) => Promise<readonly string[] | undefined>;
  /** As whom it is asked; undefined where nobody is logged in, and where it does not tell. */
  readonly whoami: () => Promise<string | undefined>;
  /** Names that a search finds; none where the registry has no search. */
  readonly search: (text: string) => Promise<readonly string[]>;
}

/** Milliseconds, and bytes of a document: the largest ones of the public registry have some 100 MB. */
const PATIENCE = 60_000;
const LARGEST = 256 * 1024 * 1024;

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
  const get = async (path: string): Promise<Answer> => ask(registry + path, authorization);
  const read = async <S extends v.GenericSchema>(
    schema: S,
    path: string,
  ): Promise<v.InferOutput<S> | undefined> => {
    const answer = await get(path);
    const found = v.safeParse(schema, answer.status === 200 ? parsed(answer.text) : undefined);
    return found.success ? found.output : undefined;
  };
  return {
    registry,
    async owners(name) {
      const escaped = name.replace('/', '%2f');
      const answer = await get(`/${escaped}`);
      if (answer.status === 404) return undefined;
      if (answer.status === 401 && authorization !== undefined) throw notTaken(registry);
      // Whoever may not see it has not made it.
      if (answer.status === 401 || answer.status === 403) return [];
      if (answer.status !== 200) throw refused(registry, answer);
      const document = v.safeParse(Document, parsed(answer.text));
      if (!document.success) {
        throw new CommandError(
          `${registry} answers in an unknown way: is it a registry of npm packages?`,
        );
      }
      // Teams write too, and only this tells of them.
      const others =
        authorization && (await read(Collaborators, `/-/package/${escaped}/collaborators`));
      const writing = Object.entries(others || {}).filter(([, level]) => level.includes('write'));
      return [...new Set([...document.output.maintainers, ...writing.map(([user]) => user)])];
    },
    async whoami() {
      if (authorization === undefined) return undefined;
      const answer = await get('/-/whoami');
      if (answer.status === 401) throw notTaken(registry);
      const found = v.safeParse(Whoami, parsed(answer.text));
      return found.success ? found.output.username : undefined;
    },
    search: async (text) => {
      const found = await read(Found, `/-/v1/search?size=50&text=${encodeURIComponent(text)}`);
      return found?.objects.map((one) => one.package.name) ?? [];
    },
  };
}

const notTaken = (registry: string): CommandError =>
  new CommandError(
    `${registry} does not take the token that npm's configuration has for it: run \`npm login --registry ${registry}/\`, or write a new one there`,
    { exitCode: 3 },
  );

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

async function ask(url: string, authorization: string | undefined): Promise<Answer> {
  return persist(url, async () => {
    const response = await fetch(url, {
      headers: {
        accept: 'application/json',
        ...(authorization !== undefined && { authorization }),
      },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const { status, headers } = response;
    return { status, headers: Object.fromEntries(headers), text: await textOf(response) };
  });
}

async function textOf({ body, url }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node's stream is iterable, its type in the DOM is not
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > LARGEST) throw new CommandError(`${url} answers with more than ${LARGEST} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
