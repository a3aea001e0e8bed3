import { type Answer, anonymous, type Client } from '../client.ts';
import { type Target, target } from '../target.ts';
import { type Browser, openBrowser, type Shown } from './browser.ts';
import { approve } from './person.ts';
import { startProvider, type TestProvider } from './provider.ts';

/** A registry with a provider that people sign in at. */
export interface SsoStage {
  readonly target: Target;
  readonly provider: TestProvider;
}

/** Settings of a registry for a provider, as one machine takes them. */
export const settingsFor = (provider: TestProvider, more: object = {}): Record<string, string> => ({
  sso: JSON.stringify({
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    name: 'Example Login',
    signUp: 'open',
    ...more,
  }),
});

/** A registry of one's own in this process. */
export async function startSso(
  more: object = {},
  settings: Readonly<Record<string, string>> = {},
): Promise<SsoStage> {
  const provider = await startProvider();
  return {
    provider,
    target: await target({ ...settingsFor(provider, more), ...settings }),
  };
}

/** The URLs that a client gets for a login. */
export interface Begun {
  readonly loginUrl: string;
  readonly doneUrl: string;
}

/** What a client begins with: yarn 4 sends no body at all. */
export async function begin(
  { target: where }: Pick<SsoStage, 'target'>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Begun> {
  const answer = await where.fetch('/-/v1/login', { method: 'POST', headers });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`no login: ${answer.status} ${text}`);
  return JSON.parse(text);
}

/** What a client asks until it has its token. */
export const poll = async (
  { target: where }: Pick<SsoStage, 'target'>,
  url: string,
): Promise<Answer> => anonymous(where).get(pathOf(url));

export const pathOf = (url: string): string => new URL(url).pathname + new URL(url).search;

/** Somebody who logged in with a browser. */
export async function loggedIn(
  stage: SsoStage,
  login: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<Client> {
  const { loginUrl, doneUrl } = await begin(stage);
  const shown = await approve(stage.target, loginUrl, login, fields);
  const { body } = await poll(stage, doneUrl);
  if (typeof body.token !== 'string') throw new Error(`${shown.status} ${shown.text}`);
  return anonymous(stage.target).with(body.token);
}

/** Who a client is. */
export const nameOf = async (client: Client): Promise<string> =>
  (await client.get('/-/whoami')).body.username;

/** A browser at the provider's first page, and where it comes from. */
export interface GoneOn extends Begun {
  readonly browser: Browser;
  readonly asked: Shown;
  readonly provider: Shown;
}

export async function goneOn(stage: SsoStage): Promise<GoneOn> {
  const begun = await begin(stage);
  const browser = openBrowser(stage.target);
  const asked = await browser.open(begun.loginUrl);
  const provider: Shown = await browser.submit(asked, { answer: 'yes' });
  return { ...begun, browser, asked, provider };
}
