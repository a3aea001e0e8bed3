import { describe, expect, test } from 'vitest';

import { anonymous, PASSWORD, user } from '../client.ts';
import { hasTerminal } from '../clients/terminal.ts';
import { onLoginUrl } from '../clients/web-login.ts';
import { uniqueName } from '../packages.ts';
import { openBrowser } from '../sso/browser.ts';
import { approve } from '../sso/person.ts';
import { startProvider } from '../sso/provider.ts';
import { settingsFor } from '../sso/stage.ts';
import { server } from '../target.ts';
import { answering } from './answering.ts';
import { CTRL_C, session } from './session.ts';

const provider = await startProvider();
const registry = await server(settingsFor(provider));
const { url } = registry;
await user(registry, 'first');
const login = ['login', '--registry', url];

/** Somebody whom the provider knows. */
function newcomer(): string {
  const name = uniqueName('alice');
  provider.people.set(name, { preferred_username: name });
  return name;
}

describe('pantry login where there is single sign-on', () => {
  test.runIf(hasTerminal)(
    'shows a URL and its code, and goes on once somebody has signed in',
    async () => {
      const home = session();
      const name = newcomer();
      const { watch, done } = onLoginUrl(async (shown) => approve(registry, shown, name));
      const { code, text } = await home.onTerminal(login, [], watch);
      await done();
      expect([code, text]).toEqual([0, expect.stringContaining(`logged in to ${url} as ${name}`)]);
      const [, wanted] = /session=\S+-([B-Z]{4}-[B-Z]{4})/.exec(text) ?? [];
      expect(text).toContain(`The page shows the code ${wanted}.`);
      const { token } = home.credentials().registries[url];
      const asked = await anonymous(registry).with(token).get('/-/whoami');
      expect(asked.body).toEqual({ username: name });
    },
  );

  test.runIf(hasTerminal)('keeps nothing when it was refused there', async () => {
    const home = session();
    const { watch, done } = onLoginUrl(async (shown) => {
      const browser = openBrowser(registry);
      await browser.submit(await browser.open(shown), { answer: 'no' });
    });
    const { code, text } = await home.onTerminal(login, [], watch);
    await done();
    expect([code, text]).toEqual([3, expect.stringContaining('says that it was not them')]);
    expect(home.credentials()).toBe(undefined);
  });

  test.runIf(hasTerminal)('keeps nothing after Ctrl-C while it waits', async () => {
    const home = session();
    const { code } = await home.onTerminal(login, [[/Waiting until/, CTRL_C]]);
    expect(code).toBe(130);
    expect(home.credentials()).toBe(undefined);
  });

  test('takes a password where a name is said', async () => {
    const home = session();
    const bob = await user(registry, 'bob');
    const args = [...login, '--user', bob.name, '--password-stdin'];
    expect((await home.run(args, PASSWORD)).code).toBe(0);
  });

  test('shows the URL to programs beside the result, without a terminal too', async () => {
    const urls: string[] = [];
    const { url: other } = await answering(({ url: asked = '', headers }, response) => {
      urls.push(asked);
      const there = `http://${headers.host}`;
      if (asked === '/-/v1/login') {
        response.end(
          JSON.stringify({ loginUrl: `${there}/\u001B[2Jlogin`, doneUrl: `${there}/done` }),
        );
      } else if (asked === '/done' && urls.filter((each) => each === '/done').length < 2) {
        response.writeHead(202, { 'retry-after': '1' }).end('{}');
      } else response.end(JSON.stringify({ token: 'secret', username: 'alice' }));
    });
    const home = session();
    const args = ['login', '--registry', other, '--json'];
    const { code, stdout, stderr } = await home.run(args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ user: 'alice' });
    expect(stderr).toContain(`Open this on any machine:\n${other}/login\n`);
    expect(urls).toEqual(['/-/v1/login', '/done', '/done', '/-/whoami']);
    expect(home.credentials().registries[other]).toEqual({ token: 'secret', user: 'alice' });
  });
});

describe('pantry identity', () => {
  test.runIf(hasTerminal)('links a sign-in to an account, lists it, and unlinks it', async () => {
    const bob = await user(registry, 'bob');
    const home = session(url, bob.token);
    const name = newcomer();
    const linking = onLoginUrl(async (shown) => approve(registry, shown, name));
    const linked = await home.onTerminal(
      ['identity', 'link'],
      [[/Your password/, PASSWORD]],
      linking.watch,
    );
    await linking.done();
    expect([linked.code, linked.text]).toEqual([
      0,
      expect.stringContaining(`that sign-in is ${bob.name} from now on`),
    ]);
    const listed = await home.run(['identity', 'list', '--json']);
    const [identity] = JSON.parse(listed.stdout);
    expect(identity).toMatchObject({ issuer: provider.issuer, subject: name });
    const args = ['identity', 'unlink', identity.id, '--password-stdin'];
    expect(await home.run(args, PASSWORD)).toEqual({
      code: 0,
      stdout: `unlinked ${identity.id}\n`,
      stderr: '',
    });
    expect((await home.run(['identity', 'list'])).stdout).toBe('');
  });

  test.runIf(hasTerminal)('makes a token for who has no password', async () => {
    const home = session();
    const name = newcomer();
    const { watch, done } = onLoginUrl(async (shown) => approve(registry, shown, name));
    await home.onTerminal(login, [], watch);
    await done();
    const { code, text } = await home.onTerminal(['token', 'create'], [[/Your password/, '']]);
    expect([code, text]).toEqual([0, expect.stringMatching(/pantry_[\dA-Za-z]{38}/)]);
  });
});
