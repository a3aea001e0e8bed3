import { request } from './request.ts';

/** Where to publish, and as whom. */
export interface Account {
  readonly url: string;
  readonly token: string;
}

/** The path of a package as npm writes it. */
export const packagePath = (name: string): string => `/${name.replace('/', '%2f')}`;

/** The header that carries a token. */
export const bearer = (token: string): { readonly authorization: string } => ({
  authorization: `Bearer ${token}`,
});

/** Logs in the way `npm login --auth-type=legacy` does; the first time makes the user. */
export async function login(url: string): Promise<string> {
  const name = 'bench';
  const body = JSON.stringify({
    _id: `org.couchdb.user:${name}`,
    name,
    password: 'a password of the benchmark',
    email: 'bench@example.org',
    type: 'user',
    roles: [],
    date: new Date().toISOString(),
  });
  const answer = await request(`${url}/-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${name}:a password of the benchmark`).toString('base64')}`,
    },
    body,
  });
  const { token } = JSON.parse(answer.body.toString()) as { readonly token?: string };
  if (!token)
    throw new Error(`login at ${url} answered ${answer.status}: ${answer.body.toString()}`);
  return token;
}

/** What a publish was answered, and after how long. */
export interface PublishAnswer {
  readonly status: number;
  readonly milliseconds: number;
  readonly text: string;
}

/** Sends one publish document. */
export async function publish(
  account: Account,
  name: string,
  document: string,
): Promise<PublishAnswer> {
  const started = performance.now();
  const { status, body } = await request(`${account.url}${packagePath(name)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...bearer(account.token) },
    body: document,
  });
  return { status, milliseconds: performance.now() - started, text: body.toString() };
}

/** What an exchange was answered, and after how long. */
export interface ExchangeAnswer {
  readonly status: number;
  readonly milliseconds: number;
  /** Empty where it was refused. */
  readonly token: string;
}

/** Exchanges the ID token of a CI run for a token to publish a package, as npm does. */
export async function exchange(
  url: string,
  name: string,
  idToken: string,
): Promise<ExchangeAnswer> {
  const started = performance.now();
  const { status, body } = await request(
    `${url}/-/npm/v1/oidc/token/exchange/package${packagePath(name)}`,
    { method: 'POST', headers: bearer(idToken), body: '' },
  );
  const milliseconds = performance.now() - started;
  if (status !== 201) return { status, milliseconds, token: '' };
  const { token } = JSON.parse(body.toString()) as { readonly token: string };
  return { status, milliseconds, token };
}

/** The versions that a registry lists of a package. */
export async function listVersions(url: string, name: string): Promise<readonly string[]> {
  const { status, body } = await request(`${url}${packagePath(name)}`);
  if (status !== 200) throw new Error(`GET ${packagePath(name)} at ${url} answered ${status}`);
  const { versions } = JSON.parse(body.toString()) as { readonly versions: object };
  return Object.keys(versions);
}
