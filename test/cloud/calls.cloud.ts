import { beforeAll, describe, expect, test } from 'vitest';

import { ciRegistry } from '../ci/registry.ts';
import { anonymous, type Client, escape, user } from '../client.ts';
import { organization, revoke, secret } from '../organization.ts';
import { uniqueName } from '../packages.ts';
import { approve, reject, staged } from '../staging.ts';
import { startStage } from './stage.ts';

const { rehearsal, target } = await startStage();
const { calls } = rehearsal.aws;

/** Calls to AWS while something is done, counted by service and operation. */
async function counted(work: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  await rehearsal.idle();
  calls.length = 0;
  await work();
  // What is counted of a request is no part of its answer.
  const own = calls.filter(({ role }) => !role.startsWith('JobsCountDownloads'));
  const made = own.map(({ service, operation }) => `${service} ${operation}`);
  return Object.fromEntries(
    [...new Set(made)]
      .toSorted()
      .map((name) => [name, made.filter((each) => each === name).length]),
  );
}

let alice: Client;
const name = `@${uniqueName('scope')}/${uniqueName()}`;
beforeAll(async () => {
  alice = await user(target);
  await alice.publish({ name, version: '1.0.0' });
});

describe('calls to AWS', () => {
  const reader = anonymous(target);

  test('a public document is one read of S3, for whoever asks', async () => {
    const path = `/${escape(name)}`;
    expect(await counted(async () => reader.get(path))).toEqual({ 's3 GetObject': 1 });
    expect(await counted(async () => alice.get(path))).toEqual({ 's3 GetObject': 1 });
  });

  test('a public tarball is one read of the table, a message that counts it, and S3 for the client', async () => {
    const base = name.split('/')[1];
    const path = `/${name}/-/${base}-1.0.0.tgz`;
    const read = await counted(async () => reader.get(path));
    expect(read).toEqual({ 'dynamodb BatchGetItem': 1, 's3 GetObject': 1, 'sqs SendMessage': 1 });
  });

  test('an audit of 250 packages is six batches of the table, and an advisory one transaction', async () => {
    const advisory = { title: 'x', severity: 'low', vulnerable_versions: '<2.0.0' };
    const path = `/-/v1/packages/${escape(name)}/advisories/x`;
    const made = await counted(async () => alice.put(path, advisory));
    expect(made['dynamodb TransactWriteItems']).toBe(1);
    const many = Array.from({ length: 249 }, (_, index) => [`p${index}`, ['1.0.0']]);
    const installed = { ...Object.fromEntries(many), [name]: ['1.0.0'] };
    const asked = await counted(async () => {
      const { body } = await reader.post('/-/npm/v1/security/advisories/bulk', installed);
      expect(Object.keys(body)).toEqual([name]);
    });
    expect(asked).toEqual({ 'dynamodb BatchGetItem': 6 });
    const tree = { dependencies: { [name]: { version: '1.0.0', integrity: 'x' } } };
    const quick = await reader.post('/-/npm/v1/security/audits/quick', tree);
    expect(quick.body.metadata.vulnerabilities.low).toBe(1);
    const listed = await reader.get(`/-/v1/packages/${name}/advisories`);
    expect(listed.body.advisories).toMatchObject([advisory]);
    expect((await alice.remove(path)).status).toBe(200);
    expect((await reader.get(`/-/npm/v1/attestations/${name}@1.0.0`)).status).toBe(404);
    expect(rehearsal.aws.denials).toEqual([]);
  });

  test('a publish is one transaction, and as many other calls for the fiftieth version as for the second', async () => {
    const second = await callsOfPublish('1.0.2');
    expect(second['dynamodb TransactWriteItems']).toBe(1);
    for (let patch = 3; patch < 50; patch += 1) {
      await alice.publish({ name, version: `1.0.${patch}` });
    }
    expect(await callsOfPublish('1.0.50')).toEqual(second);
    expect(second).toMatchInlineSnapshot(`
      {
        "dynamodb GetItem": 4,
        "dynamodb Query": 1,
        "dynamodb TransactWriteItems": 1,
        "kms Sign": 1,
        "s3 HeadObject": 2,
        "s3 PutObject": 3,
      }
    `);
  });

  test('a version is staged, shown, approved and rejected by few calls, however many there are', async () => {
    const [first, second] = [
      await staged(alice, { name, version: '2.0.0' }),
      await staged(alice, { name, version: '2.0.1' }),
    ];
    // The first approval asks for the public key, too.
    await approve(alice, await staged(alice, { name, version: '2.0.2' }));
    const made = {
      stage: await ofFunction('StagePublish', async () =>
        staged(alice, { name, version: '2.1.0' }),
      ),
      list: await ofFunction('StageList', async () => alice.get('/-/stage')),
      view: await ofFunction('StageGet', async () => alice.get(`/-/stage/${first}`)),
      reject: await ofFunction('StageReject', async () => reject(alice, second)),
      approve: await ofFunction('StageApprove', async () => approve(alice, first)),
    };
    expect(rehearsal.aws.denials).toEqual([]);
    expect(made).toMatchInlineSnapshot(`
      {
        "approve": {
          "dynamodb GetItem": 8,
          "dynamodb Query": 1,
          "dynamodb TransactWriteItems": 1,
          "kms Sign": 1,
          "s3 HeadObject": 2,
          "s3 PutObject": 2,
        },
        "list": {
          "dynamodb GetItem": 3,
          "dynamodb Query": 1,
        },
        "reject": {
          "dynamodb GetItem": 5,
          "dynamodb TransactWriteItems": 1,
        },
        "stage": {
          "dynamodb GetItem": 7,
          "dynamodb TransactWriteItems": 1,
          "s3 PutObject": 1,
        },
        "view": {
          "dynamodb GetItem": 5,
        },
      }
    `);
  });
});

test('an exchange is two reads and one transaction, and a run’s publish reads what trusts it', async () => {
  const ci = await ciRegistry(target);
  // The first run under a name of its account writes that down.
  await ci.run(uniqueName());
  await ci.run(uniqueName());
  const fresh = uniqueName();
  const exchange = await counted(async () => ci.run(fresh));
  expect(exchange).toEqual({
    'dynamodb GetItem': 1,
    'dynamodb Query': 1,
    'dynamodb TransactWriteItems': 1,
  });
  const run = await ci.run(fresh);
  await run.publish({ name: fresh, version: '1.0.0' });
  const publish = async () => run.publish({ name: fresh, version: '1.0.1' });
  expect(await ofFunction('PackagePut', publish)).toMatchInlineSnapshot(`
    {
      "dynamodb GetItem": 3,
      "dynamodb Query": 2,
      "dynamodb TransactWriteItems": 1,
      "kms Sign": 1,
      "s3 HeadObject": 2,
      "s3 PutObject": 3,
    }
  `);
});

/** What somebody asks of a package, of which there may be none. */
const ASKED: Readonly<Record<string, (who: Client, name: string) => Promise<unknown>>> = {
  'read its document': async (who, pkg) => who.get(`/${escape(pkg)}`),
  'read a version': async (who, pkg) => who.get(`/${escape(pkg)}/1.0.0`),
  'download it': async (who, pkg) => who.get(`/${pkg}/-/${pkg.split('/')[1]}-1.0.0.tgz`),
  'read its tags': async (who, pkg) => who.get(`/-/package/${escape(pkg)}/dist-tags`),
  'publish it': async (who, pkg) => who.publish({ name: pkg, version: '9.0.0' }),
  'tag it': async (who, pkg) => who.put(`/-/package/${escape(pkg)}/dist-tags/x`, '"1.0.0"'),
  'own it': async (who, pkg) => who.put(`/-/package/${escape(pkg)}/owners`, { user: who.name }),
  'audit it': async (who, pkg) =>
    who.post('/-/npm/v1/security/advisories/bulk', { [pkg]: ['1.0.0'] }),
};

describe('calls to AWS for a private package of an organization', async () => {
  const org = await organization(target);
  await revoke(org.owner, `${org.name}:developers`, `@${org.name}/*`);
  const hidden = await secret(org);
  const stranger = await user(target);
  const missing = `@${org.name}/${uniqueName('secret')}`;

  test.each(Object.entries(ASKED))(
    'are the same as where there is none, for who may not know of it and wants to %s',
    async (_, ask) => {
      for (const who of [stranger, org.member]) {
        const there = await counted(async () => ask(who, hidden));
        expect(there).toEqual(await counted(async () => ask(who, missing)));
      }
    },
  );

  test('are one batch more for a member who publishes, and one for the write', async () => {
    const made = await ofFunction('PackagePut', async () =>
      org.admin.publish({ name: hidden, version: '1.0.1' }),
    );
    expect(made).toMatchInlineSnapshot(`
      {
        "dynamodb BatchGetItem": 2,
        "dynamodb GetItem": 4,
        "dynamodb Query": 1,
        "dynamodb TransactWriteItems": 1,
        "kms Sign": 1,
        "s3 HeadObject": 2,
        "s3 PutObject": 3,
      }
    `);
  });
});

async function callsOfPublish(version: string): Promise<Readonly<Record<string, number>>> {
  return ofFunction('PackagePut', async () => alice.publish({ name, version }));
}

/**
 * The same for the calls of one function. What follows the stream writes the same documents: it waits, since
 * who comes second there looks once more.
 */
async function ofFunction(
  id: string,
  work: () => Promise<unknown>,
): Promise<Readonly<Record<string, number>>> {
  await rehearsal.idle();
  calls.length = 0;
  await rehearsal.beforeDeliveries(work);
  const made = calls
    .filter(({ role }) => role.startsWith(id))
    .map(({ service, operation }) => `${service} ${operation}`);
  return Object.fromEntries(
    [...new Set(made)].toSorted().map((each) => [each, made.filter((one) => one === each).length]),
  );
}
