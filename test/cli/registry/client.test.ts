import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { clientOf } from '../../../cli/registry/client.ts';
import { openTerminal } from '../../../cli/terminal/open-terminal.ts';
import type { Questions, Terminal } from '../../../cli/terminal/terminal.ts';
import { answering } from '../answering.ts';

type Answer = Parameters<typeof answering>[0];

/** A client of a server that answers like this, asked by somebody who answers like that. */
async function client(answer: Answer, values: Record<string, string> = {}, said?: () => string) {
  const { url, requests } = await answering(answer);
  const asked: string[] = [];
  const text = async (question: string): Promise<string> => {
    asked.push(question);
    return said?.() ?? '';
  };
  const questions = said ? ({ text } as Questions) : undefined;
  const terminal: Terminal = { ...openTerminal(true, {}), questions };
  const registry = { url, from: '--registry', ofProject: false };
  const credential = { authorization: 'Bearer secret', from: '--token' };
  return { client: clientOf({ values, terminal }, registry, credential), requests, asked };
}

const json = (response: ServerResponse, status: number, body: unknown, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

/** Wants the code 123456 before it answers. */
const careful = (request: IncomingMessage, response: ServerResponse): void =>
  request.headers['npm-otp'] === '123456'
    ? json(response, 200, { ok: true })
    : json(
        response,
        401,
        { error: 'a code, please', code: 'otp_required' },
        { 'www-authenticate': 'otp' },
      );

const Ok = v.object({ ok: v.boolean() });

describe('a client of a registry', () => {
  test('sends the credential, and a body with its length', async () => {
    const it = await client((_, response) => json(response, 200, { ok: true }));
    await it.client.ask(Ok, { method: 'PUT', path: '/x', body: { a: 'ü' } });
    expect(it.requests[0]).toMatchObject({
      method: 'PUT',
      url: '/x',
      body: '{"a":"ü"}',
      headers: { authorization: 'Bearer secret', 'content-length': '10' },
    });
  });

  test('asks for the code of a second factor once, and keeps it for what follows', async () => {
    const it = await client(careful, {}, () => '123456');
    await it.client.ask(Ok, { path: '/one' });
    await it.client.ask(Ok, { path: '/two' });
    expect(it.asked).toEqual(['a code, please']);
    expect(it.requests.map(({ url }) => url)).toEqual(['/one', '/one', '/two']);
  });

  test('sends --otp at once, and says how to where nobody can be asked', async () => {
    const given = await client(careful, { otp: '123456' });
    await given.client.ask(Ok, { path: '/' });
    expect(given.requests).toHaveLength(1);
    const none = await client(careful);
    await expect(none.client.ask(Ok, { path: '/' })).rejects.toMatchObject({
      message: expect.stringMatching(/a code, please: repeat the command with --otp/),
      exitCode: 3,
      code: 'otp_required',
    });
  });

  test.each([
    [400, 'invalid', 1],
    [401, 'unauthenticated', 3],
    [403, 'forbidden', 3],
    [403, 'version_exists', 1],
    [404, 'not_found', 1],
    [501, 'not_supported', 4],
  ])('makes an error of %i %s, which ends with %i', async (status, code, exitCode) => {
    const it = await client((_, response) => json(response, status, { error: 'because', code }));
    await expect(it.client.ask(Ok, { path: '/' })).rejects.toMatchObject({
      message: expect.stringMatching(/^http\S+ was refused: because$/),
      exitCode,
      code,
    });
  });

  test('takes no answer of another form', async () => {
    for (const text of ['<html>', '[]', '{"ok":"yes"}', '']) {
      const it = await client((_, response) => response.end(text));
      await expect(it.client.ask(Ok, { path: '/' })).rejects.toThrow(/answers in an unknown way/);
    }
  });

  test('gives answers in which nothing moves a cursor, names and errors included', async () => {
    const bad = '\u001B[2J\u001B]0;title\u0007red\u009B31m\u202Etxt\r';
    const it = await client((_, response) => json(response, 200, { [bad]: [bad, 'two\n\tlines'] }));
    const answer = await it.client.ask(v.unknown(), { path: '/' });
    expect(answer).toEqual({ redtxt: ['redtxt', 'two\n\tlines'] });
    const failing = await client((_, response) => json(response, 400, { error: bad, code: 'x' }));
    await expect(failing.client.ask(Ok, { path: '/' })).rejects.toThrow(/was refused: redtxt$/);
  });

  test('sends what makes something one time, though no answer comes', async () => {
    const it = await client((request) => request.socket.destroy());
    const asked = { method: 'POST', path: '/', body: {}, once: true } as const;
    await expect(it.client.ask(Ok, asked)).rejects.toMatchObject({ exitCode: 4 });
    expect(it.requests).toHaveLength(1);
  });

  test('reads long answers where they are expected', async () => {
    const long = 'x'.repeat(2 << 20);
    const it = await client((_, response) => json(response, 200, { long }));
    const Long = v.object({ long: v.string() });
    await expect(it.client.ask(Long, { path: '/' })).rejects.toThrow(/unknown way/);
    expect((await it.client.ask(Long, { path: '/', longest: 4 << 20 })).long).toHaveLength(2 << 20);
  });
});
