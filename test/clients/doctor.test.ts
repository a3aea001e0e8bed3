import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { everything, machine } from '../cli/machine.ts';
import { pantry } from '../cli/run.ts';
import { user } from '../client.ts';
import { bun, deno, isHere, npm12, pnpm12, type Program, yarn1, yarn4 } from './clients.ts';
import { publishFamily } from './family.ts';
import { startRegistry } from './registry.ts';

const registry = await startRegistry();
const alice = await user(registry, 'alice');
const { leaf } = await publishFamily(alice);
const scope = leaf.slice(0, leaf.indexOf('/'));

/** A folder in which these clients are what their names call. */
function programs(home: string, clients: readonly Program[]): string {
  const bin = path.join(home, '.programs');
  mkdirSync(bin);
  symlinkSync(process.execPath, path.join(bin, 'node'));
  for (const { name, command } of clients.filter(isHere)) {
    symlinkSync(command.at(-1) ?? '', path.join(bin, name.split(' ')[0] ?? name));
  }
  return [bin, '/usr/bin', '/bin'].join(path.delimiter);
}

interface Report {
  readonly problems: number;
  readonly findings: readonly { check: string; state: string; says: string; fix?: string }[];
}

const MARKS = {
  'package.json': JSON.stringify({ name: `${scope}/app` }),
  'package-lock.json': '{}',
  'pnpm-lock.yaml': '',
  'bun.lock': '',
  'deno.lock': '',
};

test('pantry doctor finds that yarn 1 goes by its own file first', async () => {
  const here = machine({
    'yarn.lock': '# yarn lockfile v1\n',
    '.npmrc': `registry=${registry.url}/\n`,
    '.yarnrc': 'registry "https://old.example/"\n',
  });
  const { stdout } = await pantry(here.project, ['doctor', '--json'], {
    HOME: here.home,
    PATH: programs(here.home, [yarn1]),
    PANTRY_REGISTRY: registry.url,
  });
  const { findings }: Report = JSON.parse(stdout);
  const found = findings.filter(({ check }) => check === 'yarn');
  expect(found).toEqual([
    expect.objectContaining({
      state: 'problem',
      says: expect.stringContaining('gets all packages from https://old.example/, not from'),
    }),
  ]);
});

describe.each([
  ['yarn 4', yarn4, { '.yarnrc.yml': '' }],
  ['yarn 1', yarn1, { 'yarn.lock': '# yarn lockfile v1\n' }],
] as const)('pantry doctor, with the real clients and %s', (_, yarn, mark) => {
  test('finds who looks elsewhere, and nothing after the command that it says', async () => {
    const here = machine({ ...MARKS, ...mark });
    const env = {
      HOME: here.home,
      PATH: programs(here.home, [npm12, pnpm12, yarn, bun, deno]),
      PANTRY_REGISTRY: registry.url,
      PANTRY_TOKEN: alice.token,
      YARN_ENABLE_TELEMETRY: '0',
    };
    const examine = async (): Promise<readonly [number, Report]> => {
      const { code, stdout } = await pantry(here.project, ['doctor', '--json'], env);
      return [code, JSON.parse(stdout)];
    };
    const files = everything(here);
    const [code, sick] = await examine();
    expect(code).toBe(1);
    const wrong = sick.findings.filter(({ state }) => state === 'problem');
    expect(wrong.map(({ check }) => check)).toEqual(['npm', 'pnpm', 'yarn', 'bun', 'deno']);
    expect(sick.problems).toBe(5);
    expect(Object.keys(everything(here)).filter((name) => name.startsWith('project/'))).toEqual(
      Object.keys(files).filter((name) => name.startsWith('project/')),
    );

    for (const { fix } of wrong) {
      const [command, ...args] = fix?.split(' ') ?? [];
      expect(command).toBe('pantry');
      expect((await pantry(here.project, [...args, '--yes'], env)).code).toBe(0);
    }

    const [sound, healthy] = await examine();
    expect(healthy.findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(sound).toBe(0);
    expect(healthy.findings).toContainEqual({
      check: 'login',
      state: 'ok',
      says: `${alice.name}, by the token of PANTRY_TOKEN`,
    });
  });
});
