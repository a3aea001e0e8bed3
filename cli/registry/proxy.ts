import { type FoundNpmConfig, readNpmConfig } from './npmrc.ts';
import { ProxyError } from './persist.ts';

/** What stands between this machine and the network. */
export interface Proxy {
  /** With a name and password, where it wants them. */
  readonly url: URL;
  /** What named it, for people. */
  readonly from: string;
}

let config: Promise<FoundNpmConfig> | undefined;

/** As npm's configuration and the environment say; undefined where a host is asked directly, as this machine always is. */
export async function proxyFor({ protocol, hostname, port }: URL): Promise<Proxy | undefined> {
  if (isHere(hostname)) return undefined;
  config ??= readNpmConfig(process.cwd(), process.env);
  const npm = await config;
  const excepted = npm('noproxy') ?? variable('NO_PROXY');
  if (isExcepted({ hostname, port: port || PORTS[protocol] }, excepted)) return undefined;
  const isSafe = protocol === 'https:';
  const said = ofNpm(npm, isSafe);
  if (said) return said.value === 'false' ? undefined : toProxy(said.value, said.from);
  const name = isSafe ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const named = variable(name);
  return named === '' ? undefined : toProxy(named, name);
}

/** In small letters first, as everywhere. */
const variable = (name: string): string =>
  process.env[name.toLowerCase()] || (process.env[name] ?? '');

/** It reads what goes over http, and its own password may be a token of the environment: a stranger's project names none. */
function ofNpm(
  npm: FoundNpmConfig,
  isSafe: boolean,
): { readonly value: string; readonly from: string } | undefined {
  for (const key of isSafe ? ['https-proxy', 'proxy'] : ['proxy']) {
    const value = npm.beyondProject(key);
    if (value) return { value, from: `"${key}" in npm's configuration` };
  }
  return undefined;
}

const PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

const isHere = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(?:\.\d+){3}$/.test(hostname);

interface Asked {
  readonly hostname: string;
  readonly port: string | undefined;
}

/** `example.com` and `.example.com` mean the host and all below it, `*` every one; a port narrows it. */
function isExcepted({ hostname, port }: Asked, list: string): boolean {
  const excepted = list.toLowerCase().split(/[\s,]+/);
  return excepted.some((text) => {
    const { host = '', only } = /^(?<host>.*?)(?::(?<only>\d+))?$/.exec(text)?.groups ?? {};
    if (host === '' || (only !== undefined && only !== port)) return false;
    const bare = host.replace(/^\*?\.?/, '');
    return bare === '' || hostname === bare || hostname.endsWith(`.${bare}`);
  });
}

/** What it holds is not repeated: there may be a password in it. */
function toProxy(text: string, from: string): Proxy {
  const url = text.includes('://') ? text : `http://${text}`;
  if (URL.canParse(url) && /^https?:/.test(url)) return { url: new URL(url), from };
  throw new ProxyError(
    `${from} is no proxy that this command can use: it must be a URL such as http://proxy.example.com:3128`,
  );
}
