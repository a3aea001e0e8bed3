import { describe, expect, test } from 'vitest';

import { ACTIONS, type Decision } from '#domain/permission.ts';

import { ACCESS_CELLS, type AccessCell } from '../../scripts/access-table.ts';
import { castOf } from '../access/cast.ts';
import { isFree, packagesOf } from '../access/packages.ts';
import { REQUESTS } from '../access/requests.ts';
import { runsOf } from '../access/runs.ts';
import { ciRegistry } from '../ci/registry.ts';
import { type Client } from '../client.ts';

const ci = await ciRegistry();
const { registry } = ci;
const cast = await castOf(registry);
const packages = packagesOf(cast);
const runs = runsOf(ci, cast, packages);

const STATUS: Readonly<Partial<Record<Decision, number>>> = { allow: 200, login: 401, hidden: 404 };
const statusFor = ({ decision }: AccessCell): number => STATUS[decision] ?? 403;

/** What waits is nobody's to know who neither stages, approves nor manages. */
function expected(cell: AccessCell, row: readonly AccessCell[]): number {
  const refused = cell.decision !== 'allow' && cell.decision !== 'login';
  if (cell.action !== 'approve' || !refused) return statusFor(cell);
  const sees = row.some(
    ({ action, decision }) => (action === 'stage' || action === 'manage') && decision === 'allow',
  );
  return sees && !isFree(cell.state) ? 403 : 404;
}

/** What is done with leave uses a package up; what is refused leaves it as it was. */
const usesUp = ({ state, action, decision }: AccessCell): boolean =>
  decision === 'allow' && (action === 'unpublish' || isFree(state));

/** What a request names beside the package. */
const OF: Readonly<Partial<Record<string, (state: string, name: string) => Promise<string>>>> = {
  unpublish: async (state, name) => packages.revOf(state, name),
  approve: async (state, name) => packages.stagedOf(state, name),
};
const nothing = async (): Promise<string> => '';

async function statusOf(cell: AccessCell, who: Client, name: string): Promise<number> {
  const of = await (OF[cell.action] ?? nothing)(cell.state, name);
  const answer = await REQUESTS[cell.action]?.(who, name, of);
  const status = answer?.status ?? 0;
  return status === 201 ? 200 : status;
}

type Row = readonly [state: string, who: string, cells: readonly AccessCell[]];

const rows: readonly Row[] = Object.values(
  Object.groupBy(ACCESS_CELLS, ({ state, who }) => `${state} ${who}`),
).flatMap((cells = []) => {
  const [first] = cells;
  return first ? [[first.state, first.who, cells]] : [];
});

describe(`who may do what, ${registry.name}`, () => {
  test('every action has its request', () => {
    expect(ACTIONS.filter((action) => !REQUESTS[action])).toEqual([]);
  });

  test.each(rows.filter(([, who]) => who in cast.people))('%s: %s', async (state, who, cells) => {
    const person = cast.people[who];
    if (!person) throw new Error(`nobody is ${who}`);
    const shared = await packages.make(state);
    for (const cell of cells) {
      const name = usesUp(cell) ? await packages.make(state) : shared;
      const status = await statusOf(cell, person, name);
      expect([cell.action, status]).toEqual([cell.action, expected(cell, cells)]);
    }
  });
});

/** A package trusts nobody before there is one. */
const canBe = ([state, who]: Row): boolean => !(isFree(state) && who in runs.ofTrusting);

describe(`what CI may do, ${registry.name}`, () => {
  const theirs = rows.filter(([, who]) => !(who in cast.people));

  test('every principal is a person or a run', () => {
    expect(theirs.map(([, who]) => who).filter((who) => !runs.known(who))).toEqual([]);
  });

  test.each(theirs.filter(canBe))('%s: %s', async (state, who, cells) => {
    let made = await runs.make(who, state);
    for (const cell of cells) {
      const status = await statusOf(cell, made.run, made.name);
      // Only people approve: a run is refused whatever there is.
      const wanted = cell.action === 'approve' ? 403 : statusFor(cell);
      expect([cell.action, status]).toEqual([cell.action, wanted]);
      if (usesUp(cell)) made = await runs.make(who, state);
    }
  });
});
