import { spawn, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

import { folder } from '../../target.ts';
import { answering } from '../answering.ts';
import { COMMAND, endOf, isCivil, type Left } from './perform.ts';
import { changed, look, sceneAt } from './scene.ts';
import { GOOD } from './stand-in.ts';

/** A namespace of one's own, in which a disk of 1 MB may be mounted on Linux: by root, or by everybody. */
const ALONE = [['--mount'], ['--user', '--map-root-user', '--mount']].find(
  (options) =>
    spawnSync('unshare', [...options, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0,
);

if (!ALONE) {
  const told = 'there is no `unshare` here that mounts a disk';
  // There a step of the workflow allows it, and nobody reads that a test was skipped.
  if (process.env['GITHUB_ACTIONS']) throw new Error(`${told}: see .github/workflows/ci.yml`);
  console.log(`full disks are skipped: ${told}`);
}

/** What each kind of a disk does once the scene is on it. */
const KINDS = {
  full: 'head -c 1200k /dev/zero > "$DISK/fill" 2> /dev/null',
  'read-only': 'mount -o remount,ro "$DISK"',
} as const;

/** Runs a command in a scene on a disk, and takes the files from there when it has ended. */
async function onDisk(
  kind: keyof typeof KINDS,
  url: string,
  args: readonly string[],
): Promise<Left> {
  const scene = sceneAt(url);
  const [disk, after] = [folder(), folder()];
  const script = `
    mount -t tmpfs -o size=1m none "$DISK" && cp -a "$SCENE/." "$DISK" || exit 99
    git init --quiet "$DISK/project" && rm -rf "$DISK/project/.git/hooks"
    ${KINDS[kind]}
    cd "$DISK/project" || exit 99
    HOME="$DISK/home" TMPDIR="$DISK/tmp" "$NODE" "$COMMAND" "$@"
    code=$?
    cp -a "$DISK/." "$AFTER" && rm -rf "$AFTER/fill" "$AFTER/project/.git"
    exit $code`;
  const child = spawn('unshare', [...(ALONE ?? []), 'sh', '-c', script, 'sh', ...args], {
    env: {
      ...scene.env,
      DISK: disk,
      SCENE: scene.root,
      AFTER: after,
      NODE: process.execPath,
      COMMAND,
    },
    stdio: 'pipe',
  });
  child.stdin.end('correct horse\n');
  const outcome = await endOf(child);
  return { ...outcome, changed: changed(scene.look(), look(after)) };
}

/** Every command that writes files of this machine, but those that work on a data folder. */
const WRITING: readonly (readonly string[])[] = [
  ['login', '--user', 'ann', '--password-stdin'],
  ['login', '--user', 'ann', '--password-stdin', '--npmrc'],
  ['logout'],
  ['setup', '--scope', '@acme', '--yes'],
  ['publish', '--no-wait'],
  ['mirror', 'left-pad@1.0.0'],
  ['token', 'create', '--save', 'env', '--password-stdin'],
];

describe.runIf(ALONE).each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
  'on a disk that is %s',
  (kind) => {
    test.each(WRITING)(
      'pantry %s %s … says so in a sentence, and leaves all files as they were',
      async (...args) => {
        const { url } = await answering(GOOD);
        const outcome = await onDisk(kind, url, [...args, '--registry', url]);
        expect(outcome).toMatchObject({ code: 1, changed: [], stdout: '' });
        expect(outcome.stderr).toMatch(/^pantry: .*(?:ENOSPC|EROFS|no space left|read-only)/m);
        expect(isCivil(outcome)).toBe(true);
      },
    );

    test.each(['gc', 'rebuild', 'start'])('pantry %s says so in a sentence', async (name) => {
      const outcome = await onDisk(kind, 'http://127.0.0.1:9', [name, '--data', 'data']);
      expect(outcome.code).toBe(1);
      expect(outcome.stderr).toMatch(/^pantry: .*disk.*$/m);
      expect(isCivil(outcome)).toBe(true);
    });
  },
);

if (process.platform !== 'linux') {
  console.log('a full standard output is skipped: only Linux has /dev/full');
}

// What is said goes there by the shell.
describe.runIf(process.platform === 'linux')('where the standard output is a full disk', () => {
  test.each([[['version']], [['completion', 'bash']], [['help', '--json']]])(
    'pantry %j says so in a sentence',
    async (args) => {
      const line = ['-c', '"$0" "$@" > /dev/full', process.execPath, COMMAND, ...args];
      const outcome = await endOf(spawn('sh', line, { stdio: 'pipe' }));
      expect(outcome).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^pantry: ENOSPC: .*\n$/),
      });
    },
  );
});
