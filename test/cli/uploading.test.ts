import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';

import { type Packed, readPacked } from '../../cli/publishing/packed.ts';
import type { Publication } from '../../cli/publishing/publication.ts';
import { upload } from '../../cli/publishing/upload.ts';
import { openMemory } from '../../cli/publishing/uploading/memory.ts';
import { atEnd } from '../at-end.ts';
import { pack } from '../packages.ts';
import { folder } from '../target.ts';

type Answers = Readonly<
  Record<string, (request: IncomingMessage, response: ServerResponse) => unknown>
>;

/** A server that answers by the first word of the path, and what it was asked. */
async function serving(answers: Answers) {
  const asked: { line: string; body: Buffer }[] = [];
  const server = createServer(async (request, response) => {
    const { method, url = '' } = request;
    const [, word = ''] = /^\/(?:-\/)?(?:v1\/)?([a-z]+)/.exec(url) ?? [];
    const body = await buffer(request);
    asked.push({ line: `${method} ${url}`, body });
    await answers[`${method} ${word}`]?.(request, response);
    if (!response.writableEnded) response.writeHead(404).end('{"error":"nothing here"}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const json = (status: number, body: object) => (_: unknown, response: ServerResponse) =>
  response.writeHead(status).end(JSON.stringify(body));

async function packed(size: number): Promise<Packed> {
  const file = path.join(folder(), 'p.tgz');
  writeFileSync(file, pack({ name: 'p', version: '1.0.0' }, { data: randomBytes(size) }));
  return readPacked(file);
}

const publicationOf = (registry: string, of: Packed, dir: string): Publication => ({
  registry,
  authorization: 'Bearer secret',
  packed: of,
  document: {},
  otp: undefined,
  sent: () => undefined,
  env: { XDG_STATE_HOME: dir },
});

const later = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();

describe('a tarball that is larger than a part', () => {
  test('goes by one PUT to a registry that knows no parts', async () => {
    const of = await packed(9_000_000);
    const dir = folder();
    const { asked, url } = await serving({
      'POST uploads': (request, response) =>
        request.url?.endsWith('/commit')
          ? json(201, { ok: true })(request, response)
          : json(201, { id: 'x', method: 'PUT', url: `${url}/store`, headers: {} })(
              request,
              response,
            ),
      'PUT store': json(200, {}),
    });
    await upload(publicationOf(url, of, dir));
    const put = asked.find(({ line }) => line === 'PUT /store');
    expect(readFileSync(of.file).equals(put?.body ?? Buffer.alloc(0))).toBe(true);
    expect(readdirSync(dir)).toEqual([]);
  });

  test.each([
    ['still good', 60_000, 0],
    ['too old', -1, 1],
  ])('is announced again only where that is no more: what is %s', async (_, from, times) => {
    const of = await packed(9_000_000);
    const session = () => ({ id: 'x', url: `${url}/store`, headers: {} });
    const { asked, url } = await serving({
      'POST uploads': (...exchange) => json(201, session())(...exchange),
      'PUT store': json(200, {}),
    });
    const announced = { text: JSON.stringify(session()), until: Date.now() + from };
    await upload({ ...publicationOf(url, of, folder()), announced });
    expect(asked.filter(({ line }) => line === 'POST /-/v1/uploads')).toHaveLength(times);
    expect(asked.filter(({ line }) => line === 'PUT /store')).toHaveLength(1);
  });

  test('counts what is there before and what is sent, and parts go without the token', async () => {
    const of = await packed(20_000_000);
    const credentials: (string | undefined)[] = [];
    let refusals = 1;
    const { asked, url } = await serving({
      'GET whoami': json(200, { username: 'alice' }),
      'POST uploads': (request, response) =>
        json(201, {
          id: 'x',
          missing: request.url?.endsWith('/commit') ? [] : [partAt(0), partAt(8_000_000)],
          expiresAt: later(1e6),
        })(request, response),
      'PUT part': ({ headers }, response) => {
        credentials.push(headers.authorization);
        refusals -= 1;
        response.writeHead(refusals === 0 ? 503 : 200, { 'retry-after': '1' }).end();
      },
    });
    const partAt = (start: number) => ({
      number: start,
      start,
      size: 8_000_000,
      url: `${url}/part/${start}`,
      headers: { 'content-length': '8000000' },
    });
    const counts: number[] = [];
    const sent = (bytes: number): void => void counts.push(bytes);
    await upload({ ...publicationOf(url, of, folder()), sent });
    expect(counts[0]).toBe(of.size - 16_000_000);
    expect(Math.max(...counts)).toBe(of.size);
    expect(counts.at(-1)).toBe(of.size);
    expect(credentials).toEqual([undefined, undefined, undefined]);
    const parts = asked.filter(({ line }) => line.startsWith('PUT /part/'));
    const whole = readFileSync(of.file);
    for (const { line, body } of parts) {
      const start = Number(line.split('/').at(-1));
      expect([line, whole.subarray(start, start + 8_000_000).equals(body)]).toEqual([line, true]);
    }
  });

  test('ends where new addresses are refused as well, and stays remembered', async () => {
    const of = await packed(9_000_000);
    const dir = folder();
    const session = () => ({
      id: 'x',
      missing: [{ number: 1, start: 0, size: 10, url: `${url}/part/1`, headers: {} }],
      expiresAt: later(1e6),
    });
    const { url, asked } = await serving({
      'POST uploads': (...exchange) => json(201, session())(...exchange),
      'GET uploads': (...exchange) => json(200, session())(...exchange),
      'PUT part': json(403, { error: 'not good' }),
    });
    const publication = publicationOf(url, of, dir);
    await expect(upload(publication)).rejects.toThrow('the upload was refused: not good');
    expect(asked.filter(({ line }) => line === 'PUT /part/1')).toHaveLength(3);
    expect(readdirSync(path.join(dir, 'pantry', 'uploads'))).toHaveLength(1);
  });
});

const remembering = async (dir: string) => {
  const env = { XDG_STATE_HOME: dir };
  return { env, who: { registry: 'https://r', packed: await packed(10), user: 'alice' } };
};

describe('what is remembered of an upload', () => {
  test('is of one registry, user and tarball, and holds no credential', async () => {
    const { env, who } = await remembering(folder());
    const memory = openMemory(who, env);
    expect(await memory.find()).toBeUndefined();
    await memory.keep({ id: 'x', expiresAt: later(1e6) });
    expect(await memory.find()).toMatchObject({ id: 'x' });
    const other = await packed(11);
    for (const change of [{ registry: 'https://s' }, { user: 'bob' }, { packed: other }]) {
      expect(await openMemory({ ...who, ...change }, env).find()).toBeUndefined();
    }
    await memory.forget();
    expect(await memory.find()).toBeUndefined();
  });

  test('counts no more once it is over, or where it is no such file, and is removed', async () => {
    const dir = folder();
    const { env, who } = await remembering(dir);
    const [memory, other] = [openMemory(who, env), openMemory({ ...who, user: 'bob' }, env)];
    await memory.keep({ id: 'x', expiresAt: later(-1) });
    expect(await memory.find()).toBeUndefined();
    const place = path.join(dir, 'pantry', 'uploads');
    writeFileSync(path.join(place, 'broken.json'), '{');
    await other.keep({ id: 'y', expiresAt: later(1e6) });
    expect(readdirSync(place)).toHaveLength(1);
    expect(await other.find()).toMatchObject({ id: 'y' });
  });

  test('lies in the home of who has no absolute XDG_STATE_HOME', async () => {
    const dir = folder();
    const { who } = await remembering(dir);
    const memory = openMemory(who, { XDG_STATE_HOME: 'relative', HOME: dir });
    await memory.keep({ id: 'x', expiresAt: later(1e6) });
    expect(readdirSync(path.join(dir, '.pantry', 'uploads'))).toHaveLength(1);
  });

  test('is nothing where nothing can be written, and no reason to stop', async () => {
    const dir = folder();
    writeFileSync(path.join(dir, 'pantry'), 'a file in the way');
    const { env, who } = await remembering(dir);
    const memory = openMemory(who, env);
    await memory.keep({ id: 'x', expiresAt: later(1e6) });
    expect(await memory.find()).toBeUndefined();
    await memory.forget();
  });
});
