import { beforeEach, describe, expect, test } from 'vitest';

import { anonymous, escape, user } from '../client.ts';
import { passMidnight } from '../midnight.ts';
import { uniqueName } from '../packages.ts';
import { staged } from '../staging.ts';
import { browserOf } from '../web-forms.ts';
import { startStage } from './stage.ts';

const { rehearsal, target, admin } = await startStage();
const reader = anonymous(target);

const logged = (text: string): boolean => rehearsal.log.some((line) => line.includes(text));

beforeEach(passMidnight);

describe('jobs', () => {
  test('the canary publishes and installs, and takes nothing else', async () => {
    const outcome = await rehearsal.runSchedule('Canary');
    expect(outcome?.error).toBeUndefined();
    expect(logged('"message":"canary","published":"@pantry-canary/')).toBe(true);
    const { jobs } = (await admin.get('/-/v1/jobs')).body;
    expect(jobs).toContainEqual(expect.objectContaining({ job: 'canary', state: 'done' }));
  });

  test('search finds a package once its change was followed, and forgets an unpublished one', async () => {
    const alice = await user(target);
    const name = `@${uniqueName('s')}/${uniqueName('findable')}`;
    const find = async () => {
      await rehearsal.idle();
      const { body } = await reader.get(`/-/v1/search?text=${encodeURIComponent(name)}`);
      return body.objects.map((found: any) => found.package.name);
    };
    await alice.publish({ name, version: '1.0.0' });
    await expect.poll(find, { interval: 500 }).toContain(name);
    const { _rev } = (await alice.get(`/${escape(name)}?write=true`)).body;
    expect((await alice.remove(`/${escape(name)}/-rev/${_rev}`)).status).toBe(200);
    await expect.poll(find, { interval: 500 }).not.toContain(name);
  });

  test('downloads are counted by day, those of HEAD and of a known file are not', async () => {
    const alice = await user(target);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const path = `/${name}/-/${name}-1.0.0.tgz`;
    await rehearsal.idle();
    rehearsal.aws.calls.length = 0;
    for (let download = 0; download < 3; download += 1) await reader.get(path);
    await target.fetch(path, { method: 'HEAD' });
    await rehearsal.idle();
    expect(rehearsal.deadLetters).toEqual([]);
    const counted = rehearsal.aws.calls.filter(
      ({ role, operation }) =>
        role.startsWith('JobsCountDownloads') && operation === 'TransactWriteItems',
    );
    expect(counted.length).toBeGreaterThan(0);
    expect(rehearsal.aws.calls.filter(({ service }) => service === 'sqs')).toHaveLength(3);
  });

  test('downloads of a scoped package are told by day, to who may read it', async () => {
    const alice = await user(target);
    const name = `@${uniqueName('scope')}/${uniqueName()}`;
    await alice.publish({ name, version: '1.0.0' });
    const file = `${name.split('/')[1]}-1.0.0.tgz`;
    const headers = { 'user-agent': 'npm/12.2.0 node/v24.21.0 linux x64 workspaces/false' };
    for (let download = 0; download < 2; download += 1) {
      await target.fetch(`/${name}/-/${file}`, { headers });
    }
    await rehearsal.idle();
    const [today = ''] = new Date().toISOString().split('T');
    const counted = { start: today, end: today, package: name };
    for (const spelled of [name, escape(name)]) {
      const point = await reader.get(`/downloads/point/${today}/${spelled}`);
      expect(point).toMatchObject({ status: 200, body: { ...counted, downloads: 2 } });
      const usage = await reader.get(`/-/v1/packages/${spelled}/usage/${today}`);
      expect(usage.body).toMatchObject({ days: [{ downloads: 2, versions: { '1.0.0': 2 } }] });
      const range = await reader.get(`/downloads/range/${today}/${spelled}`);
      expect(range.body).toEqual({ ...counted, downloads: [{ day: today, downloads: 2 }] });
    }
    const versions = await reader.get(`/versions/${escape(name)}/${today}`);
    expect(versions.body).toEqual({ package: name, downloads: { '1.0.0': 2 } });
    const all = await reader.get(`/downloads/point/${today}`);
    expect(all.body).toMatchObject({ downloads: expect.any(Number), start: today });
    expect((await reader.get(`/downloads/point/last-week/${uniqueName()}`)).status).toBe(404);
  });

  test('what is looked for in vain is told to admins', async () => {
    const name = uniqueName('missed');
    expect((await reader.get(`/${name}`)).status).toBe(404);
    expect((await reader.get(`/${name}/-/${name}-1.0.0.tgz`)).status).toBe(404);
    await rehearsal.idle();
    const [today = ''] = new Date().toISOString().split('T');
    const { body } = await admin.get(`/-/v1/missing/${today}`);
    const { missing } = body as { readonly missing: readonly { readonly spec: string }[] };
    expect(missing.filter(({ spec }) => spec.startsWith(name))).toEqual([
      { spec: name, requests: 1 },
      { spec: `${name}@1.0.0`, requests: 1 },
    ]);
  });

  test('a package may be called as what tells of downloads', async () => {
    const alice = await user(target);
    await alice.publish({ name: 'downloads', version: '1.0.0' });
    expect((await reader.get('/downloads')).body).toMatchObject({ name: 'downloads' });
    expect((await reader.get('/downloads/1.0.0')).body).toMatchObject({ version: '1.0.0' });
    expect((await reader.get('/downloads/-/downloads-1.0.0.tgz')).status).toBe(200);
  });

  test('a rebuild, asked for by an admin or the schedule, is one message a shard', async () => {
    expect((await admin.post('/-/v1/jobs/rebuild', {})).body).toEqual({ started: 'rebuild' });
    await rehearsal.runSchedule('Rebuild');
    await rehearsal.idle();
    expect(rehearsal.deadLetters).toEqual([]);
    expect(rehearsal.log.filter((line) => line.includes('"shard":7')).length).toBe(2);
    const { jobs } = (await admin.get('/-/v1/jobs')).body;
    const rebuild = jobs.find(({ job }: { readonly job: string }) => job === 'rebuild');
    expect(rebuild).toMatchObject({
      state: 'done',
      parts: { ended: 16, of: 16 },
      report: { checked: expect.any(Number), repaired: 0 },
      errors: [],
    });
  });

  test('dead letters are counted, and the page says what to do', async () => {
    const queues = rehearsal.functions.flatMap(
      ({ environment }) => environment['PANTRY_DEAD_LETTERS'] ?? [],
    );
    const urls = JSON.parse(queues[0] ?? '{}');
    rehearsal.aws.small.waiting.set(urls.jobs, 3);
    const { deadLetters } = (await admin.get('/-/v1/jobs')).body;
    expect(deadLetters).toEqual([
      { queue: 'downloads', messages: 0 },
      { queue: 'jobs', messages: 3 },
      { queue: 'changes', messages: 0 },
      { queue: 'schedules', messages: 0 },
    ]);
    const { text } = await browserOf(target, admin).open('/-/web/admin/jobs');
    expect(text).toContain('Read why in the log of JobsRunJob');
    rehearsal.aws.small.waiting.clear();
  });

  test('garbage is collected, and what is named stays', async () => {
    const alice = await user(target);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    const id = await staged(alice, { name, version: '1.1.0' });
    await rehearsal.runSchedule('CollectGarbage');
    await rehearsal.idle();
    expect(logged('"job":"gc"')).toBe(true);
    expect((await reader.get(`/${name}/-/${name}-1.0.0.tgz`)).status).toBe(200);
    expect((await alice.get(`/-/stage/${id}/tarball`)).status).toBe(200);
    expect(rehearsal.aws.denials).toEqual([]);
  });

  test('a message that is none of ours ends among the dead letters, and holds nobody up', async () => {
    const queue = rehearsal.functions.find(
      ({ environment }) => environment['PANTRY_DOWNLOADS_QUEUE'],
    );
    rehearsal.aws.small.sendMessage(queue?.environment['PANTRY_DOWNLOADS_QUEUE'] ?? '', 'nonsense');
    await rehearsal.idle();
    expect(rehearsal.deadLetters).toEqual(['nonsense']);
  });
});
