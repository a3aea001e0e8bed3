import { describe, expect, test } from 'vitest';

import { enrol } from '../authenticator.ts';
import { anonymous, user } from '../client.ts';
import { hasTerminal } from '../clients/terminal.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { verdaccioStorage } from '../verdaccio/storage.ts';
import { answering } from './answering.ts';
import { session } from './session.ts';

/** An admin who gives a code for each write, and packages of some batches. */
async function scene() {
  const registry = await server();
  const admin = await user(registry, 'admin');
  const phone = await enrol(registry, admin);
  const storage = verdaccioStorage();
  const names = Array.from({ length: 12 }, () => uniqueName());
  const numbers = Array.from({ length: 60 }, (_, patch) => `1.0.${patch}`);
  for (const name of names) {
    const versions = name === names[0] ? numbers : ['1.0.0'];
    storage.publish(name, Object.fromEntries(versions.map((version) => [version, {}])));
  }
  const statuses = async (): Promise<readonly number[]> =>
    Promise.all(names.map(async (name) => (await anonymous(registry).get(`/${name}`)).status));
  /** Has a package beside them, before all others, whose name nothing new may have. */
  const refusing = (): string => {
    const name = `A${names[0]}`;
    storage.publish(name, { '1.0.0': {} });
    storage.list([name, ...names]);
    return name;
  };
  const home = session(registry.url, admin.token);
  const args = ['import', 'verdaccio', storage.root, '--registry', registry.url];
  const answers = { there: names.map(() => 200), none: names.map(() => 404) };
  return { home, args, phone, storage, names, refusing, statuses, ...answers };
}

describe('pantry import as an admin with a second factor', () => {
  test('takes a code on the command line for all of it', async () => {
    const { home, args, phone, statuses, there } = await scene();
    const { code, stderr, stdout } = await home.run([...args, '--otp', phone.fresh()]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/imported 71 versions of 12 packages/);
    expect(await statuses()).toEqual(there);
  });

  test('takes one code also where the request that brings it is refused', async () => {
    const { home, args, phone, refusing, statuses, there } = await scene();
    const refused = refusing();
    const more = ['--concurrency', '1', '--otp', phone.fresh()];
    const { code, stderr, stdout } = await home.run([...args, ...more]);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(new RegExp(`^left out: ${refused}: .*name`, 'm'));
    expect(stdout).toMatch(/imported 71 versions of 13 packages/);
    expect(await statuses()).toEqual(there);
  });

  test('takes one code also where a registry fails after it has used it up', async () => {
    const { storage, names } = await scene();
    const seen: string[] = [];
    const { url } = await answering(({ method, headers }, response) => {
      if (method !== 'PUT') {
        const none = { exists: false, tags: {}, versions: {}, taken: [] };
        return void response.end(JSON.stringify(none));
      }
      const { 'npm-otp': otp, 'pantry-import-pass': pass } = headers;
      seen.push(String(pass ?? otp ?? 'nothing'));
      if (pass === 'a pass') return void response.end('{"versions":{},"unknownOwners":[]}');
      const wants = { 'www-authenticate': 'otp' };
      if (otp !== '123456' || seen.indexOf(otp) < seen.length - 1) {
        return void response.writeHead(401, wants).end('{"error":"The code, please"}');
      }
      response.writeHead(503, { 'pantry-import-pass': 'a pass' }).end('{"error":"not now"}');
    });
    const args = ['import', 'verdaccio', storage.root, '--registry', url, '--otp', '123456'];
    const { code, stderr } = await session(url, 'pantry_of_nobody').run([
      ...args,
      '--concurrency',
      '1',
      '--no-verify',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(seen.slice(0, 3)).toEqual(['nothing', '123456', 'a pass']);
    expect(new Set(seen.slice(2))).toEqual(new Set(['a pass']));
    expect(seen.length).toBeGreaterThan(names.length);
  });

  test('says where nobody can answer which token is asked for none, and brings nothing', async () => {
    const { home, args, statuses, none } = await scene();
    for (const more of [[], ['--otp', '000000']]) {
      const { code, stderr } = await home.run([...args, ...more]);
      expect(code).toBe(3);
      expect(stderr).toContain('one-time pass');
      expect(stderr).toContain('`pantry token create --bypass-2fa`');
    }
    expect(await statuses()).toEqual(none);
  });

  test.runIf(hasTerminal)(
    'asks for a code at a terminal, until one is right, and once',
    async () => {
      const { home, args, phone, statuses, there } = await scene();
      const { code, text } = await home.onTerminal(args, [
        [/This needs a one-time pass/, '000000'],
        [/wrong or too old/, () => phone.fresh()],
      ]);
      expect([code, text]).toEqual([0, expect.stringContaining('imported 71 versions')]);
      expect(await statuses()).toEqual(there);
    },
  );
});
