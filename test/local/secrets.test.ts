import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';

import { loadSettings } from '../../local/config/load.ts';
import { startRegistry } from '../../local/start.ts';
import type { Table } from '../../local/table/client.ts';
import { firstAdmin } from '../audit-log.ts';
import { anonymous, signUp, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { leakedInto, useSecrets } from '../secrets.ts';
import { at, folder } from '../target.ts';

/** A server that writes its logs where the test can read them. */
async function start() {
  const data = folder();
  const lines: string[] = [];
  const settings = { port: '0', log: 'json', upstream: 'none', data, host: '127.0.0.1' };
  const running = await startRegistry(loadSettings(settings, {}), (text) => void lines.push(text));
  const address = running.registry.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { running, data, lines, target: at(`http://localhost:${port}`) };
}

test('no secret gets into the access log, the error log, the audit log or the table', async () => {
  const errors: string[] = [];
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors.push(String(text));
    return true;
  });
  const { running, data, lines, target } = await start();
  await signUp(target, 'first-of-all', 'becomes the admin');
  const secrets = await useSecrets(target);
  const admin = await firstAdmin(target);
  const { body } = await admin.get('/-/v1/audit?size=500');
  // From here on nothing works: what is logged of that holds no secret either.
  const late = await user(target);
  rmSync(path.join(data, 'blobs'), { recursive: true });
  const files = { 'data.bin': randomBytes(300_000) };
  const publish = await late.publish({ name: uniqueName(), version: '1.0.0' }, { files });
  const table = running.registry.services.table as Table;
  table.close();
  const failures = [
    await late.get('/-/npm/v1/tokens'),
    await late.remove(`/-/user/token/${late.token}`),
    await signUp(target, late.name, secrets[2] ?? ''),
    await anonymous(target).get('/-/whoami', { authorization: `Basic ${btoa(secrets.join(':'))}` }),
  ];
  // Its table is closed already.
  await running.stop().catch(() => undefined);
  stderr.mockRestore();
  expect(failures.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
  expect(publish.status).toBe(500);
  const all = [...secrets, late.token, admin.token];
  expect(leakedInto(errors.join(''), all)).toEqual([]);
  expect(errors.join('')).toContain('"unhandled error"');
  expect(errors.join('').match(/"a store did not answer"/g)).toHaveLength(4);
  expect(leakedInto(lines.join(''), all)).toEqual([]);
  expect(lines.join('')).toContain('"path":"/-/user/token/…"');
  expect(leakedInto(JSON.stringify(body.events), all)).toEqual([]);
  expect(body.events.length).toBeGreaterThan(5);
  const tables = readdirSync(data).filter((file) => file.startsWith('table.db'));
  for (const file of tables) {
    const bytes = readFileSync(path.join(data, file)).toString('latin1');
    expect([file, leakedInto(bytes, all)]).toEqual([file, []]);
  }
  expect(tables.length).toBeGreaterThan(0);
});
