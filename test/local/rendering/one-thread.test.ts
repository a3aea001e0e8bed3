import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

import { NoRoom, openThread, type ThreadTerms } from '../../../local/rendering/one-thread.ts';
import { atEnd } from '../../at-end.ts';
import { server } from '../../target.ts';
import { ASKING } from './asking.ts';
import { WORKING } from './working.ts';

const LONG = 2 ** 30;

function open(terms: Partial<ThreadTerms> = {}) {
  const thread = openThread<string, unknown>({
    module: async () => WORKING,
    memory: { maxOldGenerationSizeMb: 16 },
    limit: LONG,
    idle: LONG,
    waiting: 10,
    patience: LONG,
    ...terms,
  });
  atEnd(async () => thread.end());
  return thread;
}

describe('a thread that does one job at a time', () => {
  test('leaves requests to be answered while it is at one that never ends, and is replaced', async () => {
    const registry = await server();
    const thread = open({ limit: 500 });
    const endless = thread.work('for ever').catch(String);
    expect((await registry.fetch('/-/ping')).status).toBe(200);
    const next = thread.work('next');
    expect(await endless).toContain('ended after 500 ms');
    expect(await next).toBe('next');
  });

  test.each([
    ['exit', 'its thread has ended'],
    ['throw', 'thrown in the thread'],
    ['all memory', 'memory limit'],
  ])('is replaced where a job ends it: %s', async (job, reason) => {
    const thread = open();
    const before = await thread.work('which thread');
    await expect(thread.work(job)).rejects.toThrow(reason);
    expect(await thread.work('which thread')).not.toBe(before);
  });

  test('that cannot be started is no job’s fault, and is started once it can be', async () => {
    const missing = new URL('missing.ts', WORKING);
    const modules = [missing, WORKING];
    const thread = open({ module: async () => modules.shift() ?? WORKING });
    await expect(thread.work('first')).rejects.toThrow(NoRoom);
    expect(await thread.work('second')).toBe('second');
  });

  test('is one, whoever asks it', async () => {
    const thread = open();
    const all = await Promise.all(
      Array.from({ length: 5 }, async () => thread.work('which thread')),
    );
    expect(new Set(all).size).toBe(1);
  });

  test('has no room where too many wait, or for too long', async () => {
    const thread = open({ limit: 300, waiting: 1, patience: 100 });
    const works = ['for ever', 'too late', 'too many'].map(async (job) => thread.work(job));
    const [first, second, third] = await Promise.allSettled(works);
    expect(first).not.toMatchObject({ reason: expect.any(NoRoom) });
    for (const one of [second, third]) expect(one).toMatchObject({ reason: expect.any(NoRoom) });
    expect(await thread.work('after that')).toBe('after that');
  });

  test('is ended when there was nothing to do, and started again', async () => {
    const thread = open({ idle: 0 });
    const before = await thread.work('which thread');
    await sleep(20);
    expect(await thread.work('which thread')).not.toBe(before);
  });

  test('is ended in the middle of its job when the registry is closed', async () => {
    const thread = open();
    await thread.work('started');
    const endless = thread.work('for ever').catch(() => 'ended');
    await thread.end();
    expect(await endless).toBe('ended');
    await expect(thread.work('later')).rejects.toThrow(NoRoom);
  });

  test('keeps its process until it has answered, and no longer', () => {
    const { status, stdout } = spawnSync(process.execPath, [ASKING], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'answered' });
  });
});
