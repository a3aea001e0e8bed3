import { asPackageName, scopeOf } from '#domain/package-name.ts';

import type { Call } from '../command/command.ts';
import { CommandError, UsageError } from '../command/failure.ts';
import type { SETUP_OPTIONS } from '../commands/setup.ts';
import { readCredentialFile } from '../registry/credential-file.ts';
import { checkRegistry } from '../registry/credentials.ts';
import { findRegistry, type FoundRegistry } from '../registry/find-registry.ts';
import type { Questions } from '../terminal/terminal.ts';
import { type ClientName, CLIENTS, type Project } from './project.ts';

/** What is to come from where. */
export interface Wish {
  /** Without a slash at the end. */
  readonly registry: string;
  /** One's own: they come from there, and need not be old. */
  readonly scopes: readonly string[];
  /** Whether all other packages come from there too. */
  readonly all: boolean;
}

type SetupCall = Call<typeof SETUP_OPTIONS>;

/** `--registry`, the environment's, that of the last login, npm's. */
export async function findSetupRegistry(
  call: Pick<Call, 'values' | 'env' | 'cwd'>,
): Promise<FoundRegistry> {
  const { values, env } = call;
  const said = values['registry'] !== undefined || Boolean(env['PANTRY_REGISTRY']);
  const { current } = said ? {} : await readCredentialFile(env);
  const found =
    current === undefined
      ? await findRegistry(call)
      : { url: checkRegistry(current), from: '`pantry login`', ofProject: false };
  return { ...found, url: plainUrl(found.url) };
}

/** It is written into five languages: characters that mean something in one of them are none of a registry's URL. */
function plainUrl(url: string): string {
  const { href } = new URL(url);
  const plain = href.replace(/\/+$/, '');
  if (/^https?:\/\/[\w.:[\]-]+(?:\/[\w.~%@/-]*)?$/.test(plain)) return plain;
  throw new CommandError(
    `"${url}" can't be written to a configuration: say the registry's URL without a password, "?" or "#"`,
  );
}

export function clientsOf({ client = [] }: SetupCall['values']): readonly ClientName[] {
  return client
    .flatMap((names) => names.split(','))
    .map((name) => {
      const known = CLIENTS.find((one) => one === name.trim());
      if (known) return known;
      throw new UsageError(`--client is npm, pnpm, yarn, bun or deno, not "${name}"`);
    });
}

export async function whatOf(
  { values, terminal }: SetupCall,
  { packageJson }: Pick<Project, 'packageJson'>,
): Promise<Pick<Wish, 'scopes' | 'all'>> {
  const scopes = [...new Set((values.scope ?? []).map(checkScope))];
  const all = values.all === true;
  if (all || scopes.length > 0) return { scopes, all };
  const own = ownScope(packageJson);
  const { questions } = terminal;
  if (questions && values.yes !== true) return askWhat(questions, own);
  throw new UsageError(
    `say which packages come from there: --scope ${own ?? '@acme'} for those of a scope, or --all`,
  );
}

async function askWhat(
  questions: Questions,
  own: string | undefined,
): Promise<Pick<Wish, 'scopes' | 'all'>> {
  const chosen = await questions.choose('Which packages come from there?', [
    ...(own === undefined ? [] : [{ value: own, label: `those of ${own}` }]),
    { value: '', label: own === undefined ? 'those of a scope' : 'those of another scope' },
    { value: '*', label: 'all' },
  ]);
  if (chosen === '*') return { scopes: own === undefined ? [] : [own], all: true };
  const scope = chosen || (await questions.text('Which scope? Such as @acme'));
  return { scopes: [checkScope(scope)], all: false };
}

function ownScope({ name }: Project['packageJson']): string | undefined {
  const known = typeof name === 'string' ? asPackageName(name) : undefined;
  const scope = known && scopeOf(known);
  return scope !== undefined && SCOPE.test(scope) ? scope : undefined;
}

const SCOPE = /^@[a-z\d][a-z\d._~-]*$/;

/** A scope as it is written before names. */
export function checkScope(text: string): string {
  const scope = text.startsWith('@') ? text : `@${text}`;
  if (SCOPE.test(scope) && asPackageName(`${scope}/x`)) return scope;
  throw new UsageError(`"${text}" is no scope: it is such as @acme`);
}
