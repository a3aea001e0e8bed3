import { expect, test } from 'vitest';

import { RepairError } from '#jobs/repair.ts';
import { createSeldomNoted, withOutcome } from '#jobs/with-outcome.ts';
import type { Services } from '#store/services.ts';

import { firstAdmin } from '../audit-log.ts';
import { type Client, signUp } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server, type Target } from '../target.ts';
import { browserOf } from '../web-forms.ts';

const HOSTILE = '"><img src=x onerror=alert(1)>';

async function registryOf(): Promise<{
  readonly registry: Target;
  readonly services: Services;
  readonly admin: Client;
}> {
  const registry = await server();
  const { services } = registry;
  if (!services) throw new Error('it runs in this process');
  await signUp(registry, 'first-of-all', 'becomes the admin');
  return { registry, services, admin: await firstAdmin(registry) };
}

const jobOf = async (admin: Client, job: string) => {
  const { body } = await admin.get('/-/v1/jobs');
  return body.jobs.find((each: { readonly job: string }) => each.job === job);
};

test('a job leaves its report, or what it failed with, and admins see the last', async () => {
  const { registry, services, admin } = await registryOf();
  const page = async (): Promise<string> =>
    (await browserOf(registry, admin).open('/-/web/admin/jobs')).text;
  // Every start looks whether something was left behind.
  await expect.poll(async () => (await jobOf(admin, 'rebuild'))?.state).toBe('done');
  const name = uniqueName();
  const failing = withOutcome(services, { job: 'rebuild' }, async () => {
    throw new RepairError([name as never], 7);
  });
  await expect(failing).rejects.toThrow('1 of 7 packages could not be repaired');
  expect(await jobOf(admin, 'rebuild')).toMatchObject({
    state: 'failed',
    errors: [`1 of 7 packages could not be repaired, see the log: ${name}`],
    report: {},
  });
  expect(await page()).toContain(`could not be repaired, see the log: ${name}`);

  const running = Promise.withResolvers<object>();
  const run = withOutcome(services, { job: 'rebuild' }, async () => running.promise);
  await expect.poll(async () => (await jobOf(admin, 'rebuild')).state).toBe('running');
  running.resolve({ checked: 1200, repaired: 0, noNumber: 'x' });
  await run;
  expect(await jobOf(admin, 'rebuild')).toMatchObject({
    state: 'done',
    errors: [],
    report: { checked: 1200, repaired: 0 },
  });
  expect(await page()).toContain('checked: 1,200, repaired: 0');
  // One machine has no queues, and says nothing of them.
  expect(Object.keys((await admin.get('/-/v1/jobs')).body)).toEqual(['jobs']);
  expect(await page()).not.toContain('Dead letters');
});

test('an error is shown as text, and no more of it than there is room for', async () => {
  const { registry, services, admin } = await registryOf();
  const failing = withOutcome(services, { job: 'gc' }, async () => {
    throw new Error(`${HOSTILE}\u202e${'x'.repeat(100_000)}`);
  });
  await expect(failing).rejects.toThrow('onerror');
  const { errors } = await jobOf(admin, 'gc');
  expect(errors[0]).toHaveLength(1000);
  const { text } = await browserOf(registry, admin).open('/-/web/admin/jobs');
  expect(text).toContain('&lt;img');
  expect(text).not.toContain('<img');
  expect(text).not.toContain('\u202e');
  expect(text).not.toContain('x'.repeat(600));
});

test('a job goes well also where nothing can be written of it', async () => {
  const { services } = await registryOf();
  const table = {
    ...services.table,
    write: async () => Promise.reject(new Error('the table is full')),
  };
  const work = withOutcome({ ...services, table }, { job: 'gc' }, async () => ({ removed: 1 }));
  expect(await work).toEqual({ removed: 1 });
});

test('what runs all the time is noted once in a minute, and each failure', async () => {
  const { registry, services, admin } = await registryOf();
  const note = createSeldomNoted(services, { job: 'edge-log' });
  const ended = async (end: Parameters<typeof note>[0]) => {
    await note(end, services.now());
    return jobOf(admin, 'edge-log');
  };
  expect((await ended({ report: { files: 1 } })).report).toEqual({ files: 1 });
  expect((await ended({ report: { files: 2 } })).report).toEqual({ files: 1 });
  expect((await ended({ error: 'no such file' })).errors).toEqual(['no such file']);
  expect((await ended({ report: { files: 3 } })).report).toEqual({ files: 3 });
  registry.advance?.(61_000);
  expect((await ended({ report: { files: 4 } })).report).toEqual({ files: 4 });
});
