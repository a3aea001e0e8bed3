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

const STATES: Readonly<Record<string, Subject>> = {
  'a free name': { name: NAME, owners: undefined, visibility: 'private' },
  'a public package': { name: NAME, owners: ['alice'], visibility: 'public' },
  'a private package': { name: NAME, owners: ['alice'], visibility: 'private' },
};

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

/** Principal by action by state of the package, as can() decides it: Markdown. */
export function accessTable(): string {
  const tables = Object.entries(STATES).map(([state, subject]) => {
    const rows = Object.entries(PRINCIPALS).map(([who, principal]) => {
      const cells = ACTIONS.map((action: Action) => {
        const rules = { reads: 'anyone', unpublish: 'owners', fromCi: 'publish' } as const;
        return WORDS[can(principal, action, subject, rules)];
      });
      return `| ${who} | ${cells.join(' | ')} |`;
    });
    const head = `| | ${ACTIONS.join(' | ')} |\n|---|${ACTIONS.map(() => '---').join('|')}|`;
    return `### ${state}\n\n${head}\n${rows.join('\n')}`;
  });
  return tables.join('\n\n');
}
