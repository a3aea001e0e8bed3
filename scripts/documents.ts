import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';

import { endpoints } from '#endpoints';
import { askingOf, type Permission, type Route } from '#http/route.ts';

import { SETTINGS, variableOf } from '../local/config/schema.ts';
import { accessTable } from './access-table.ts';
import { cliDocument } from './cli-document.ts';
import { costDocument } from './cost.ts';

const routes: readonly (readonly [string, Route])[] = Object.entries(endpoints).map(
  ([id, { route }]) => [id, route],
);

const WHO: Readonly<Record<Permission, string>> = {
  anyone: 'anyone',
  visitor: 'whoever may read public packages',
  user: 'a user',
  publisher: 'a user or a CI run',
  admin: 'an admin',
  document: 'who may read it',
  read: 'who may read it',
  publish: 'who may publish it',
  stage: 'who may stage it',
  approve: 'a person who may publish it',
  tag: 'who may publish it',
  deprecate: 'an owner',
  unpublish: 'an owner',
  manage: 'an owner',
  advise: 'an owner; of any name an admin',
};

/** When somebody who has a second factor is asked for a code. */
const CODE: Readonly<Record<ReturnType<typeof askingOf>, string>> = {
  never: '',
  enrolled: '',
  writes: 'for writes',
  always: 'always',
  itself: 'by what it does',
};

const HEAD = `| Method | Path | What | Who | [Code](second-factor.md) | Limit | Cached | File |
|---|---|---|---|---|---|---|---|`;

function rowOf([id, route]: (typeof routes)[number]): string {
  const { method, path, permission, summary, cache, limit } = route;
  const cells = [
    method,
    `\`${path}\``,
    summary,
    WHO[permission],
    CODE[askingOf(route)],
    limit ?? '',
    cache?.control ?? '',
    `[${id}](../lambdas/endpoints/${id}.ts)`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function apiDocument(): string {
  return `# The HTTP API

Generated from the routes by \`npm run docs\`. Requests of clients that each route answers are quoted in its
file; what clients make of answers is in [api-conventions.md](api-conventions.md). The same as OpenAPI 3.1:
[openapi.json](openapi.json). What limits are and how many requests they let through: [limits](api-conventions.md#limits).

${HEAD}
${routes.filter(isForClients).map(rowOf).join('\n')}

## Pages

What people open in a browser. Who signs in is known by a cookie that nothing above looks at; forms are taken from
these pages alone.

${HEAD}
${routes
  .filter((route) => !isForClients(route))
  .map(rowOf)
  .join('\n')}
`;
}

const isForClients = ([, { page }]: (typeof routes)[number]): boolean => page !== true;

const json = (schema: GenericSchema): object => ({
  requestBody: {
    required: true,
    content: { 'application/json': { schema: toJsonSchema(schema, { errorMode: 'ignore' }) } },
  },
});

const parametersOf = (path: string): object[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

function openApi(): string {
  const paths: Record<string, Record<string, object>> = {};
  for (const [id, route] of routes.filter(isForClients)) {
    const { method, path, summary, permission, body } = route;
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        operationId: id.replaceAll(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase()),
        summary,
        ...(permission !== 'anyone' && { security: [{ token: [] }, {}] }),
        parameters: parametersOf(path),
        ...(body && body !== 'stream' && json(body)),
        responses: { default: { description: 'JSON; errors as { error, message, code }' } },
      },
    };
  }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Pantry registry', version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function configurationDocument(): string {
  const rows = Object.entries(SETTINGS).map(([name, { initial, about }]) => {
    const value = initial === undefined ? 'not set' : `\`${JSON.stringify(initial)}\``;
    return `| \`${name}\` | \`${variableOf(name)}\` | ${value} | ${about} |`;
  });
  return `# Configuration of a registry on one machine

Generated from the settings by \`npm run docs\`. A setting comes from the command line (\`--public-url\`), else
from the environment, else from the JSON file that \`--config\` or \`PANTRY_CONFIG\` names, else it is what the
table says. What can't be used stops the start with a sentence.

| Setting | Variable | Initially | What it does |
|---|---|---|---|
${rows.join('\n')}

\`\`\`json
{
  "host": "0.0.0.0",
  "publicUrl": "https://npm.example.com",
  "signUp": "invite"
}
\`\`\`
`;
}

function accessDocument(): string {
  return `# Who may do what

Generated from the one function that decides, \`can()\` in
[permission.ts](../lambdas/domain/permission.ts), by \`npm run docs\`.

- The first to publish a free name owns the package; owners add and remove owners. A name that differs from
  somebody's by case, dashes, dots or underscores only is refused, unless one owns both.
- An organization owns its scope: names in it are claimed by members whose teams may write there, and belong to
  the organization ([organizations.md](organizations.md)). In the tables below one team may write the whole scope and
  one may read it. "Owner" is somebody outside whom \`npm owner add\` made an owner of that package.
- A private package answers everybody who may not read it exactly like one that does not exist (404).
- A token takes away from what its user may do, never adds to it: read-only, some packages or scopes, some
  addresses, a time. A limited token manages neither the account nor tokens.
- Public packages are read without a login unless the configuration says \`reads: users\`; then the "anonymous"
  row reads 401 throughout. With \`unpublish: admins\` owners get 403 in that column.
- An admin of the registry may do everything with every package. Importing from another registry is for them alone, with
  a token that nothing limits ([migrating.md](migrating.md)).

\`approve\` is deciding what becomes of a staged version, which is a 404 for whoever may neither stage, approve nor manage, \`manage\` is owners, visibility, rules and whom a package trusts, \`advise\` its advisories. 401: log in. 403: this account, or this token, may not. 404: hidden.

${accessTable()}
`;
}

/** Every generated document, by its file. */
export const DOCUMENTS: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/api.md': apiDocument,
  'docs/openapi.json': openApi,
  'docs/configuration.md': configurationDocument,
  'docs/access.md': accessDocument,
  'docs/cli.md': cliDocument,
  'docs/cost.md': costDocument,
};
