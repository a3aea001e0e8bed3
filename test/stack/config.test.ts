import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { ROOT } from '../../lib/bundles/folders.ts';
import { readConfig } from '../../lib/config/read-config.ts';
import { appWith, CONTEXT } from './stacks.ts';

const read = (context: Readonly<Record<string, unknown>>) =>
  readConfig(appWith({ ...CONTEXT, ...context }).node);

const refusal = (context: Readonly<Record<string, unknown>>): string => {
  try {
    read(context);
    return 'it was taken';
  } catch (error) {
    return String(error);
  }
};

const SSO = (name: string, value: string) => ({
  issuer: 'https://login.example.com',
  clientId: 'pantry',
  [name]: value,
});

describe('the configuration', () => {
  test('needs a domain, its zone, an account and a region; the rest has values of its own', () => {
    expect(read({})).toMatchObject({
      name: 'pantry',
      signUp: 'invite',
      reads: 'anyone',
      newPackages: 'public',
      unpublish: 'owners',
      edge: 'none',
      trustedOwners: [],
    });
  });

  test('takes values from a command line, where everything is text', () => {
    const given = { monthlyBudget: '50', alarmEmail: 'ops@example.com', trustedOwners: '["123"]' };
    expect(read(given)).toMatchObject({
      ...given,
      monthlyBudget: 50,
      trustedOwners: [{ provider: 'github', id: '123' }],
    });
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ domain: undefined }, /"domain" is missing: .*cdk\.json.*-c domain=…/],
    [{ domain: 'https://npm.example.com/' }, /"domain" must be a host name in small letters/],
    [{ domain: 'npm.example.org' }, /"domain" is npm\.example\.org, which is not in the zone/],
    [{ account: '1234' }, /"account" must be the 12 digits/],
    [{ region: 'Frankfurt' }, /"region" must be an AWS region/],
    [{ hostedZoneId: 'example.com' }, /"hostedZoneId" must be the id of a hosted zone/],
    [{ name: 'My Registry' }, /"name" must be 2 to 24 small letters/],
    [{ signUp: 'yes' }, /"signUp" must be "open" or "invite" or "closed"/],
    [{ edge: 'fastly' }, /"edge" must be "none" or "cloudfront"/],
    [{ trustedOwners: ['octocat'] }, /"trustedOwners" must hold the numeric ids/],
    [{ trustedOwners: 'octocat' }, /"trustedOwners" must hold the numeric ids/],
    [{ ciIssuers: '[{"provider":"jenkins"}]' }, /"ciIssuers" must be one of github/],
    [
      { trustedOwners: Array.from({ length: 60 }, (_, id) => `${id} an account of ours`) },
      /"trustedOwners" and "ciIssuers" are .* characters/,
    ],
    [{ upstream: 'http://example.com' }, /the upstream http:.* must begin with https/],
    [{ upstream: 'example.com' }, /"upstream" must be a URL that begins with https/],
    [{ upstream: 'https://npm.example.com' }, /is this registry itself/],
    [{ upstreams: '[{"packages":["@a"]}]' }, /"upstreams" must be an upstream such as/],
    [{ upstreams: [{ url: 'npm', token: 'x' }] }, /"upstreams" is no setting of an upstream/],
    [{ malware: ['malware.json'] }, /can't be read by a function: name a URL/],
    [{ minAge: 'a day' }, /"minAge" must be a number/],
    [{ deny: Array.from({ length: 300 }, (_, index) => `package-${index}`) }, /shorten "deny"/],
    [{ sso: { issuer: 'http://login.example.com' } }, /"sso" must be a URL that begins with https/],
    [{ sso: '{"issuer": "https://login.example.com"}' }, /"sso" must be a provider such as/],
    [{ sso: SSO('clientSecret', 'x') }, /"sso" is no setting of a sign-in/],
    [{ sso: SSO('secret', 'a secret') }, /"sso" must be the name of a secret of Secrets Manager/],
    [{ sso: SSO('domains', 'example.com,'.repeat(300)) }, /"sso" is \d+ characters/],
    [{ monthlyBudget: 'much', alarmEmail: 'a@example.com' }, /"monthlyBudget" must be an amount/],
    [{ monthlyBudget: 5 }, /"monthlyBudget" has nobody to tell: set "alarmEmail"/],
    [{ alarmEmail: 'ops' }, /"alarmEmail" must be an e-mail address/],
    [
      { certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/abc' },
      /"certificateArn" is of another region: .* of eu-central-1/,
    ],
  ])('%j is refused in one sentence', (context, sentence) => {
    const message = refusal(context);
    expect(message).toMatch(sentence);
    expect(message.split('\n')).toHaveLength(1);
  });

  test('stops the synthesis with that sentence and nothing else', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/app.ts'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, CDK_CONTEXT_JSON: '{}', CDK_OUTDIR: path.join(ROOT, 'cdk.out') },
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^"domain" is missing: .*\n$/);
  });
});
