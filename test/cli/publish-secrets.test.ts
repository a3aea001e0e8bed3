import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { pantry } from './run.ts';

const registry = await server();
const alice = await user(registry, 'alice');
const ENV = { PANTRY_REGISTRY: registry.url, PANTRY_TOKEN: alice.token };
const KEY = `-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----\n`;

function project(files: Readonly<Record<string, string>>) {
  const [dir, name] = [folder(), uniqueName()];
  const all = { 'package.json': JSON.stringify({ name, version: '1.0.0' }), ...files };
  for (const [file, content] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), content);
  }
  return { dir, name };
}

test.each([
  ['.env', 'A=b', 'a file of environment variables'],
  ['config/.env.production', 'A=b', 'a file of environment variables'],
  ['.yarnrc.yml', 'npmAuthToken: x\n//h/:_authToken=npm_x', 'a token'],
  ['server.key', KEY, 'a private key'],
  ['id_ed25519', 'x', 'a private key'],
])('refuses to ship %s, unless somebody says so', async (file, content, what) => {
  const { dir, name } = project({ [file]: content });
  const { code, stdout, stderr } = await pantry(dir, ['publish'], ENV);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(`${name} would ship what looks secret: ${file} (${what}). Leave it out`);
  expect((await alice.get(`/${name}`)).status).toBe(404);
  expect((await pantry(dir, ['publish', '--allow-secrets'], ENV)).code).toBe(0);
});

test('ships what only looks like it', async () => {
  const { dir } = project({
    '.env.example': 'A=',
    '.yarnrc.yml': '# //h/:_authToken=npm_x\n//h/:_authToken=${TOKEN}\n',
    'cert.pem': '-----BEGIN CERTIFICATE-----\n',
    'about.md': 'A key begins with -----BEGIN PRIVATE KEY-----',
  });
  expect((await pantry(dir, ['publish'], ENV)).code).toBe(0);
});
