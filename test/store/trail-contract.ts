import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { windowAt } from '#domain/rate-limit.ts';
import { checkAttempts, noteFailure, noteSuccess } from '#store/attempts.ts';
import { listAudit } from '#store/audit-log.ts';
import { saveAuditEvent } from '#store/audit-put.ts';
import type { AuditEvent } from '#store/audit.ts';
import type { TableClient } from '#store/table.ts';
import { createTableTally } from '#store/tally.ts';

import { uniqueName } from '../packages.ts';

const POLICY = { auditRetention: 0 };

const event = (subject: string, at: string, days = 0): AuditEvent => ({
  id: randomUUID(),
  at,
  action: 'test',
  subject,
  actor: 'alice',
  address: '127.0.0.1',
  detail: {},
  days,
});

/** Counters and the audit log over every table. */
export function trailContract(where: string, open: () => Promise<TableClient>): void {
  describe(`limits and trail, ${where}`, () => {
    test('requests of many processes are counted one by one', async () => {
      const table = await open();
      const tallies = Array.from({ length: 4 }, () => createTableTally(() => table));
      const window = windowAt(new Date());
      const key = uniqueName('publish#user ');
      const counts = await Promise.all(
        Array.from({ length: 20 }, async (_, index) =>
          tallies[index % 4]?.add({ key, window, quota: 100 }),
        ),
      );
      expect(counts.toSorted((a = 0, b = 0) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
      const later = { ...window, start: window.start + 60 };
      expect(await tallies[0]?.add({ key, window: later, quota: 100 })).toBe(1);
    });

    test('of many wrong attempts at once no more are told than there may be', async () => {
      const table = await open();
      const now = new Date();
      const stores = { table, now: () => now, policy: POLICY };
      const attempt = { kind: 'otp', account: uniqueName('alice'), address: '192.0.2.1' } as const;
      const outcomes = await Promise.allSettled(
        Array.from({ length: 12 }, async () => noteFailure(stores, attempt)),
      );
      const told = outcomes.filter(({ status }) => status === 'fulfilled').length;
      expect(told).toBeLessThanOrEqual(5);
      // Where all got into each other's way, fewer were counted than there may be.
      for (let more = told; more < 5; more += 1) await noteFailure(stores, attempt);
      await expect(checkAttempts(stores, attempt)).rejects.toMatchObject({
        code: 'too_many_requests',
      });
      // The right one is refused as well where it comes with them.
      await expect(noteSuccess(stores, attempt)).rejects.toMatchObject({
        code: 'too_many_requests',
      });
      const later = { ...stores, now: () => new Date(now.getTime() + 900_000) };
      await noteSuccess(later, attempt);
      await expect(checkAttempts(stores, attempt)).resolves.toBeUndefined();
    });

    test('the audit log is in order over its shards and months, and forgets what is past its time', async () => {
      const table = await open();
      const subject = `package:${uniqueName()}`;
      const times = Array.from({ length: 40 }, (_, index) =>
        new Date(
          Date.UTC(2026, 7 + (index % 4), 1 + Math.floor(index / 4), 0, index),
        ).toISOString(),
      );
      for (const at of times) await saveAuditEvent(table, event(subject, at));
      await saveAuditEvent(table, event(subject, '2026-10-01T00:00:00.000Z', 5));
      const now = new Date('2026-11-21T00:00:00Z');
      const all = { size: 7, now, retention: 0 };
      for (const of of [{}, { subject }]) {
        const found: string[] = [];
        let after: string | undefined;
        do {
          const page = await listAudit(table, { ...all, ...of, after });
          found.push(...page.events.map(({ at }) => at));
          after = page.next;
        } while (after !== undefined);
        expect(found).toEqual(times.toSorted().toReversed());
      }
      const recent = await listAudit(table, { ...all, size: 100, retention: 30 });
      expect(recent.events.every(({ at }) => at >= '2026-10-22')).toBe(true);
      expect(recent.events).toHaveLength(10);
    });

    test('an event is never written over', async () => {
      const table = await open();
      const once = event('registry', new Date().toISOString());
      await saveAuditEvent(table, once);
      await expect(saveAuditEvent(table, { ...once, actor: 'mallory' })).rejects.toMatchObject({
        name: 'TransactionCanceledException',
      });
    });
  });
}
