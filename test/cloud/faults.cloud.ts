import { beforeAll, describe, expect, test } from 'vitest';

import { type Answer, anonymous, type Client, escape, readForEdit, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import type { Failure } from './aws/faults.ts';
import { startStage } from './stage.ts';

const { rehearsal, target } = await startStage();
const { aws } = rehearsal;
const reader = anonymous(target);

let alice: Client;
beforeAll(async () => {
  alice = await user(target);
});

/** A change of a package, and how it is seen whether it happened. */
interface Change {
  readonly prepare: () => Promise<string>;
  /** Everything up to the request that changes it. */
  readonly ready: (name: string) => Promise<() => Promise<Answer>>;
  readonly done: (name: string) => Promise<boolean>;
}

const published = async (...versions: readonly string[]): Promise<string> => {
  const name = uniqueName();
  for (const version of versions) await alice.publish({ name, version });
  return name;
};

const document = async (name: string): Promise<Answer['body']> =>
  (await reader.get(`/${name}`)).body;

const CHANGES: Readonly<Record<string, Change>> = {
  'a publish': {
    prepare: async () => published('1.0.0'),
    ready: async (name) => async () => alice.publish({ name, version: '2.0.0' }),
    done: async (name) => '2.0.0' in (await document(name)).versions,
  },
  'a dist-tag': {
    prepare: async () => published('1.0.0'),
    ready: async (name) => async () => alice.put(`/-/package/${name}/dist-tags/beta`, '"1.0.0"'),
    done: async (name) => 'beta' in (await document(name))['dist-tags'],
  },
  'an unpublish': {
    prepare: async () => published('1.0.0', '2.0.0'),
    ready: async (name) => {
      const { _rev, versions, ...rest } = await readForEdit(alice, name);
      const { '2.0.0': _, ...left } = versions;
      const body = { ...rest, versions: left, 'dist-tags': { latest: '1.0.0' } };
      return async () => alice.put(`/${escape(name)}/-rev/${_rev}`, body);
    },
    done: async (name) => !('2.0.0' in (await document(name)).versions),
  },
};

/** Calls of a change when nothing fails: service and operation, of the functions that answer it. */
async function callsOf({ prepare, ready }: Change): Promise<readonly string[]> {
  const make = await ready(await prepare());
  await rehearsal.idle();
  aws.calls.length = 0;
  await make();
  const own = aws.calls.filter(({ role }) => !role.startsWith('Jobs'));
  return [...new Set(own.map(({ service, operation }) => `${service} ${operation}`))];
}

/** Errors that the function logged which answers; the job that follows the stream meets the same fault. */
const errorsOf = (from: number): number =>
  rehearsal.log
    .slice(from)
    .filter((line) => line.includes('"level":"error"') && !line.startsWith('Jobs')).length;

describe.each(Object.entries(CHANGES))('%s', (_, change) => {
  /** Fails one kind of call; afterwards the package is as before or as it should be, and a repetition succeeds. */
  const suffer = async (call: string, as: Failure, nth?: number): Promise<Answer> => {
    const [service = '', operation = ''] = call.split(' ');
    const name = await change.prepare();
    const make = await change.ready(name);
    await rehearsal.idle();
    aws.faults.set([{ service, operation, as, ...(nth !== undefined && { nth }) }]);
    const answer = await make();
    aws.faults.set([]);
    await rehearsal.idle();
    const done = await change.done(name);
    if (answer.status < 300) expect([call, as, done]).toEqual([call, as, true]);
    if (!done) expect((await (await change.ready(name))()).status).toBeLessThan(300);
    await rehearsal.idle();
    expect([call, as, await change.done(name)]).toEqual([call, as, true]);
    const { versions } = await document(name);
    for (const version of Object.keys(versions)) {
      const tarball = await reader.get(`/${name}/-/${name}-${version}.tgz`);
      expect([call, as, version, tarball.status]).toEqual([call, as, version, 200]);
    }
    return answer;
  };

  test('is 503 with retry-after where a call stays throttled, and leaves nothing half done', async () => {
    for (const call of await callsOf(change)) {
      const { status, headers } = await suffer(call, 'throttled');
      expect([call, status, headers.get('retry-after')]).toEqual([call, 503, '2']);
    }
  });

  test('is 500 with the id of the request where a call is denied, and logged once', async () => {
    for (const call of await callsOf(change)) {
      const from = rehearsal.log.length;
      const { status, body } = await suffer(call, 'denied');
      // A release whose repair is denied is told as not yet visible (503); everything else is a 500.
      const told = status === 500 ? /request [\da-f-]{36}/ : /./;
      expect([call, status, body.error]).toEqual([
        call,
        expect.toSatisfy((code: number) => code >= 500),
        expect.stringMatching(told),
      ]);
      expect([call, errorsOf(from)]).toEqual([call, 1]);
    }
  });

  test('goes through where one call is throttled once, or its answer is lost', async () => {
    for (const call of await callsOf(change)) {
      for (const failure of ['throttled', 'done-but-cut'] as const) {
        const { status } = await suffer(call, failure, 0);
        expect([call, failure, status]).toEqual([
          call,
          failure,
          expect.toSatisfy((code) => code < 300),
        ]);
      }
    }
  });

  test('goes through where one call is not answered in time', async () => {
    for (const call of await callsOf(change)) {
      const { status } = await suffer(call, 'timeout', 0);
      expect([call, status]).toEqual([call, expect.toSatisfy((code) => code < 300)]);
    }
  });
});
