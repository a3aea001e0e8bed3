import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';

import { atEnd } from '../at-end.ts';
import { anonymous, type Client, user } from '../client.ts';
import { integrityOf, pack, uniqueName } from '../packages.ts';
import { type ServerProcess, startProcess } from '../server-process.ts';
import { at, folder } from '../target.ts';
import { type Line, startLine } from './line.ts';
import { COMMAND, type Outcome, pantry } from './run.ts';

/** Six parts: wherever it is broken off, four of them at most are on their way. */
const SIZE = 50_000_000;
/** Of a request that is not a part, and of heads. */
const BESIDES = 200_000;

interface Scene {
  readonly dir: string;
  readonly data: string;
  readonly server: ServerProcess;
  readonly line: Line;
  readonly alice: Client;
  readonly name: string;
  readonly tarball: Buffer;
  readonly env: Readonly<Record<string, string>>;
}

/** A registry in a process of its own, a line to it, and a user with a packed package of 50 MB. */
async function scene(): Promise<Scene> {
  const [dir, data] = [folder(), folder()];
  const server = await startProcess(data);
  atEnd(async () => void (await server.stop('SIGKILL')));
  const line = await startLine(server.url);
  const alice = await user(at(server.url), 'alice');
  const name = uniqueName();
  const tarball = pack({ name, version: '1.0.0' }, { data: randomBytes(SIZE) });
  writeFileSync(path.join(dir, 'p.tgz'), tarball);
  const { host } = new URL(line.url);
  const npmrc = `registry=${line.url}/\n//${host}/:_authToken=${alice.token}\n`;
  writeFileSync(path.join(dir, '.npmrc'), npmrc);
  return { dir, data, server, line, alice, name, tarball, env: { XDG_STATE_HOME: dir } };
}

const publish = async ({ dir, env }: Scene): Promise<Outcome> =>
  pantry(dir, ['publish', 'p.tgz'], env);

/** `pantry publish` that can be ended. */
function publishing({ dir, env }: Scene): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn(process.execPath, [COMMAND, 'publish', 'p.tgz'], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: dir, PREFIX: dir, ...env },
  });
  atEnd(() => void child.kill('SIGKILL'));
  return child;
}

const stateOf = ({ dir }: Scene): string => path.join(dir, 'pantry', 'uploads');

/** How the upload stands that is remembered. */
async function standing(of: Scene): Promise<{ readonly missing: number; readonly body: any }> {
  const [file = ''] = readdirSync(stateOf(of));
  const { id } = JSON.parse(readFileSync(path.join(stateOf(of), file), 'utf8'));
  const { body } = await of.alice.get(`/-/v1/uploads/${id}?package=${of.name}`);
  const missing = body.missing.reduce((sum: number, part: any) => sum + part.size, 0);
  return { missing, body };
}

/** Resolves when the registry is through with what was on its way. */
async function settled({ data }: Scene): Promise<void> {
  const incoming = path.join(data, 'blobs', 'uploads', 'incoming');
  await expect.poll(() => readdirSync(incoming)).toEqual([]);
}

/** Begins to publish, and ends it with a signal when four fifths are through. */
async function broken(of: Scene, signal: NodeJS.Signals): Promise<number> {
  const held = of.line.holdAfter((SIZE / 5) * 4);
  const child = publishing(of);
  const exited = once(child, 'exit');
  await held;
  const before = await standing(of);
  child.kill(signal);
  await exited;
  of.line.cut(true);
  of.line.release();
  await settled(of);
  const { missing } = await standing(of);
  expect(missing).toBeLessThanOrEqual(before.missing);
  expect(missing).toBeLessThan(of.tarball.length);
  expect(missing).toBeGreaterThan(0);
  return missing;
}

async function expectPublished({ server, name, tarball }: Scene): Promise<void> {
  const { body } = await anonymous(at(server.url)).get(`/${name}`);
  expect(body.versions['1.0.0'].dist.integrity).toBe(integrityOf(tarball));
}

/** A publish that says what each does, and nothing of going on. */
const begunAnew = ({ code, stderr }: Pick<Outcome, 'code' | 'stderr'>): boolean =>
  code === 0 && !stderr.includes('continuing');

describe('a publish of 50 MB', () => {
  test.each(['SIGKILL', 'SIGINT'] as const)(
    'that was ended by %s sends the parts that are missing, and nothing else',
    async (signal) => {
      const here = await scene();
      const missing = await broken(here, signal);
      const [file = ''] = readdirSync(stateOf(here));
      expect(statSync(path.join(stateOf(here), file)).mode & 0o777).toBe(0o600);
      expect(statSync(stateOf(here)).mode & 0o777).toBe(0o700);
      const before = here.line.sent();
      const { code, stdout, stderr } = await publish(here);
      expect([code, stdout]).toEqual([0, `+ ${here.name}@1.0.0\n`]);
      expect(stderr).toMatch(/^continuing: [\d.]+ MB of 47\.\d+ MB are there$/m);
      const sent = here.line.sent() - before;
      expect(sent).toBeGreaterThanOrEqual(missing);
      expect(sent).toBeLessThan(missing + BESIDES);
      expect(readdirSync(stateOf(here))).toEqual([]);
      await expectPublished(here);
    },
  );

  test('goes on by itself where all its lines are cut once', async () => {
    const here = await scene();
    const held = here.line.holdAfter((SIZE / 5) * 4);
    const done = publish(here);
    await held;
    here.line.cut(true);
    here.line.release();
    expect(begunAnew(await done)).toBe(true);
    // What was on its way is sent again, and nothing that had arrived.
    expect(here.line.sent()).toBeLessThan(here.tarball.length + 4 * 2 ** 23 + BESIDES);
    await expectPublished(here);
  });

  test('says what to do where the network stays away, and is continued when it is back', async () => {
    const here = await scene();
    const held = here.line.holdAfter((SIZE / 5) * 4);
    const done = publish(here);
    await held;
    here.line.cut(false);
    const { code, stdout, stderr } = await done;
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/could not be reached: .* run the same command again/);
    here.line.cut(true);
    here.line.release();
    await settled(here);
    const { missing } = await standing(here);
    const before = here.line.sent();
    expect(await publish(here)).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^continuing/m),
    });
    expect(here.line.sent() - before).toBeLessThan(missing + BESIDES);
  });

  test('goes on by itself where the registry is killed and starts again', async () => {
    const here = await scene();
    const held = here.line.holdAfter((SIZE / 5) * 4);
    const child = publishing(here);
    const [errors, exited] = [text(child.stderr), once(child, 'exit')];
    await held;
    const { missing } = await standing(here);
    await here.server.stop('SIGKILL');
    const again = await startProcess(here.data);
    atEnd(async () => void (await again.stop('SIGKILL')));
    here.line.leadTo(again.url);
    const before = here.line.sent();
    here.line.cut(true);
    here.line.release();
    const [code] = await exited;
    expect(begunAnew({ code, stderr: await errors })).toBe(true);
    expect(here.line.sent() - before).toBeLessThan(missing + 4 * 2 ** 23 + BESIDES);
    await expectPublished({ ...here, server: again });
  });

  test('is refused where a part was altered, and starts anew then', async () => {
    const here = await scene();
    await broken(here, 'SIGKILL');
    const parts = path.join(here.data, 'blobs', 'uploads', 'parts');
    const [session = ''] = readdirSync(parts);
    const [part = ''] = readdirSync(path.join(parts, session));
    const file = path.join(parts, session, part);
    const bytes = readFileSync(file);
    bytes.writeUInt32LE(bytes.readUInt32LE(5_000_000) + 1, 5_000_000);
    writeFileSync(file, bytes);
    const refused = await publish(here);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/was refused: .*(?:another content than announced|gzip)/);
    expect((await here.alice.get(`/${here.name}`)).status).toBe(404);
    expect(begunAnew(await publish(here))).toBe(true);
    await expectPublished(here);
  });

  test('starts anew without a word where the upload is another one’s, or over', async () => {
    const here = await scene();
    await broken(here, 'SIGKILL');
    const [file = ''] = readdirSync(stateOf(here));
    const state = path.join(stateOf(here), file);
    const said = JSON.parse(readFileSync(state, 'utf8'));
    const bob = await user(at(here.server.url), 'bob');
    const announced = { name: uniqueName(), size: SIZE, parts: true };
    const { body } = await bob.post('/-/v1/uploads', announced);
    writeFileSync(state, JSON.stringify({ ...said, id: body.id }));
    expect(begunAnew(await publish(here))).toBe(true);
    await expectPublished(here);
  });
});
