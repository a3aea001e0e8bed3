import type { Node } from 'constructs';
import * as v from 'valibot';

import { type Config, ConfigSchema } from './schema.ts';
import { ssoJson } from './sso.ts';
import { upstreamsJson } from './upstreams.ts';

/** A value of the configuration can't be used; the message is the one sentence that its owner needs. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The app's context as a configuration. Throws ConfigError for the first value that can't be used. */
export function readConfig(node: Pick<Node, 'tryGetContext'>): Config {
  const given = Object.keys(ConfigSchema.entries).flatMap((key) => {
    const value: unknown = node.tryGetContext(key);
    return value === undefined || value === '' || value === null ? [] : [[key, value] as const];
  });
  const result = v.safeParse(ConfigSchema, Object.fromEntries(given));
  if (!result.success) throw new ConfigError(sentence(result.issues[0]));
  return checked(result.output);
}

function sentence(issue: v.BaseIssue<unknown>): string {
  const { message, received } = issue;
  const [key = 'context', ...within] = v.getDotPath(issue)?.split('.') ?? [];
  const what =
    received === 'undefined' && within.length === 0
      ? `"${key}" is missing: it ${wishOf(key)}`
      : `"${key}" ${message}`;
  return `${what}. Set it under "context" in cdk.json, or with -c ${key}=…`;
}

/** What a value itself would be told: of a key that is not there valibot speaks in its own words. */
function wishOf(key: string): string {
  const [, schema] = Object.entries(ConfigSchema.entries).find(([name]) => name === key) ?? [];
  const alone = schema && v.safeParse(schema, undefined);
  return alone && !alone.success ? alone.issues[0].message : 'must be set';
}

function checked(config: Config): Config {
  const { domain, hostedZoneName, edge, certificateArn, monthlyBudget, alarmEmail } = config;
  if (domain !== hostedZoneName && !domain.endsWith(`.${hostedZoneName}`)) {
    throw new ConfigError(
      `"domain" is ${domain}, which is not in the zone "hostedZoneName" names, ${hostedZoneName}: correct one of them in cdk.json`,
    );
  }
  const wanted = edge === 'cloudfront' ? 'us-east-1' : config.region;
  if (certificateArn !== undefined && certificateArn.split(':')[3] !== wanted) {
    throw new ConfigError(
      `"certificateArn" is of another region: with "edge": "${edge}" it has to be of ${wanted}. Leave it out in cdk.json to have one made`,
    );
  }
  if (monthlyBudget !== undefined && alarmEmail === undefined) {
    throw new ConfigError('"monthlyBudget" has nobody to tell: set "alarmEmail" in cdk.json too');
  }
  checkSso(config);
  checkUpstreams(config);
  checkMalware(config);
  checkTrustRoot(config);
  checkCi(config);
  return config;
}

function checkSso(config: Config): void {
  const size = ssoJson(config)?.length ?? 0;
  if (size <= MOST_OF_SSO) return;
  throw new ConfigError(
    `"sso" is ${size} characters, and a function can be told ${MOST_OF_SSO}: shorten its lists in cdk.json`,
  );
}

function checkCi({ trustedOwners, ciIssuers }: Config): void {
  const size = JSON.stringify([trustedOwners, ciIssuers]).length;
  if (size <= MOST_OF_CI) return;
  throw new ConfigError(
    `"trustedOwners" and "ciIssuers" are ${size} characters, and a function can be told ${MOST_OF_CI}: leave names away in cdk.json, or trust repositories with \`npm trust\``,
  );
}

function checkMalware({ malware, upstreams }: Config): void {
  const places = [...malware, ...upstreams.flatMap((one) => one.malware ?? [])];
  const file = places.find((place) => !SAFE_URL.test(place));
  if (file === undefined) return;
  throw new ConfigError(
    `the list of malware ${file} can't be read by a function: name a URL that begins with https:// in cdk.json`,
  );
}

function checkTrustRoot({ trustRoot }: Config): void {
  if (trustRoot === 'public' || SAFE_URL.test(trustRoot)) return;
  throw new ConfigError(
    `the trust root ${trustRoot} must begin with https://, since what it says is believed: correct it in cdk.json`,
  );
}

/** What listens on this machine is there for who tries the stacks out here. */
const SAFE_URL = /^https:|^http:\/\/127\.0\.0\.1[:/]/;

function checkUpstreams({ upstream, upstreams, domain, ...config }: Config): void {
  for (const url of [upstream, ...upstreams.map((one) => one.url)]) {
    if (url === 'npm' || url === 'none') continue;
    const { protocol, hostname } = new URL(url);
    if (hostname === domain) {
      throw new ConfigError(
        `the upstream ${url} is this registry itself: name another in cdk.json`,
      );
    }
    // What listens on this machine is there for who tries the stacks out here.
    if (protocol !== 'https:' && hostname !== '127.0.0.1') {
      throw new ConfigError(`the upstream ${url} must begin with https://: correct it in cdk.json`);
    }
  }
  const size = upstreamsJson({ upstream, upstreams, domain, ...config })?.length ?? 0;
  if (size > MOST) {
    throw new ConfigError(
      `the upstreams and their rules are ${size} characters, and a function can be told ${MOST}: shorten "deny" and the other lists in cdk.json, with patterns such as @evil/*`,
    );
  }
}

/** Characters: Lambda takes 4 KB of environment, names of stores included. */
const MOST = 2000;
const MOST_OF_CI = 1200;
const MOST_OF_SSO = 1200;
