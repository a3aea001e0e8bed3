import { describe, expect, test } from 'vitest';

import { npm12 } from '../clients/clients.ts';
import { home } from '../clients/home.ts';
import { createOutside } from '../clients/outside.ts';
import { onLoginUrl } from '../clients/web-login.ts';
import { uniqueName } from '../packages.ts';
import { attacksContract } from '../sso/attacks-contract.ts';
import { browserContract } from '../sso/browser-contract.ts';
import { linksContract } from '../sso/links-contract.ts';
import { approve } from '../sso/person.ts';
import { signInContract } from '../sso/sign-in-contract.ts';
import { startSsoStage } from './sso-stage.ts';

const stage = await startSsoStage();
const { aws, functions, log } = stage.rehearsal;

describe('on AWS', () => {
  signInContract(stage);
  linksContract(stage);
  attacksContract(stage);
  browserContract(stage);
});

test('npm logs in with a browser', async () => {
  const name = uniqueName('alice');
  stage.provider.people.set(name, { preferred_username: name });
  const host = new URL(stage.target.url).host;
  const outside = await createOutside();
  const registry = { ...stage.target, admin: stage.admin, host, outside, requests: async () => [] };
  const alice = home(npm12, registry);
  const { watch, done } = onLoginUrl(async (url) => approve(stage.target, url, name));
  await alice.run(['login'], { watch });
  await done();
  expect((await alice.run(['whoami'])).stdout.trim()).toBe(name);
});

describe('the secret that the provider gave', () => {
  test('is read by the function of the callback alone, and told to none', () => {
    const readers = functions.filter(({ role }) =>
      JSON.stringify(role.policies).includes('secret:rehearsal/sso'),
    );
    expect(readers.map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['LoginCallback']);
    expect(aws.calls.some(({ resource }) => resource.includes('rehearsal/sso'))).toBe(true);
    const told = functions.map(({ environment }) => JSON.stringify(environment)).join();
    expect(told).toContain('Example Login');
    expect(told + log.join()).not.toContain(stage.provider.clientSecret);
  });

  test('is all that functions know beside their stores: others are not told where people sign in', () => {
    const told = functions.filter(({ environment }) => environment['PANTRY_SSO'] !== undefined);
    expect(told.map(({ id }) => id.replace(/[0-9A-F]{8}$/, '')).toSorted()).toEqual([
      'IdentitiesLink',
      'LoginCallback',
      'LoginConfirm',
      'LoginDone',
      'LoginPage',
      'LoginStart',
      'WebAccount',
    ]);
  });
});

test('no role asked for what it may not', () => {
  expect(aws.denials).toEqual([]);
});
