import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';

import { byteSize } from '../../cli/byte-size.ts';
import { readPacked } from '../../cli/publishing/packed.ts';
import { upload } from '../../cli/publishing/upload.ts';
import { send } from '../../cli/registry/send.ts';
import { showProgress } from '../../cli/terminal/progress.ts';
import { pack } from '../packages.ts';
import { folder } from '../target.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A server of the test's own, by its URL. */
async function serving(handler: Handler): Promise<string> {
  const server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

function tarball(): string {
  const file = path.join(folder(), 'p.tgz');
  writeFileSync(file, pack({ name: 'p', version: '1.0.0' }));
  return file;
}

describe('sending', () => {
  test('is repeated whole when the server asks for it, or drops the line', async () => {
    const file = path.join(folder(), 'file');
    writeFileSync(file, 'x'.repeat(2_000_000));
    const seen: number[] = [];
    const url = await serving(async (request, response) => {
      if (seen.length === 1) {
        seen.push(0);
        request.socket.destroy();
        return;
      }
      seen.push((await buffer(request)).length);
      response.writeHead(seen.length === 1 ? 503 : 200, { 'retry-after': '1' }).end('done');
    });
    const headers = { 'content-length': '2000000' };
    const sent: number[] = [];
    const answer = await send({
      method: 'PUT',
      url,
      headers,
      body: { file },
      sent: (bytes) => sent.push(bytes),
    });
    expect(answer).toMatchObject({ status: 200, text: 'done' });
    expect(seen).toEqual([2_000_000, 0, 2_000_000]);
    expect(sent.at(-1)).toBe(2_000_000);
  });

  test('is not repeated where half of an answer comes, and then nothing', async () => {
    let count = 0;
    const url = await serving((_, response) => {
      count += 1;
      response.writeHead(200, { 'content-length': '100' }).write('half of it');
    });
    await expect(send({ method: 'GET', url, headers: {}, silence: 500 })).rejects.toThrow(
      /could not be reached: it said nothing for/,
    );
    expect(count).toBe(1);
  });

  test('is not repeated where its file can not be read, and says so', async () => {
    const file = path.join(folder(), 'nowhere');
    const url = await serving(async (request) => buffer(request).catch(() => undefined));
    const headers = { 'content-length': '10' };
    await expect(send({ method: 'PUT', url, headers, body: { file } })).rejects.toMatchObject({
      message: expect.stringMatching(/nowhere can't be read: ENOENT/),
      exitCode: 1,
    });
  });

  test('ends where the server has refused before all was sent', async () => {
    const file = path.join(folder(), 'file');
    writeFileSync(file, Buffer.alloc(50_000_000));
    const url = await serving((_, response) => response.writeHead(403).end('no'));
    const headers = { 'content-length': '50000000' };
    const answer = await send({ method: 'PUT', url, headers, body: { file } });
    expect(answer).toMatchObject({ status: 403, text: 'no' });
  });
});

describe('an upload', () => {
  test('goes to where the registry says, without the token, and tells what S3 says', async () => {
    const credentials: (string | undefined)[] = [];
    const store = await serving(async (request, response) => {
      credentials.push(request.headers.authorization);
      await buffer(request);
      response.writeHead(403).end('<Error><Message>Request has expired</Message></Error>');
    });
    const packed = await readPacked(tarball());
    const headers = { 'content-length': String(packed.size) };
    const registry = await serving((request, response) => {
      credentials.push(request.headers.authorization);
      const session = { id: 'x', url: `${store}/p?signature=y`, headers };
      response.writeHead(201).end(JSON.stringify(session));
    });
    const publication = {
      registry,
      authorization: 'Bearer secret',
      packed,
      document: {},
      otp: undefined,
      sent: () => undefined,
    };
    await expect(upload(publication)).rejects.toThrow(
      'the upload was refused: Request has expired',
    );
    expect(credentials).toEqual(['Bearer secret', undefined]);
  });

  test('says when it does not speak with a Pantry registry', async () => {
    const registry = await serving((_, response) => response.end('<html>'));
    const publication = {
      registry,
      authorization: 'Bearer secret',
      packed: await readPacked(tarball()),
      document: {},
      otp: '123456',
      sent: () => undefined,
    };
    await expect(upload(publication)).rejects.toThrow('is it a Pantry registry?');
  });
});

function terminal(isTTY: boolean) {
  const written: string[] = [];
  const out = { isTTY, write: (text: string) => written.push(text) };
  return { written, out: out as unknown as NodeJS.WriteStream };
}

describe('progress', () => {
  test('is one line on a terminal, cleared in the end', () => {
    const { written, out } = terminal(true);
    const progress = showProgress(out, 4 << 20, { shown: true, unit: byteSize });
    progress.reached(4 << 20);
    progress.end();
    expect(written).toEqual([`\r${'█'.repeat(24)} 100 % of 4 MB`, '\r\u001b[K']);
  });

  test('leaves the lines that are said above it', () => {
    const { written, out } = terminal(true);
    const progress = showProgress(out, 2, { shown: true, unit: (count) => `${count} versions` });
    progress.say('one failed');
    progress.reached(2);
    expect(written).toEqual(['\r\u001b[Kone failed\n', `\r${'█'.repeat(24)} 100 % of 2 versions`]);
  });

  test.each([
    ['a pipe', false, true],
    ['who asked for JSON', true, false],
  ])('is nothing for %s', (_, isTTY, shown) => {
    const { written, out } = terminal(isTTY);
    const progress = showProgress(out, 10, { shown, unit: byteSize });
    progress.reached(10);
    progress.end();
    expect(written).toEqual([]);
  });
});
