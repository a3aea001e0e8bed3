import { execFileSync } from 'node:child_process';
import {
  existsSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  readdirSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { isIgnored, readEnvFile } from '../../../cli/registry/env-file.ts';
import { saveToEnvFile } from '../../../cli/registry/save-token.ts';
import { folder } from '../../target.ts';

/** A checkout whose .gitignore and .env hold this, if anything. */
function checkout(ignore?: string, env?: string): string {
  const dir = folder();
  execFileSync('git', ['init', '--quiet', dir]);
  if (ignore !== undefined) writeFileSync(path.join(dir, '.gitignore'), ignore);
  if (env !== undefined) writeFileSync(path.join(dir, '.env'), env);
  return dir;
}

const read = (dir: string): string => readFileSync(path.join(dir, '.env'), 'utf8');

const modeOf = (dir: string): number => statSync(path.join(dir, '.env')).mode & 0o777;

describe('.env', () => {
  test('says a token, and whether git leaves it alone', async () => {
    expect(await readEnvFile(checkout('.env\n'))).toBe(undefined);
    const ignored = checkout('.env\n', 'A=1\nPANTRY_TOKEN="secret"\n');
    expect(await readEnvFile(ignored)).toMatchObject({ token: 'secret', ignored: true });
    const open = checkout('', 'PANTRY_TOKEN=secret\n');
    expect(await readEnvFile(open)).toMatchObject({ token: 'secret', ignored: false });
    const empty = checkout('.env\n', 'PANTRY_TOKEN=\n');
    expect(await readEnvFile(empty)).toMatchObject({ token: undefined });
  });

  test('is ignored by patterns, not where git knows it already, and not outside of git', async () => {
    expect(await isIgnored(path.join(checkout('.env*\n'), '.env'))).toBe(true);
    const tracked = checkout('.env\n', 'A=1\n');
    execFileSync('git', ['-C', tracked, 'add', '--force', '.env']);
    expect(await isIgnored(path.join(tracked, '.env'))).toBe(false);
    expect(await isIgnored(path.join(folder(), '.env'))).toBe(false);
  });

  test.each([
    ['a new file', undefined, 'PANTRY_TOKEN=new\n'],
    ['a file without one', 'A=1\nB=2\n', 'A=1\nB=2\nPANTRY_TOKEN=new\n'],
    ['a file without a last newline', 'A=1', 'A=1\nPANTRY_TOKEN=new\n'],
    ['lines of Windows', 'A=1\r\nB=2\r\n', 'A=1\r\nB=2\r\nPANTRY_TOKEN=new\r\n'],
    ['another one', '# a\nPANTRY_TOKEN=old # x\nB=2\n', '# a\nPANTRY_TOKEN=new\nB=2\n'],
    ['an exported one', 'export PANTRY_TOKEN = "old"\nB=2', 'export PANTRY_TOKEN=new\nB=2'],
    [
      'two of them',
      'PANTRY_TOKEN=a\nB=2\nPANTRY_TOKEN=b\n',
      'PANTRY_TOKEN=new\nB=2\nPANTRY_TOKEN=new\n',
    ],
    ['the same one', 'PANTRY_TOKEN=new\n', 'PANTRY_TOKEN=new\n'],
    [
      'names like it',
      'MY_PANTRY_TOKEN=a\nPANTRY_TOKEN_2=b\n',
      'MY_PANTRY_TOKEN=a\nPANTRY_TOKEN_2=b\nPANTRY_TOKEN=new\n',
    ],
  ])('gets a token into %s, and keeps every other line', async (_, before, after) => {
    const dir = checkout('.env\n', before);
    expect(await saveToEnvFile(dir, 'new')).toBe(path.join(dir, '.env'));
    expect(read(dir)).toBe(after);
    expect(readdirSync(dir).toSorted()).toEqual(['.env', '.git', '.gitignore']);
  });

  test('stays as it is where a token would end inside of another value', async () => {
    const text = 'A="first\nPANTRY_TOKEN=old\nlast"\n';
    const dir = checkout('.env\n', text);
    await expect(saveToEnvFile(dir, 'new')).rejects.toThrow(/write PANTRY_TOKEN into it yourself/);
    expect(read(dir)).toBe(text);
  });

  test('is for its owner alone when it is made, and as it was when it was there', async () => {
    const fresh = checkout('.env\n');
    const before = process.umask(0);
    try {
      await saveToEnvFile(fresh, 'new');
    } finally {
      process.umask(before);
    }
    expect(modeOf(fresh)).toBe(0o600);
    const old = checkout('.env\n');
    writeFileSync(path.join(old, '.env'), 'A=1\n', { mode: 0o640 });
    await saveToEnvFile(old, 'new');
    expect(modeOf(old)).toBe(0o640);
  });

  test('may be a link, which stays one', async () => {
    const dir = checkout('.env\n');
    const elsewhere = path.join(folder(), 'shared');
    writeFileSync(elsewhere, 'A=1\n');
    symlinkSync(elsewhere, path.join(dir, '.env'));
    await saveToEnvFile(dir, 'new');
    expect(readFileSync(elsewhere, 'utf8')).toBe('A=1\nPANTRY_TOKEN=new\n');
  });

  test.each([
    ['git does not ignore it', () => checkout('')],
    ['there is no git', () => folder()],
  ])('gets no token where %s', async (_, make) => {
    const dir = make();
    await expect(saveToEnvFile(dir, 'new')).rejects.toThrow(/add .env to the .gitignore/);
    expect(existsSync(path.join(dir, '.env'))).toBe(false);
  });
});
