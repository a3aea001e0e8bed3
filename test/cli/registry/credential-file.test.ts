import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import {
  changeCredentialFile,
  credentialPath,
  readCredentialFile,
} from '../../../cli/registry/credential-file.ts';
import { folder } from '../../target.ts';

const modeOf = (file: string): number => statSync(file).mode & 0o777;

/** Adds a login, as whoever logs in does. */
const add = async (env: Record<string, string>, url: string, token: string): Promise<void> =>
  changeCredentialFile(env, ({ registries }) => ({
    current: url,
    registries: { ...registries, [url]: { token } },
  }));

describe('the file of credentials', () => {
  test('is in the home, or where XDG wants it', () => {
    expect(credentialPath({ HOME: '/home/alice' })).toBe('/home/alice/.pantry/credentials');
    expect(credentialPath({ HOME: '/home/alice', XDG_CONFIG_HOME: '/etc/alice' })).toBe(
      '/etc/alice/pantry/credentials',
    );
  });

  test.each(['', '.', 'config', './config'])(
    'is in the home where XDG’s folder is no absolute path: %j',
    (relative) => {
      expect(credentialPath({ HOME: '/home/alice', XDG_CONFIG_HOME: relative })).toBe(
        '/home/alice/.pantry/credentials',
      );
    },
  );

  test('holds nothing before the first login, and what was put there afterwards', async () => {
    const env = { HOME: folder() };
    expect(await readCredentialFile(env)).toEqual({ registries: {} });
    await add(env, 'http://a', 'one');
    await add(env, 'http://b', 'two');
    expect(await readCredentialFile(env)).toEqual({
      current: 'http://b',
      registries: { 'http://a': { token: 'one' }, 'http://b': { token: 'two' } },
    });
  });

  test('is for its owner alone, while it is written too, whatever the umask', async () => {
    const env = { HOME: folder() };
    const before = process.umask(0);
    try {
      await changeCredentialFile(env, (file) => {
        expect(modeOf(`${credentialPath(env)}.lock`)).toBe(0o600);
        return file;
      });
    } finally {
      process.umask(before);
    }
    expect(modeOf(credentialPath(env))).toBe(0o600);
    expect(modeOf(path.dirname(credentialPath(env)))).toBe(0o700);
  });

  test('loses nothing when many processes write at once', async () => {
    const home = folder();
    const script = `
      import { changeCredentialFile } from ${JSON.stringify(path.resolve('cli/registry/credential-file.ts'))};
      for (let at = 0; at < 5; at += 1) {
        await changeCredentialFile(process.env, ({ registries }) => ({
          registries: { ...registries, ['http://' + process.env.WHO + at]: { token: 't' } },
        }));
      }`;
    const codes = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (WHO) => {
        const args = ['--input-type=module', '--eval', script];
        const child = spawn(process.execPath, args, { env: { HOME: home, WHO }, stdio: 'inherit' });
        const [code] = await once(child, 'exit');
        return code;
      }),
    );
    expect(codes).toEqual([0, 0, 0, 0]);
    const { registries } = await readCredentialFile({ HOME: home });
    expect(Object.keys(registries)).toHaveLength(20);
    expect(await readdir(path.join(home, '.pantry'))).toEqual(['credentials']);
  });

  test('is as it was, and free for others, when a change fails', async () => {
    const env = { HOME: folder() };
    await add(env, 'http://a', 'one');
    const failing = changeCredentialFile(env, () => {
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    await add(env, 'http://b', 'two');
    const { registries } = await readCredentialFile(env);
    expect(Object.keys(registries)).toEqual(['http://a', 'http://b']);
  });

  test('waits for nobody who died in the middle', async () => {
    const env = { HOME: folder() };
    await add(env, 'http://a', 'one');
    const lock = `${credentialPath(env)}.lock`;
    writeFileSync(lock, '{"half');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    await add(env, 'http://b', 'two');
    expect(Object.keys((await readCredentialFile(env)).registries)).toHaveLength(2);
  });

  test('puts nobody else’s half file in place when it was taken for dead itself', async () => {
    const env = { HOME: folder() };
    await add(env, 'http://a', 'one');
    const lock = `${credentialPath(env)}.lock`;
    let rounds = 0;
    await changeCredentialFile(env, ({ registries }) => {
      rounds += 1;
      if (rounds === 1) {
        rmSync(lock);
        writeFileSync(lock, '{"half');
        utimesSync(lock, 0, 0);
      }
      return { registries: { ...registries, 'http://b': { token: 'two' } } };
    });
    expect(rounds).toBe(2);
    expect(Object.keys((await readCredentialFile(env)).registries)).toHaveLength(2);
  });

  test.each(['', 'nonsense', '{}', '{"registries":{"http://a":{}}}'])(
    'is no file to guess about when it is damaged: %j',
    async (text) => {
      const env = { HOME: folder() };
      const file = credentialPath(env);
      mkdirSync(path.dirname(file));
      writeFileSync(file, text);
      await expect(readCredentialFile(env)).rejects.toThrow(/is damaged: delete it and run/);
      await expect(add(env, 'http://b', 'two')).rejects.toThrow(/is damaged/);
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  test('says why where it can not be read', async () => {
    const env = { HOME: folder() };
    mkdirSync(credentialPath(env), { recursive: true });
    await expect(readCredentialFile(env)).rejects.toThrow(/can't be read: EISDIR/);
  });
});
