import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { COMMAND, pantry } from './run.ts';

const registry = await server();
const alice = await user(registry, 'alice');
const ENV = { PANTRY_REGISTRY: registry.url, PANTRY_TOKEN: alice.token };

const STEPS = ['prepublishOnly', 'prepack', 'prepare', 'postpack', 'publish', 'postpublish'];

/** A package whose scripts note what they see. */
function project(scripts: Readonly<Record<string, string>>, more: object = {}) {
  const [dir, name] = [folder(), uniqueName()];
  const manifest = { name, version: '1.0.0', files: ['built.txt'], scripts, ...more };
  writeFileSync(path.join(dir, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    path.join(dir, 'note.mjs'),
    `import { appendFileSync, writeFileSync } from 'node:fs';
const { npm_lifecycle_event: step, npm_command, npm_package_name, npm_package_config_port, npm_execpath } = process.env;
appendFileSync('notes', [step, npm_command, npm_package_name, npm_package_config_port, npm_execpath].join(' ').trim() + '\\n');
if (step === 'prepack') writeFileSync('built.txt', 'built');
console.log('said by ' + step);
`,
  );
  return { dir, name };
}

/** Not the cache of compiled code, which is Node's. */
const ours = (temporary: string): readonly string[] =>
  readdirSync(temporary).filter((name) => name.startsWith('pantry-'));

const NOTES = Object.fromEntries(STEPS.map((step) => [step, 'node note.mjs']));

describe('pantry publish', () => {
  test('runs the scripts of a package as npm does, and ships what they make', async () => {
    const { dir, name } = project(NOTES, { config: { port: 8080 } });
    const { code, stdout, stderr } = await pantry(dir, ['publish'], ENV);
    expect([code, stdout]).toEqual([0, `+ ${name}@1.0.0\n`]);
    const seen = readFileSync(path.join(dir, 'notes'), 'utf8').trim().split('\n');
    expect(seen).toEqual(STEPS.map((step) => `${step} publish ${name} 8080`));
    expect(stderr).toContain(`> ${name}@1.0.0 prepack\n> node note.mjs`);
    expect(stderr).toContain('said by prepack');
    expect((await alice.get(`/${name}/1.0.0`)).body.dist.fileCount).toBe(2);
  });

  test('runs them as npm does only up to the tarball with --dry-run, and none with --ignore-scripts', async () => {
    const { dir, name } = project(NOTES);
    const shown = await pantry(dir, ['publish', '--dry-run'], ENV);
    expect([shown.code, shown.stdout]).toEqual([
      0,
      `${name}@1.0.0 would be published to ${registry.url}\n`,
    ]);
    expect(readFileSync(path.join(dir, 'notes'), 'utf8').trim().split('\n')).toHaveLength(4);
    expect((await alice.get(`/${name}`)).status).toBe(404);
    const without = project(NOTES);
    expect((await pantry(without.dir, ['publish', '--ignore-scripts'], ENV)).code).toBe(0);
    expect(existsSync(path.join(without.dir, 'notes'))).toBe(false);
  });

  test('finds the programs of dependencies, and leaves the standard output to the result', async () => {
    const { dir, name } = project({ prepack: 'build-it' });
    const bin = path.join(dir, 'node_modules', '.bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(path.join(bin, 'build-it'), '#!/bin/sh\necho building\n', { mode: 0o755 });
    const { code, stdout, stderr } = await pantry(dir, ['publish', '--json'], ENV);
    expect([code, JSON.parse(stdout).name]).toEqual([0, name]);
    expect(stderr).toBe('building\n');
  });

  test('publishes nothing where a script fails, and says so where one does afterwards', async () => {
    const early = project({ prepack: 'exit 7' });
    const failed = await pantry(early.dir, ['publish'], ENV);
    expect([failed.code, failed.stderr]).toEqual([
      1,
      expect.stringContaining('the script prepack failed with 7: nothing was published'),
    ]);
    expect((await alice.get(`/${early.name}`)).status).toBe(404);
    const late = project({ postpublish: 'exit 7' });
    const published = await pantry(late.dir, ['publish'], ENV);
    expect(published.code).toBe(1);
    expect(published.stderr).toContain('failed with 7: the version is published all the same');
    expect((await alice.get(`/${late.name}`)).status).toBe(200);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'ends scripts and removes what is temporary on %s',
    async (signal) => {
      const { dir, name } = project({ postpack: 'sleep 600 & touch started; wait' });
      const temporary = folder();
      const child = spawn(process.execPath, [COMMAND, 'publish'], {
        cwd: dir,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'], HOME: dir, TMPDIR: temporary, ...ENV },
      });
      const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
      const file = path.join(dir, 'started');
      while (!existsSync(file)) await sleep(20);
      expect(ours(temporary)).toHaveLength(1);
      child.kill(signal);
      // The error output ends when nothing has it any more, which the script's own process has too.
      const [[code], stdout] = await ended;
      expect([code, stdout]).toEqual([130, '']);
      expect(ours(temporary)).toEqual([]);
      expect((await alice.get(`/${name}`)).status).toBe(404);
    },
  );
});
