import type { Role } from '#domain/org/member.ts';
import { orgNamed } from '#domain/org/org.ts';
import type { OrgSubject } from '#domain/org/stake.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { ACTIONS, type Action, can, type Decision, type Subject } from '#domain/permission.ts';
import {
  ANONYMOUS,
  type CiPrincipal,
  type Principal,
  type TokenCredential,
  type UserPrincipal,
} from '#domain/principal.ts';
import { parseUserName } from '#domain/user.ts';

const NAME = parsePackageName('@acme/tool');

const token = (limits: Partial<TokenCredential>): TokenCredential => ({
  kind: 'token',
  key: 'key',
  permission: 'read-write',
  packages: [],
  scopes: [],
  ...limits,
});

const person = (name: string, credential?: TokenCredential): UserPrincipal => ({
  kind: 'user',
  name: parseUserName(name),
  email: '',
  admin: name === 'admin',
  credential: credential ?? { kind: 'password' },
});

const run = (limits: Partial<CiPrincipal>): CiPrincipal => ({
  kind: 'ci',
  key: 'key',
  package: NAME,
  publisherId: 'id',
  standing: 'trusted',
  permission: 'publish',
  run: {
    provider: 'github',
    issuer: '',
    repository: { id: '1', name: 'acme/tool' },
    owner: { id: '2', name: 'acme' },
    workflow: 'release.yml',
    ref: 'refs/heads/main',
    commit: '',
    run: '3',
    url: '',
    actor: 'alice',
    public: true,
  },
  ...limits,
});

/** Who is not in the organization that owns a scope, if one does. */
const PRINCIPALS: Readonly<Record<string, Principal>> = {
  anonymous: ANONYMOUS,
  'another user': person('bob'),
  owner: person('alice'),
  "owner's read-only token": person('alice', token({ permission: 'read-only' })),
  "owner's stage-only token": person('alice', token({ permission: 'stage' })),
  "owner's token for this scope": person('alice', token({ scopes: ['@acme'] })),
  "owner's token for other packages": person('alice', token({ packages: ['other'] })),
  'run of a trusted repository': run({}),
  'run that may stage': run({ permission: 'stage' }),
  'run that may claim a name': run({ standing: 'claims' }),
  'run for another package': run({ package: parsePackageName('other') }),
  admin: person('admin'),
  "admin's read-only token": person('admin', token({ permission: 'read-only' })),
};

const ACME = orgNamed(parseUserName('acme'));

const inside = (
  role: Role,
  teams: readonly string[] = [],
  credential?: TokenCredential,
  org = ACME,
): UserPrincipal => ({ ...person('carol', credential), membership: { org, role, teams } });

/** Who is in it, where one does. */
const INSIDERS: Readonly<Record<string, Principal>> = {
  "organization's owner": inside('owner'),
  "organization's admin": inside('admin'),
  'member of a team that writes': inside('member', ['writers']),
  "writing member's read-only token": inside(
    'member',
    ['writers'],
    token({ permission: 'read-only' }),
  ),
  'member of a team that reads': inside('member', ['readers']),
  'member without a team': inside('member'),
  "owner of another organization's": inside(
    'owner',
    ['writers'],
    undefined,
    orgNamed(parseUserName('evil')),
  ),
};

/** What owns the scope in the second half of the states. */
const org: OrgSubject = {
  name: ACME,
  owns: true,
  scope: { writers: 'write', readers: 'read' },
  target: {},
  trustedOwners: [],
};

const STATES: Readonly<Record<string, Subject>> = {
  'a free name': { name: NAME, owners: undefined, visibility: 'private' },
  'a public package': { name: NAME, owners: ['alice'], visibility: 'public' },
  'a private package': { name: NAME, owners: ['alice'], visibility: 'private' },
  'a free name of an organization': { name: NAME, owners: undefined, visibility: 'private', org },
  'a public package of an organization': {
    name: NAME,
    owners: ['alice'],
    visibility: 'public',
    org,
  },
  'a private package of an organization': {
    name: NAME,
    owners: ['alice'],
    visibility: 'private',
    org,
  },
};

/** One field of the table. */
export interface AccessCell {
  readonly state: string;
  readonly who: string;
  readonly action: Action;
  readonly decision: Decision;
}

const RULES = { reads: 'anyone', unpublish: 'owners', fromCi: 'publish' } as const;

/** Principal by action by state of the package, as can() decides it. */
export const ACCESS_CELLS: readonly AccessCell[] = Object.entries(STATES).flatMap(
  ([state, subject]) =>
    Object.entries(subject.org ? { ...PRINCIPALS, ...INSIDERS } : PRINCIPALS).flatMap(
      ([who, principal]) =>
        ACTIONS.map((action) => ({
          state,
          who,
          action,
          decision: can(principal, action, subject, RULES),
        })),
    ),
);

const WORDS: Readonly<Record<Decision, string>> = {
  allow: 'yes',
  login: '401',
  hidden: '404',
  'not-owner': '403',
  token: '403 token',
  'admins-only': '403 admins',
  run: '403',
  untrusted: '403',
  environment: '403',
  'ci-only': '403',
  'stage-only': '403 stage',
  role: '403',
  scope: '403',
  'scope-run': '403',
};

/** The same as Markdown. */
export function accessTable(): string {
  const head = `| | ${ACTIONS.join(' | ')} |\n|---|${ACTIONS.map(() => '---').join('|')}|`;
  const tables = Object.entries(Object.groupBy(ACCESS_CELLS, ({ state }) => state)).map(
    ([state, cells = []]) => {
      const rows = Object.entries(Object.groupBy(cells, ({ who }) => who)).map(
        ([who, row = []]) =>
          `| ${who} | ${row.map(({ decision }) => WORDS[decision]).join(' | ')} |`,
      );
      return `### ${state}\n\n${head}\n${rows.join('\n')}`;
    },
  );
  return tables.join('\n\n');
}
