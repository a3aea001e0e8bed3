import { anonymous, type Client, escape, PASSWORD, signUp } from './client.ts';
import { uniqueName } from './packages.ts';
import type { Target } from './target.ts';

const jwtPart = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An ID token as a CI service gives one; nobody signed it. */
const ID_TOKEN = `${jwtPart({ alg: 'RS256' })}.${jwtPart({ aud: 'npm:x', secret: uniqueName('claim') })}.${uniqueName('signature')}`;

const WRONG = uniqueName('wrong-password');
const CHANGED = uniqueName('changed-password');
const AS_NAME = uniqueName('password-as-a-name');
const OTP = '918273645546';

const basic = (name: string, password: string): string =>
  Buffer.from(`${name}:${password}`).toString('base64');

/** A request that is sent as it is: its answer does not matter. */
type Ask = readonly [
  method: string,
  path: string,
  headers?: Readonly<Record<string, string>>,
  body?: unknown,
];

/** Sends secrets in every place where clients put one, right, wrong and mistyped; what they were. */
export async function useSecrets(target: Target): Promise<readonly string[]> {
  const name = uniqueName('alice');
  const { body } = await signUp(target, name, PASSWORD);
  const alice = anonymous(target).with(body.token);
  const made = await alice.post('/-/npm/v1/tokens', { password: PASSWORD, name: 'made' });
  const [token, other]: string[] = [body.token, made.body.token];
  const pkg = `@${uniqueName('scope')}/${uniqueName()}`;
  await alice.publish({ name: pkg, version: '1.0.0' });
  await alice.publish({ name: pkg, version: '1.0.0' });
  for (const [method, path, headers = {}, sent] of asks({ name, token, other, pkg })) {
    const text = typeof sent === 'string' ? sent : JSON.stringify(sent);
    await target.fetch(path, { method, headers, ...(sent !== undefined && { body: text }) });
  }
  const changed = { password: { old: PASSWORD, new: CHANGED } };
  await alice.post('/-/npm/v1/user', changed);
  await logOut(alice, other);
  await logOut(alice, token);
  const secrets = [token, other, PASSWORD, CHANGED, WRONG, AS_NAME, OTP, ID_TOKEN];
  return [...secrets, basic(name, PASSWORD), basic(name, WRONG)].filter(
    (each) => each !== undefined,
  );
}

interface Known {
  readonly name: string;
  readonly token: string | undefined;
  readonly other: string | undefined;
  readonly pkg: string;
}

function asks({ name, token = '', other = '', pkg }: Known): readonly Ask[] {
  const bearer = { authorization: `Bearer ${token}` };
  const path = escape(pkg);
  return [
    ['GET', '/-/whoami', { authorization: `Basic ${basic(name, PASSWORD)}` }],
    ['GET', '/-/whoami', { authorization: `Basic ${basic(name, WRONG)}` }],
    ['GET', '/-/whoami', { authorization: `Basic ${basic(AS_NAME, 'x')}` }],
    ['GET', '/-/whoami', { authorization: `Digest ${WRONG}` }],
    ['PUT', `/-/user/org.couchdb.user:${name}`, {}, { name, password: WRONG }],
    ['PUT', `/-/user/org.couchdb.user:${name}`, {}, `{"name":"${name}","password":"${WRONG}`],
    [
      'PUT',
      `/-/user/org.couchdb.user:${uniqueName()}`,
      { 'npm-otp': OTP },
      { name, password: WRONG },
    ],
    ['POST', '/-/npm/v1/tokens', bearer, { password: WRONG }],
    ['POST', '/-/npm/v1/tokens', bearer, { password: PASSWORD, cidr_whitelist: [WRONG] }],
    ['POST', '/-/npm/v1/user', bearer, { password: { old: WRONG, new: CHANGED } }],
    // The exchange of a CI identity, and what a client does who takes it for a token.
    [
      'POST',
      `/-/npm/v1/oidc/token/exchange/package/${path}`,
      { authorization: `Bearer ${ID_TOKEN}` },
      {},
    ],
    ['GET', '/-/whoami', { authorization: `Bearer ${ID_TOKEN}` }],
    ['PUT', `/${path}`, { authorization: `Bearer ${ID_TOKEN}` }, {}],
    // Paths with a secret in them: other methods, other spellings, other places.
    ['GET', `/-/user/token/${other}`, bearer],
    ['DELETE', `/-/user/token/${WRONG}`, bearer],
    ['DELETE', `/%2d/user/%74oken/${other}x`, bearer],
    ['DELETE', `/-/user//token/${other}`, bearer],
    ['DELETE', `/-/User/Token/${other}`, bearer],
    ['DELETE', `/-/user/token/${other}/more?x=${other}`, bearer],
    ['DELETE', `/-/npm/v1/tokens/token/${WRONG}`, bearer],
    ['GET', `/${other}`, bearer],
    ['GET', `/-/v1/search?text=${token}`, bearer],
    ['GET', `/-/v1/audit?actor=${token}`, bearer],
  ];
}

const logOut = async (client: Client, token = ''): Promise<unknown> =>
  client.remove(`/-/user/token/${token}`);

/** The secrets that a text holds, as they are or percent-encoded. */
export const leakedInto = (text: string, secrets: readonly string[]): readonly string[] =>
  secrets.filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)));
