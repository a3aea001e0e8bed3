import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { pantry } from '../cli/run.ts';
import { user } from '../client.ts';
import {
  bun,
  deno,
  isHere,
  npm11,
  npm12,
  pnpm10,
  pnpm11,
  pnpm12,
  type Program,
  yarn1,
  yarn4,
} from './clients.ts';
import { makePrivate, publishFamily } from './family.ts';
import { home, type Home } from './home.ts';
import { read, readJson } from './read.ts';
import { startRegistry } from './registry.ts';

const registry = await startRegistry();
const alice = await user(registry, 'alice');
const open = await publishFamily(alice);
const closed = await publishFamily(alice);
await makePrivate(alice, closed.leaf);
await makePrivate(alice, closed.tool);

const scopeOf = (name: string): string => name.slice(0, name.indexOf('/'));

const clientOf = ({ name }: Program): string => name.split(' ')[0] ?? '';

/** Where clients are led that ask for more than a scope elsewhere, such as advisories. */
const NOWHERE = { outside: 'http://127.0.0.1:1' };

/** A machine on which nobody has configured anything. */
const fresh = (program: Program, { outside } = NOWHERE): Home =>
  home({ ...program, settings: () => ({}) }, { ...registry, outside }, undefined, {
    YARN_ENABLE_TELEMETRY: '0',
    YARN_NODE_LINKER: 'node-modules',
  });

/** What `pantry login` leaves. */
function logIn({ folder }: Home): void {
  mkdirSync(path.join(folder, '.pantry'), { mode: 0o700 });
  const kept = { current: registry.url, registries: { [registry.url]: { token: alice.token } } };
  writeFileSync(path.join(folder, '.pantry', 'credentials'), JSON.stringify(kept), { mode: 0o600 });
}

/** Files that somebody cares about, in the places that are changed. */
const OWN = {
  '.npmrc': '; ours\nfund = false\n',
  '.yarnrc.yml': '# ours\nenableProgressBars:   false\nnpmPreapprovedPackages: [ "@else/*" ] # c',
  'pnpm-workspace.yaml':
    '# ours\nminimumReleaseAgeExclude:\n- "@else/*" # c\n\nfetchRetries:   1\n',
  'bunfig.toml': '# ours\n[install]\nexact   = true # c\n',
  'deno.json': '{\n\t// ours\n\t"lock": false\n}',
};
const NAMES = Object.keys(OWN);

/** The files of one client: others would tell that there are more. */
const filesOf = (program: Program) => {
  const others = { npm: [], yarn: ['.yarnrc.yml'], pnpm: ['pnpm-workspace.yaml'] };
  const more = { ...others, bun: ['bunfig.toml'], deno: ['deno.json'] }[clientOf(program)] ?? [];
  const isOwn = ([name]: readonly [string, string]): boolean =>
    (name === '.npmrc' && program !== bun) || (program !== yarn1 && more.includes(name));
  return Object.fromEntries(Object.entries(OWN).filter(isOwn));
};

const markOf = (program: Program): Readonly<Record<string, string>> =>
  program === yarn1 ? { 'yarn.lock': '# yarn lockfile v1\n' } : {};

async function add(
  machine: Home,
  program: Program,
  name: string,
  project: string,
): Promise<string> {
  const verb = clientOf(program) === 'npm' ? 'install' : 'add';
  const spec = program === deno ? `npm:${name}` : name;
  await machine.run([verb, spec], { in: project });
  return readJson(project, 'node_modules', name, 'package.json').name;
}

async function setUp(machine: Home, project: string, args: readonly string[]) {
  const options = ['--registry', registry.url, '--yes', ...args];
  const outcome = await pantry(project, ['setup', ...options], { HOME: machine.folder });
  expect(outcome).toMatchObject({ code: 0 });
  return outcome;
}

const PROGRAMS = [npm11, npm12, pnpm10, pnpm11, pnpm12, yarn1, yarn4, bun, deno];

describe.each(PROGRAMS.filter(isHere))('$name, set up by `pantry setup`', (program) => {
  const client = ['--client', clientOf(program)];

  test('installs a package of a scope that was published just now, and is as before again', async () => {
    const machine = fresh(program);
    const own = filesOf(program);
    const project = machine.project({ 'package.json': { name: 'x' }, ...markOf(program), ...own });
    await setUp(machine, project, ['--scope', scopeOf(open.leaf), ...client]);
    expect(await add(machine, program, open.leaf, project)).toBe(open.leaf);
    const undone = await pantry(project, ['setup', '--undo', '--yes'], { HOME: machine.folder });
    expect(undone).toMatchObject({ code: 0 });
    const now = Object.keys(own).map((name) => [name, read(project, name)]);
    expect(Object.fromEntries(now)).toEqual(own);
  });

  test('installs a private package with the token of `pantry login`', async () => {
    const machine = fresh(program);
    logIn(machine);
    const project = machine.project({ 'package.json': { name: 'x' }, ...markOf(program) });
    await setUp(machine, project, ['--scope', scopeOf(closed.leaf), ...client]);
    for (const name of NAMES) expect(textOf(project, name)).not.toContain(alice.token);
    expect(await add(machine, program, closed.leaf, project)).toBe(closed.leaf);
  });

  test('installs private packages with and without a scope, where all come from there', async () => {
    const machine = fresh(program, registry);
    logIn(machine);
    const project = machine.project({ 'package.json': { name: 'x' }, ...markOf(program) });
    await setUp(machine, project, ['--all', '--scope', scopeOf(closed.leaf), ...client]);
    // A name without a scope can't be one of one's own: it is let through by itself.
    exempt(project, program, closed.tool);
    expect(await add(machine, program, closed.tool, project)).toBe(closed.tool);
  });

  test('installs for all projects of a user', async () => {
    const machine = fresh(program);
    logIn(machine);
    const project = machine.project({ 'package.json': { name: 'x' }, ...markOf(program) });
    await setUp(machine, project, ['--global', '--scope', scopeOf(closed.leaf), ...client]);
    exempt(project, program, closed.leaf);
    expect(await add(machine, program, closed.leaf, project)).toBe(closed.leaf);
  });
});

function textOf(project: string, name: string): string {
  try {
    return read(project, name);
  } catch {
    return '';
  }
}

/** What `pantry setup` can't say for deno in a home, nor for names without a scope. */
function exempt(project: string, program: Program, name: string): void {
  if (program === deno) {
    writeFileSync(path.join(project, 'deno.json'), JSON.stringify({ minimumDependencyAge: '0' }));
  }
  if (program === yarn4 && !name.startsWith('@')) {
    const file = path.join(project, '.yarnrc.yml');
    writeFileSync(file, `${read(project, '.yarnrc.yml')}npmMinimalAgeGate: 0\n`);
  }
}
