import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { loadSettings } from '../../local/config/load.ts';
import { folder, server, target } from '../target.ts';
import { openBrowser } from './browser.ts';
import { startProvider } from './provider.ts';
import { begin, goneOn, loggedIn, poll, settingsFor, startSso, type SsoStage } from './stage.ts';

const DISCOVERY = '/.well-known/openid-configuration';

const from = (address: string) => ({ 'x-forwarded-for': address });

/** What somebody is told of a setting that can't be used. */
const refusalOf = (sso: string, more: object = {}): string => {
  try {
    loadSettings({ sso, ...more }, {});
    return 'it was taken';
  } catch (error) {
    return String(error);
  }
};

const goOn = async (stage: SsoStage) => {
  const browser = openBrowser(stage.target);
  const asked = await browser.open((await begin(stage)).loginUrl);
  return browser.submit(asked, { answer: 'yes' });
};

describe('a provider', () => {
  test('is asked for what it is once, and not before somebody wants to sign in', async () => {
    const stage = await startSso();
    await begin(stage);
    expect(stage.provider.requests).toEqual([]);
    await Promise.all([goOn(stage), goOn(stage), goOn(stage)]);
    await loggedIn(stage, 'alice');
    await loggedIn(stage, 'bob');
    const asked = (line: string) => stage.provider.requests.filter((each) => each === line).length;
    expect([asked(`GET ${DISCOVERY}`), asked('GET /jwks')]).toEqual([1, 1]);
  });

  test('that is away keeps nobody from reading, nor from a password', async () => {
    const stage = await startSso();
    await stage.provider.stop();
    const { loginUrl, doneUrl } = await begin(stage);
    const browser = openBrowser(stage.target);
    const shown = await browser.submit(await browser.open(loginUrl), { answer: 'yes' });
    expect([shown.status, shown.text]).toEqual([
      503,
      expect.stringContaining('Example Login could not be asked who you are'),
    ]);
    expect((await poll(stage, doneUrl)).status).toBe(202);
    expect((await stage.target.fetch('/-/ping')).status).toBe(200);
  });

  test.each<[string, (body: Record<string, any>) => object]>([
    ['is another', (body) => ({ ...body, issuer: 'https://login.example.org' })],
    [
      'has a script in place of a page',
      (body) => ({ ...body, authorization_endpoint: 'javascript:alert(1)' }),
    ],
    [
      'wants people to sign in without TLS',
      (body) => ({ ...body, authorization_endpoint: 'http://login.example.com/' }),
    ],
  ])('that says that it %s is not used', async (_, change) => {
    const stage = await startSso();
    stage.provider.change(DISCOVERY, change);
    const shown = await goOn(stage);
    expect([shown.status, shown.url.origin]).toEqual([502, stage.target.url]);
  });

  test('is told no secret anywhere without TLS', async () => {
    const stage = await startSso();
    stage.provider.change(DISCOVERY, (body) => ({
      ...body,
      token_endpoint: body['token_endpoint'].replace('127.0.0.1', '0.0.0.0'),
    }));
    await expect(loggedIn(stage, 'alice')).rejects.toThrow('502');
    expect(stage.provider.requests).not.toContain('POST /token');
  });

  test('without a way to ask more than the token says is used as it is', async () => {
    const stage = await startSso();
    stage.provider.change(DISCOVERY, (body) => ({ ...body, userinfo_endpoint: undefined }));
    await loggedIn(stage, 'alice');
    expect(stage.provider.requests).not.toContain('GET /me');
    stage.provider.change('/token', (body) => ({
      ...body,
      id_token: stage.provider.forge(body['id_token'], { claims: { sub: '' } }),
    }));
    await expect(loggedIn(stage, 'nobody')).rejects.toThrow('502');
  });

  test('gets the secret that a file holds', async () => {
    const provider = await startProvider();
    const clientSecretFile = path.join(folder(), 'secret');
    writeFileSync(clientSecretFile, 'wrong');
    const more = { clientSecret: undefined, clientSecretFile };
    const stage = { provider, target: await target(settingsFor(provider, more)) };
    await expect(loggedIn(stage, 'alice')).rejects.toThrow('502');
    writeFileSync(clientSecretFile, `${provider.clientSecret}\n`);
    await loggedIn(stage, 'alice');
  });
});

describe('a session', () => {
  test('is over after ten minutes, on every way', async () => {
    const stage = await startSso();
    const { doneUrl, loginUrl, browser } = await goneOn(stage);
    stage.target.advance?.(10 * 60_000);
    expect((await poll(stage, doneUrl)).status).toBe(404);
    expect((await browser.open(loginUrl)).status).toBe(404);
  });

  test('warns where the browser is at another address than the terminal', async () => {
    const provider = await startProvider();
    const registry = await server({ ...settingsFor(provider), trustProxy: 'true' });
    const { loginUrl } = await begin({ target: registry }, from('203.0.113.7'));
    const browser = openBrowser(registry);
    const same = await browser.ask(loginUrl, { headers: from('203.0.113.7') });
    expect(same.text).not.toContain('another address');
    const other = await browser.ask(loginUrl, { headers: from('198.51.100.9') });
    expect(other.text).toContain('You are at another address: 198.51.100.9');
  });

  test('is held to a browser by a cookie that no other site can set, over TLS', async () => {
    const provider = await startProvider();
    const publicUrl = 'https://npm.example.com';
    const registry = await server({ ...settingsFor(provider), publicUrl });
    const local = { ...registry, url: publicUrl };
    const { loginUrl } = await begin({ target: local });
    const shown = await openBrowser(local).ask(loginUrl);
    expect(shown.headers.get('set-cookie')).toMatch(
      /^__Host-pantry-login-[\w-]{16}=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
  });
});

describe('without a provider', () => {
  test.each([
    ['POST', '/-/v1/login'],
    ['GET', '/-/v1/login/web'],
    ['POST', '/-/v1/login/web'],
    ['GET', '/-/v1/login/callback'],
    ['GET', '/-/v1/login/done'],
  ])('%s %s is not there, so that clients ask in the terminal', async (method, where) => {
    const registry = await target();
    expect((await registry.fetch(where, { method })).status).toBe(404);
  });
});

describe('the setting', () => {
  const provider = { issuer: 'https://login.example.com', clientId: 'pantry' };

  test.each<[object, RegExp]>([
    [
      { ...provider, issuer: 'http://login.example.com' },
      /issuer must be a URL that begins with https/,
    ],
    [{ ...provider, issuer: 'login.example.com' }, /issuer must be a URL/],
    [{ ...provider, issuer: 'https://login.example.com?a=b' }, /issuer must be the issuer alone/],
    [{ issuer: provider.issuer }, /must be a provider such as/],
    [{ ...provider, client: 'x' }, /is no setting of a sign-in/],
    [{ ...provider, admins: 'groups' }, /admins must be claims with their values/],
    [{ ...provider, domains: '@example.com' }, /domains must be domains/],
    [{ ...provider, tokenDays: 0 }, /tokenDays must be at least 1/],
    [{ ...provider, clientSecretFile: 'x' }, /"clientSecret" or "clientSecretFile", not both/],
  ])('%j is refused in a sentence that does not show the secret', (sso, sentence) => {
    const message = refusalOf(JSON.stringify({ clientSecret: 'hush-hush', ...sso }));
    expect(message).toMatch(sentence);
    expect(message).not.toContain('hush-hush');
  });

  test('that is no JSON is not shown either', () => {
    expect(refusalOf('{"clientSecret": "hush-hush"')).toMatch(/must be a provider such as[^]*$/);
    expect(refusalOf('{"clientSecret": "hush-hush"')).not.toContain('hush-hush');
  });

  test('needs the URL that people come back to, beyond this machine', async () => {
    const settings = { sso: JSON.stringify(provider), host: '0.0.0.0' };
    await expect(server(settings)).rejects.toThrow('"sso" needs "publicUrl"');
  });

  test('names a variable that is set, and a file that can be read', async () => {
    const withVariable = { ...provider, clientSecret: '${NO_SUCH_VARIABLE}' };
    await expect(server({ sso: JSON.stringify(withVariable) })).rejects.toThrow(
      '"sso" wants the variable NO_SUCH_VARIABLE',
    );
    const withFile = { ...provider, clientSecretFile: '/nowhere/secret' };
    await expect(server({ sso: JSON.stringify(withFile) })).rejects.toThrow("can't be read");
  });
});
