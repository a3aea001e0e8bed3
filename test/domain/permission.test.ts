import { describe, expect, test } from 'vitest';

import type { Role } from '#domain/org/member.ts';
import { type OrgName, orgNamed } from '#domain/org/org.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { type AccessRules, can, canManageAccount, type Subject } from '#domain/permission.ts';
import { ANONYMOUS, type TokenCredential, type UserPrincipal } from '#domain/principal.ts';
import { refusal } from '#domain/refusal.ts';
import type { UserName } from '#domain/user.ts';

const OPEN: AccessRules = { reads: 'anyone', unpublish: 'owners', fromCi: 'publish' };
const name = parsePackageName('@acme/tool');

const user = (who: string, token?: Partial<TokenCredential>): UserPrincipal => ({
  kind: 'user',
  name: who as UserName,
  email: '',
  admin: who === 'admin',
  credential: token
    ? { kind: 'token', key: 'k', permission: 'read-write', packages: [], scopes: [], ...token }
    : { kind: 'password' },
});

const subject = (visibility: Subject['visibility'], owners?: readonly string[]): Subject => ({
  name,
  owners: owners ?? ['alice'],
  visibility,
});

describe('permissions', () => {
  test('a token takes away and never gives', () => {
    const open = subject('public');
    expect(can(user('bob', { permission: 'read-write' }), 'publish', open, OPEN)).toBe('not-owner');
    expect(can(user('alice', { permission: 'read-only' }), 'publish', open, OPEN)).toBe('token');
    expect(can(user('alice', { scopes: ['@acme'] }), 'publish', open, OPEN)).toBe('allow');
    expect(can(user('alice', { scopes: ['@acm'] }), 'publish', open, OPEN)).toBe('token');
    expect(can(user('alice', { packages: ['@acme/tool'] }), 'tag', open, OPEN)).toBe('allow');
    expect(can(user('alice', { packages: ['@acme/tools'] }), 'tag', open, OPEN)).toBe('token');
    expect(can(user('admin', { permission: 'stage' }), 'manage', open, OPEN)).toBe('token');
  });

  test('who may only stage does not approve; who may not publish any more because only CI does, may', () => {
    const open = subject('public');
    const forCi = { ...open, rules: { ciOnly: true } };
    expect(can(user('alice', { permission: 'stage' }), 'approve', open, OPEN)).toBe('token');
    expect(can(user('alice', { permission: 'stage' }), 'publish', open, OPEN)).toBe('stage-only');
    expect(can(user('alice'), 'stage', forCi, OPEN)).toBe('ci-only');
    expect(can(user('alice', {}), 'approve', forCi, OPEN)).toBe('allow');
    expect(can(user('bob'), 'approve', forCi, OPEN)).toBe('not-owner');
  });

  test("a limited token does not show its owner's other private packages", () => {
    const hidden = subject('private');
    expect(can(user('alice', { packages: ['other'] }), 'read', hidden, OPEN)).toBe('hidden');
    expect(can(user('alice', { packages: ['other'] }), 'publish', hidden, OPEN)).toBe('hidden');
    expect(can(user('alice', { permission: 'no-access' }), 'read', hidden, OPEN)).toBe('hidden');
    expect(can(user('alice', { permission: 'read-only' }), 'read', hidden, OPEN)).toBe('allow');
  });

  test('a hidden package is refused in the words of a missing one', () => {
    expect(refusal('hidden', 'publish', name).message).toBe('package "@acme/tool" was not found');
    expect(refusal('hidden', 'publish', name).status).toBe(404);
  });

  test('only who is wholly there manages the account', () => {
    expect(canManageAccount(user('alice'))).toBe(true);
    expect(canManageAccount(user('alice', {}))).toBe(true);
    expect(canManageAccount(user('alice', { permission: 'read-only' }))).toBe(false);
    expect(canManageAccount(user('alice', { scopes: ['@acme'] }))).toBe(false);
  });

  test('owners warn of their packages, admins of any, as far as a token goes', () => {
    const [open, nobodys] = [subject('public'), { ...subject('private'), owners: undefined }];
    expect(can(user('alice'), 'advise', open, OPEN)).toBe('allow');
    expect(can(user('bob'), 'advise', open, OPEN)).toBe('not-owner');
    expect(can(user('alice', { permission: 'read-only' }), 'advise', open, OPEN)).toBe('token');
    expect(can(user('bob'), 'advise', nobodys, OPEN)).toBe('hidden');
    expect(can(user('admin'), 'advise', nobodys, OPEN)).toBe('allow');
    expect(can(user('admin', { scopes: ['@other'] }), 'advise', nobodys, OPEN)).toBe('token');
  });

  test('nobody without a login writes anything', () => {
    for (const action of [
      'publish',
      'stage',
      'approve',
      'tag',
      'deprecate',
      'unpublish',
      'manage',
      'advise',
    ] as const) {
      expect(can(ANONYMOUS, action, subject('public'), OPEN)).toBe('login');
    }
  });

  test('whoever is in one organization is nobody in another, whatever its teams are called', () => {
    const [acme, evil] = ['acme', 'evil'].map((each) => orgNamed(each as UserName));
    if (!acme || !evil) throw new Error('two organizations');
    const org = { name: acme, owns: true, scope: { core: 'write' }, target: {}, trustedOwners: [] };
    const hidden: Subject = { ...subject('private', []), org } as Subject;
    const member = (of: OrgName, role: Role): UserPrincipal => ({
      ...user('bob'),
      membership: { org: of, role, teams: ['core'] },
    });
    expect(can(member(acme, 'member'), 'publish', hidden, OPEN)).toBe('allow');
    expect(can(member(evil, 'member'), 'publish', hidden, OPEN)).toBe('scope');
    expect(can(member(evil, 'owner'), 'manage', hidden, OPEN)).toBe('hidden');
    expect(can(member(evil, 'owner'), 'read', hidden, OPEN)).toBe('hidden');
    const alike: Subject = {
      ...hidden,
      owners: undefined,
      org: { ...org, owns: false },
    } as Subject;
    expect(can(member(acme, 'owner'), 'publish', alike, OPEN)).toBe('scope');
    expect(can(user('admin'), 'publish', alike, OPEN)).toBe('allow');
  });
});
