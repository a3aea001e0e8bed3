import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';

import { isJsonObject } from '#domain/manifest.ts';

import { credentialPath } from '../registry/credential-file.ts';
import { isIgnored } from '../registry/env-file.ts';
import { findCredential } from '../registry/find-credential.ts';
import { parsedForPeople } from '../registry/refused.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import { probe } from './probe.ts';
import type { Subject } from './subject.ts';

/** Whose the token is, and how long it is good. */
export async function checkLogin({ call, registry }: Subject): Promise<readonly Finding[]> {
  const credential = await findCredential(call, registry);
  const login = `pantry login --registry ${registry.url}`;
  if (!credential) {
    return [warning('login', 'nobody is logged in: private packages can’t be read', login)];
  }
  const { authorization, from } = credential;
  const { status, text } = await probe(`${registry.url}/-/whoami`, { authorization });
  if (status === 401 || status === 403) {
    return [problem('login', `the token of ${from} is not good there (any more)`, login)];
  }
  const answer = parsedForPeople(text);
  const user = isJsonObject(answer) ? answer['username'] : undefined;
  if (status !== 200 || typeof user !== 'string') {
    return [warning('login', `who the token of ${from} belongs to is not told: status ${status}`)];
  }
  return [
    ok('login', `${user}, by the token of ${from}`),
    ...(await expiry(registry.url, authorization, login)),
  ];
}

const DAY = 86_400_000;
const SOON = 7 * DAY;

const Tokens = v.object({
  objects: v.array(v.object({ token: v.string(), expires: v.nullish(v.string()) })),
});

async function expiry(
  url: string,
  authorization: string,
  login: string,
): Promise<readonly Finding[]> {
  const answer = parsedForPeople((await probe(`${url}/-/npm/v1/tokens`, { authorization })).text);
  const tokens = v.safeParse(Tokens, answer);
  // Lists tell a token by its beginning.
  const own = (tokens.success ? tokens.output.objects : []).find(({ token }) => {
    const start = token.replace(/[^\w].*$/, '');
    return start !== '' && authorization.startsWith(`Bearer ${start}`);
  });
  const left = Date.parse(own?.expires ?? '') - Date.now();
  if (Number.isNaN(left) || left > SOON) return [];
  const days = Math.max(0, Math.ceil(left / DAY));
  return [
    warning('login', `the token is good for ${days} more ${days === 1 ? 'day' : 'days'}`, login),
  ];
}

/** A token as it stands in a file; what refers to a variable is none. */
const TOKEN =
  /(?:_authToken|_auth|_password|npmAuthToken|npmAuthIdent|PANTRY_TOKEN|\btoken)["']?\s*[=:]\s*["']?[\w+/=.-]{8,}/;

/** Tokens belong to files that their user alone can read, outside of projects. */
export async function checkTokenFiles(subject: Subject): Promise<readonly Finding[]> {
  const { names, userNames, project, call } = subject;
  const own = [userNames.npmrc, userNames.yarnrc, userNames.bunfig, credentialPath(call.env)];
  const shared = [names.npmrc, names.yarnrc, names.bunfig, path.join(project.folder, '.env')];
  const findings: Finding[] = [];
  for (const file of own) if (await isReadable(file)) findings.push(readable(file));
  for (const file of shared.filter((one) => !own.includes(one))) {
    findings.push(...(await ofProject(file)));
  }
  return findings.length > 0 ? findings : [ok('tokens', 'none lies where others can read it')];
}

const hasToken = async (file: string): Promise<boolean> =>
  TOKEN.test(await readFile(file, 'utf8').catch(() => ''));

async function isReadable(file: string): Promise<boolean> {
  const info = await stat(file).catch(() => undefined);
  // Windows knows no such bits.
  if (!info || process.platform === 'win32') return false;
  return (info.mode & 0o077) !== 0 && (await hasToken(file));
}

const readable = (file: string): Finding =>
  warning('tokens', `${file} holds a token, and others can read it`, `chmod 600 ${file}`);

async function ofProject(file: string): Promise<readonly Finding[]> {
  if (!(await hasToken(file))) return [];
  if (await isTracked(file)) {
    return [
      problem(
        'tokens',
        `${file} holds a token, and git has it: everybody with the repository has the token`,
        `revoke it (\`pantry token revoke\`), then \`git rm --cached ${path.basename(file)}\``,
      ),
    ];
  }
  if (await isIgnored(file)) return (await isReadable(file)) ? [readable(file)] : [];
  const fix = 'move it to ~/.npmrc: `pantry login`, then `pantry setup`';
  return [warning('tokens', `${file} holds a token, and git does not ignore it`, fix)];
}

const execute = promisify(execFile);

const isTracked = async (file: string): Promise<boolean> =>
  execute('git', ['ls-files', '--error-unmatch', '--', path.basename(file)], {
    cwd: path.dirname(file),
    timeout: 10_000,
  }).then(
    () => true,
    () => false,
  );
