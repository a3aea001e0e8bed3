import type { Call, ExitCode } from '../command/command.ts';
import { UsageError } from '../command/failure.ts';
import type { NPM_OPTIONS } from '../commands/trust.ts';
import { findNpmRegistry } from '../publishing/drivers/npm-registry.ts';
import { publishSettings } from '../publishing/publish-settings.ts';
import { checkRegistry } from '../registry/credentials.ts';
import { findProject, namesThere } from './npm-packages.ts';
import { findNpm, type NpmProgram } from './npm-program.ts';
import { reportOf, type TrustOutcome } from './npm-report.ts';
import { commandFor, isTrusted, type NpmWish, npmWish } from './npm-wish.ts';

type NpmCall = Call<typeof NPM_OPTIONS>;

/** Has npm make packages of the public registry trust a workflow, as far as that goes without a person. */
export async function npm(call: NpmCall): Promise<ExitCode> {
  const project = await findProject(call.cwd, call.args);
  // The configuration of the root counts for all packages of a workspace.
  const at = { cwd: project.root, env: call.env };
  const registry = await registryOf({ ...call, ...at }, publishSettings(project.rootJson).npm);
  const wish = await npmWish(call, project);
  const program = await findNpm({ ...at, registry });
  const names = await namesThere(at, registry, project);
  const outcomes: TrustOutcome[] = [];
  for (const { name, exists, refusal } of names) {
    if (!exists) outcomes.push({ name, state: 'missing' });
    else if (refusal) outcomes.push({ name, state: 'failed', reason: refusal.message });
    else outcomes.push(await trust(call, { name, registry, wish, program }));
  }
  const { json, text, exitCode } = reportOf(outcomes, registry);
  call.terminal.result(json, text);
  return exitCode;
}

async function registryOf(
  call: NpmCall,
  settings: Parameters<typeof findNpmRegistry>[1],
): Promise<string> {
  const { registry } = call.values;
  return registry === undefined
    ? (await findNpmRegistry(call, settings)).url
    : checkRegistry(registry);
}

interface One {
  readonly name: string;
  readonly registry: string;
  readonly wish: NpmWish;
  readonly program: NpmProgram;
}

async function trust(
  { terminal, values }: NpmCall,
  { name, registry, wish, program }: One,
): Promise<TrustOutcome> {
  const permissions = program.asksForPermissions;
  if (wish.stage && !permissions) {
    throw new UsageError(`npm ${program.version} does not know --allow-stage-publish: update npm`);
  }
  if (isTrusted(wish, (await program.trusted(name)) ?? []))
    return { name, state: 'trusted before' };
  const args = commandFor(name, wish, { registry, permissions });
  const command = ['npm', ...args];
  if (values['dry-run'] === true) return { name, state: 'to run', command };
  if (!terminal.questions) return { name, state: 'needs a person', command };
  terminal.note(`\n${command.join(' ')}`);
  const code = await program.run(args);
  return code === 0
    ? { name, state: 'trusted' }
    : { name, state: 'failed', reason: `npm ended with exit code ${code}: see above`, command };
}
