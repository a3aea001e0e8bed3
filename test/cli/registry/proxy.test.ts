import { afterEach, describe, expect, test, vi } from 'vitest';

import { proxyFor } from '../../../cli/registry/proxy.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const NAMES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];

async function proxyWith(env: Readonly<Record<string, string>>, url: string) {
  for (const name of NAMES) vi.stubEnv(name, env[name]);
  const proxy = await proxyFor(new URL(url));
  return proxy && `${proxy.url.href} ${proxy.from}`;
}

const SAFE = { HTTPS_PROXY: 'http://proxy.test:3128' };

describe('the proxy for a URL', () => {
  test.each([
    ['https://a.test', SAFE, 'http://proxy.test:3128/ HTTPS_PROXY'],
    ['http://a.test', SAFE, undefined],
    ['https://a.test', { ...SAFE, https_proxy: 'lower.test' }, 'http://lower.test/ HTTPS_PROXY'],
    ['http://a.test', { HTTP_PROXY: 'https://p.test' }, 'https://p.test/ HTTP_PROXY'],
    ['https://a.test', { HTTPS_PROXY: '' }, undefined],
  ])('is what the environment says: %s %j', async (url, env, expected) => {
    expect(await proxyWith(env, url)).toBe(expected);
  });

  test.each([
    'https://localhost:4873',
    'https://npm.localhost',
    'https://127.0.0.1',
    'https://127.1.2.3:1',
    'https://[::1]:4873',
  ])('is none on this machine: %s', async (url) => {
    expect(await proxyWith(SAFE, url)).toBeUndefined();
  });

  test.each([
    ['a.test', 'https://a.test'],
    ['other.test, A.test', 'https://a.test'],
    ['other.test a.test', 'https://a.test'],
    ['.a.test', 'https://npm.a.test'],
    ['*.a.test', 'https://npm.a.test'],
    ['a.test', 'https://npm.a.test'],
    ['a.test:443', 'https://a.test'],
    ['a.test:8443', 'https://a.test:8443'],
    ['10.0.0.7', 'https://10.0.0.7:4873'],
    ['*', 'https://a.test'],
  ])('is none where NO_PROXY has "%s" for %s', async (excepted, url) => {
    expect(await proxyWith({ ...SAFE, NO_PROXY: excepted }, url)).toBeUndefined();
    expect(await proxyWith({ ...SAFE, no_proxy: excepted }, url)).toBeUndefined();
  });

  test.each([
    ['', 'https://a.test'],
    [',', 'https://a.test'],
    ['a.test', 'https://aa.test'],
    ['npm.a.test', 'https://a.test'],
    ['a.test:80', 'https://a.test'],
    ['a.test:443', 'https://a.test:8443'],
  ])('is there where NO_PROXY has "%s" for %s', async (excepted, url) => {
    expect(await proxyWith({ ...SAFE, NO_PROXY: excepted }, url)).toContain('HTTPS_PROXY');
  });

  test.each(['socks5://me:secret@p.test', 'ftp://p.test', 'http://'])(
    'must be one of HTTP, and no password of it is shown: %s',
    async (url) => {
      const asked = proxyWith({ HTTPS_PROXY: url }, 'https://a.test');
      await expect(asked).rejects.toThrow(
        /^HTTPS_PROXY is no proxy that this command can use: it must be a URL such as http:\S+$/,
      );
    },
  );
});
