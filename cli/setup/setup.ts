import { stat } from 'node:fs/promises';
import path from 'node:path';

import type { Call, ExitCode } from '../command/command.ts';
import type { SETUP_OPTIONS } from '../commands/setup.ts';
import { agree } from './agree.ts';
import { clientFiles, type For, projectNames } from './client-files.ts';
import { findLogin, type IsOwn, isCi, type Login, loginFiles } from './credential.ts';
import { hashOf, recall, remember } from './memory.ts';
import { planChanges, type PlannedChange, rememberedChange, replacementOf } from './plan.ts';
import { type ClientName, findProject, type Project } from './project.ts';
import { shortName, showChanges } from './show.ts';
import { undo } from './undo.ts';
import { homeOf, installedClients, userNames } from './user-files.ts';
import { clientsOf, findSetupRegistry, type Wish, whatOf } from './wish.ts';
import { writeFiles } from './write-files.ts';

type SetupCall = Call<typeof SETUP_OPTIONS>;

export async function main(call: SetupCall): Promise<ExitCode> {
  const { values, env, cwd, terminal } = call;
  const project = await findProject(cwd, env);
  const of = values.global === true ? homeOf(env) : project.folder;
  if (values.undo === true) return undo(call, of);
  const registry = await findSetupRegistry(call);
  const wish = { registry: registry.url, ...(await whatOf(call, project)) };
  const target = await targetOf(call, project);
  const login = await agreedLogin(call, wish, await findLogin(call, registry));
  const changes = await planChanges([
    ...clientFiles(wish, target),
    ...(login
      ? loginFiles(login, wish, { ...target, names: userNames(env) }, await ownValues(env))
      : []),
  ]);
  const answer = { ...wish, clients: target.clients, login: loginName(login) };
  const files = changes.map(({ found: { file } }) => file);
  if (changes.length === 0) {
    terminal.result({ ...answer, files, written: false }, 'nothing to change: it is set up\n');
    return 0;
  }
  const shown = showChanges(call, changes.map(asShown));
  if (values['dry-run'] === true) {
    terminal.result({ ...answer, files, written: false }, shown);
    return 0;
  }
  terminal.note(shown);
  await agree(call, 'Write this?');
  await write(call, of, changes);
  const names = files.map((file) => shortName(file, cwd, homeOf(env))).join(', ');
  terminal.result({ ...answer, files, written: true }, `wrote ${names}\n`);
  advise(call, wish, target, login);
  return 0;
}

async function targetOf({ values, env }: SetupCall, project: Project): Promise<For> {
  const said = clientsOf(values);
  const { isYarn1, folder } = project;
  if (values.global === true) {
    const present = said.length > 0 ? said : await installedClients(env);
    return { names: userNames(env), clients: orNpm(present), isYarn1: undefined };
  }
  const jsonc = await stat(path.join(folder, 'deno.jsonc')).catch(() => undefined);
  const clients = orNpm(said.length > 0 ? said : project.clients);
  return { names: projectNames(folder, jsonc !== undefined), clients, isYarn1 };
}

const orNpm = (clients: readonly ClientName[]): readonly ClientName[] =>
  clients.length > 0 ? clients : ['npm'];

async function agreedLogin(
  { values, env, terminal }: SetupCall,
  { registry }: Pick<Wish, 'registry'>,
  login: Login | undefined,
): Promise<Login | undefined> {
  // In CI the variable is there for that; the question after the changes is enough of an answer too.
  const { questions } = terminal;
  if (!login || !questions || values.yes === true || values['dry-run'] === true) return login;
  if (login === 'environment' && isCi(env)) return login;
  const what =
    login === 'environment' ? 'a reference to PANTRY_TOKEN' : 'the token of `pantry login`';
  const where = 'your own configuration of these clients';
  return (await questions.confirm(`Write ${what} for ${registry} to ${where}?`))
    ? login
    : undefined;
}

const loginName = (login: Login | undefined): string | null =>
  login === undefined ? null : login === 'environment' ? 'PANTRY_TOKEN' : '`pantry login`';

/** What an earlier run wrote may be replaced by what is known now. */
async function ownValues(env: Call['env']): Promise<IsOwn> {
  const runs = await recall(env);
  const own = new Set(
    runs.flatMap(({ changes }) =>
      changes.flatMap(({ file, settings }) =>
        settings.map(({ place, hash }) => hashOf([file, place, hash])),
      ),
    ),
  );
  return (file, place, value) => own.has(hashOf([file, place, hashOf(value)]));
}

const asShown = ({ found, text }: PlannedChange) => ({
  file: found.file,
  before: found.bytes && found.text,
  after: text,
});

const write = async (
  { env }: SetupCall,
  of: string,
  changes: readonly PlannedChange[],
): Promise<void> =>
  writeFiles(changes.map(replacementOf), async () =>
    remember(env, { of, changes: changes.map(rememberedChange) }),
  );

/** What this command can't do itself. */
function advise(
  { values, terminal }: SetupCall,
  { registry, scopes, all }: Wish,
  { clients }: For,
  login: Login | undefined,
): void {
  if (!login) {
    terminal.note(
      `No token was written: private packages need \`pantry login --registry ${registry}\` and this command again.`,
    );
  }
  if (
    all &&
    scopes.length === 0 &&
    clients.some((client) => client !== 'npm' && client !== 'bun')
  ) {
    terminal.note(
      'pnpm, yarn 4 and deno hold back versions that are younger than a day: add --scope for those of your own.',
    );
  }
  if (values.global === true && clients.includes('deno') && scopes.length > 0) {
    terminal.note('deno keeps exceptions of its minimum age in projects alone: run this in each.');
  }
}
