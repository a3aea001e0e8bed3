import { beforeAll, describe, expect, test } from 'vitest';

import { firstAdmin } from '../audit-log.ts';
import { anonymous, type Client, PASSWORD, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);
let owner: Client;
let asker: Client;
let stranger: Client;
let name: string;

beforeAll(async () => {
  owner = await user(registry, uniqueName('owner'));
  asker = await user(registry, uniqueName('asker'));
  stranger = await user(registry, uniqueName('stranger'));
  name = uniqueName();
  await owner.publish({ name, version: '1.0.0' });
});

const question = (rest: object = {}): object => ({
  to: 'owners',
  kind: 'question',
  package: name,
  subject: 'Does it work\u202e without\n a network?',
  text: 'I tried.\r\nIt did not.\u0000',
  ...rest,
});

describe(`tickets, ${registry.name}`, () => {
  test('go to the owners, come back answered, and are closed and opened again by either', async () => {
    const opened = await asker.post('/-/v1/tickets', question());
    expect(opened).toMatchObject({
      status: 201,
      body: { state: 'open', author: asker.name, subject: 'Does it work without a network?' },
    });
    const { id } = opened.body as { id: string };
    const queue = `/-/v1/packages/${name}/tickets`;
    await expect
      .poll(async () => (await owner.get(queue)).body)
      .toMatchObject({ tickets: [{ id, messages: 1 }] });
    const answer = await owner.post(`/-/v1/tickets/${id}/messages`, { text: 'It does now.' });
    expect(answer).toMatchObject({ status: 201, body: { state: 'answered', messages: 2 } });
    expect((await asker.get(`/-/v1/tickets/${id}`)).body).toMatchObject({
      ticket: { id, state: 'answered' },
      messages: [
        { author: asker.name, text: 'I tried.\nIt did not.' },
        { author: owner.name, text: 'It does now.' },
      ],
    });
    const closed = await asker.post(`/-/v1/tickets/${id}/messages`, { state: 'closed' });
    expect(closed.body).toMatchObject({ state: 'closed' });
    await expect
      .poll(async () => (await owner.get(`${queue}?state=closed`)).body)
      .toMatchObject({ tickets: [{ id }] });
    const again = await owner.post(`/-/v1/tickets/${id}/messages`, { text: 'One more thing' });
    expect(again.body).toMatchObject({ state: 'answered' });
    await expect
      .poll(async () => (await asker.get('/-/v1/tickets')).body)
      .toMatchObject({ tickets: [{ id, state: 'answered' }] });
    expect((await asker.post(`/-/v1/tickets/${id}/messages`, {})).status).toBe(400);
  });

  test('are nobody else’s: who takes no part is not told that there is one', async () => {
    const { body } = await asker.post('/-/v1/tickets', question());
    const { id } = body as { id: string };
    for (const path of [`/-/v1/tickets/${id}`, '/-/v1/tickets/not-an-id']) {
      expect((await stranger.get(path)).status).toBe(404);
    }
    const answer = await stranger.post(`/-/v1/tickets/${id}/messages`, { text: 'me too' });
    expect(answer.status).toBe(404);
    expect((await stranger.get(`/-/v1/packages/${name}/tickets`)).status).toBe(403);
    expect((await reader.get(`/-/v1/tickets/${id}`)).status).toBe(401);
    expect((await stranger.get('/-/v1/operators/tickets')).status).toBe(403);
  });

  test('to the operators are seen by admins and not by those whom they are about', async () => {
    const { body } = await asker.post(
      '/-/v1/tickets',
      question({ to: 'operators', kind: 'abuse' }),
    );
    const { id } = body as { id: string };
    expect((await owner.get(`/-/v1/tickets/${id}`)).status).toBe(404);
    const operator = await firstAdmin(registry);
    expect((await operator.get(`/-/v1/tickets/${id}`)).status).toBe(200);
    await expect
      .poll(async () => JSON.stringify((await operator.get('/-/v1/operators/tickets')).body))
      .toContain(id);
  });

  test('say nothing of packages that the asker may not see', async () => {
    const secret = uniqueName('secret');
    await owner.publish({ name: secret, version: '1.0.0' }, { access: 'restricted' });
    for (const about of [secret, uniqueName('nothing')]) {
      const refused = await asker.post('/-/v1/tickets', question({ package: about }));
      expect(refused.status).toBe(404);
    }
  });

  test('are read by the whole person alone, and not with a token that is limited', async () => {
    const { body } = await asker.post('/-/npm/v1/tokens', {
      password: PASSWORD,
      readonly: true,
    });
    const limited = asker.with(body.token);
    for (const path of ['/-/v1/tickets', `/-/v1/packages/${name}/tickets`]) {
      expect([path, (await limited.get(path)).status]).toEqual([path, 403]);
    }
    expect((await limited.post('/-/v1/tickets', question())).status).toBe(403);
  });

  test('take a text whose line ends a form has doubled', async () => {
    const text = 'line\r\n'.repeat(1500);
    expect((await asker.post('/-/v1/tickets', question({ text }))).status).toBe(201);
  });

  test('are closed however much was written', async () => {
    const { body } = await asker.post('/-/v1/tickets', question());
    const messages = `/-/v1/tickets/${body.id}/messages`;
    for (let count = 0; count < 199; count += 1) await asker.post(messages, { text: 'more' });
    expect((await asker.post(messages, { text: 'too much' })).status).toBe(403);
    expect((await owner.post(messages, { state: 'closed' })).body).toMatchObject({
      state: 'closed',
    });
    expect((await asker.post(messages, { state: 'open' })).status).toBe(403);
  });

  test('of one account are not more than twenty a day', async () => {
    const eager = await user(registry, uniqueName('eager'));
    const statuses: number[] = [];
    for (let count = 0; count < 20; count += 1) {
      statuses.push((await eager.post('/-/v1/tickets', question())).status);
    }
    expect(new Set(statuses)).toEqual(new Set([201]));
    await expect.poll(async () => (await eager.post('/-/v1/tickets', question())).status).toBe(429);
  });

  test.each([
    [{ to: 'nobody' }, /owners/],
    [{ subject: ' \n' }, /few words/],
    [{ subject: 'x'.repeat(201) }, /200/],
    [{ text: '' }, /what it is about/],
    [{ text: 'x'.repeat(8001) }, /8000/],
    [{ package: undefined }, /name the package/],
  ])('are refused with %o', async (wrong, reason) => {
    const { status, body } = await asker.post('/-/v1/tickets', question(wrong));
    expect(status).toBe(400);
    expect((body as { error: string }).error).toMatch(reason);
  });
});
