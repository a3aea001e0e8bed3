import { readFile } from 'node:fs/promises';

import { readNpmConfig } from '../registry/npmrc.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import type { Subject } from './subject.ts';

const OLDEST = [20, 19] as const;

export async function checkNode(): Promise<readonly Finding[]> {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  if (isOld) return [problem('Node', `this is Node ${node}`, 'install Node 20.19 or later')];
  return [ok('Node', `this is Node ${node}`)];
}

/** Whether a proxy stands in between, and who is trusted beside the usual. */
export async function checkNetwork({ call, registry }: Subject): Promise<readonly Finding[]> {
  const { env, cwd } = call;
  const config = await readNpmConfig(cwd, env);
  return [
    ...proxyFindings(env, new URL(registry.url)),
    ...(await authorityFindings(env['NODE_EXTRA_CA_CERTS'], 'NODE_EXTRA_CA_CERTS')),
    ...(await authorityFindings(config('cafile'), '"cafile" of npm')),
    ...(env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
      ? [warning('network', 'certificates are not checked', 'unset NODE_TLS_REJECT_UNAUTHORIZED')]
      : []),
    ...(config('strict-ssl') === 'false'
      ? [warning('network', 'npm checks no certificates', 'npm config delete strict-ssl')]
      : []),
  ];
}

function proxyFindings(
  env: Subject['call']['env'],
  { protocol, hostname }: URL,
): readonly Finding[] {
  const secure = protocol === 'https:';
  const names = secure ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY'];
  const name = names.find((one) => env[one]);
  if (name === undefined) return [];
  const exceptions = (env['no_proxy'] ?? env['NO_PROXY'] ?? '').split(/[\s,]+/).filter(Boolean);
  const isDirect = exceptions.some((one) => {
    const bare = one.replace(/^\*?\./, '').replace(/:\d+$/, '');
    return one === '*' || hostname === bare || hostname.endsWith(`.${bare}`);
  });
  if (isDirect) return [ok('network', `${name} is set, and ${hostname} is asked directly`)];
  return [
    warning(
      'network',
      `${name} is set: clients and \`pantry\` ask ${hostname} through that proxy`,
      `if the proxy is not wanted for it: export NO_PROXY=${[...exceptions, hostname].join(',')}`,
    ),
  ];
}

async function authorityFindings(
  file: string | undefined,
  from: string,
): Promise<readonly Finding[]> {
  if (!file) return [];
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text?.includes('-----BEGIN CERTIFICATE-----')) {
    return [ok('network', `certificates of ${file} are trusted too`)];
  }
  const reason = text === undefined ? 'can’t be read' : 'holds no certificate in PEM';
  return [problem('network', `${file}, which ${from} names, ${reason}`, `correct ${from}`)];
}
