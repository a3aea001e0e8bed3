import { parsePackageName } from '#domain/package-name.ts';
import { ACTIONS, type Action, can, type Decision, type Subject } from '#domain/permission.ts';
import {
  ANONYMOUS,
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

const PRINCIPALS: Readonly<Record<string, Principal>> = {
  anonymous: ANONYMOUS,
  'another user': person('bob'),
  owner: person('alice'),
  "owner's read-only token": person('alice', token({ permission: 'read-only' })),
  "owner's stage-only token": person('alice', token({ permission: 'stage' })),
  "owner's token for this scope": person('alice', token({ scopes: ['@acme'] })),
  "owner's token for other packages": person('alice', token({ packages: ['other'] })),
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
};

/** Principal by action by state of the package, as can() decides it: Markdown. */
export function accessTable(): string {
  const tables = Object.entries(STATES).map(([state, subject]) => {
    const rows = Object.entries(PRINCIPALS).map(([who, principal]) => {
      const cells = ACTIONS.map((action: Action) => {
        const rules = { reads: 'anyone', unpublish: 'owners' } as const;
        return WORDS[can(principal, action, subject, rules)];
      });
      return `| ${who} | ${cells.join(' | ')} |`;
    });
    const head = `| | ${ACTIONS.join(' | ')} |\n|---|${ACTIONS.map(() => '---').join('|')}|`;
    return `### ${state}\n\n${head}\n${rows.join('\n')}`;
  });
  return tables.join('\n\n');
}
