import { expect, test } from 'vitest';

import { escape, user } from '../client.ts';
import { pack, uniqueName } from '../packages.ts';
import { attested, believed } from '../sigstore/attested.ts';
import { BUILD, npmStatement, onGithub } from '../sigstore/builds.ts';
import { startStage } from './stage.ts';

test('the schedule keeps the trust root that publishes are verified by', async () => {
  const [{ rehearsal, target }, authority] = [await startStage(), await believed()];
  const alice = await user(target);
  const manifest = { name: uniqueName(), version: '1.0.0', repository: 'acme/tool' };
  const tarball = pack(manifest);
  const statement = npmStatement(BUILD, { ...manifest, tarball });
  const bundle = await authority.attest(statement, { identity: onGithub(BUILD) });
  const document = attested(manifest, bundle, { tarball });
  const early = await alice.put(`/${escape(manifest.name)}`, document);
  expect([early.status, early.body.error]).toEqual([
    503,
    expect.stringMatching(/no trust root yet/),
  ]);
  expect((await rehearsal.runSchedule('TrustRoot'))?.error).toBeUndefined();
  expect(rehearsal.log.some((line) => line.includes('the trust root was kept'))).toBe(true);
  expect((await alice.put(`/${escape(manifest.name)}`, document)).status).toBe(201);
  expect(rehearsal.aws.denials).toEqual([]);
});
