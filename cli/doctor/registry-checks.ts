import * as v from 'valibot';

import { isJsonObject } from '#domain/manifest.ts';

import { parsedForPeople } from '../registry/refused.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import { codeOf, type Probe, probe } from './probe.ts';
import { setupCommand, type Subject } from './subject.ts';

/** Whether the registry answers, how fast, and whether both clocks agree. */
export async function checkRegistryAnswers(subject: Subject): Promise<readonly Finding[]> {
  const { url, from } = subject.registry;
  try {
    const ping = await probe(`${url}/-/ping`);
    const clock = clockFinding(ping);
    if (ping.status !== 200) return [refusal(subject, ping), ...clock];
    if (isPage(ping)) return [problem('registry', `${url} answers with a page for people`, PAGE)];
    const slow = ping.took > SLOW;
    const says = `${url} answers in ${ping.took} ms (named by ${from})`;
    return [
      slow ? warning('registry', `${says}, which is slow`) : ok('registry', says),
      await kindFinding(url),
      ...clock,
    ];
  } catch (error) {
    return [unreachable(subject, error)];
  }
}

const SLOW = 3000;

const PAGE = 'is it the right URL, or does a proxy or the sign-in of a network answer?';

const isPage = ({ headers }: Probe): boolean =>
  headers['content-type']?.startsWith('text/html') === true;

function refusal({ registry: { url } }: Subject, { status, headers }: Probe): Finding {
  const { location } = headers;
  if (location) {
    return problem('registry', `${url} sends elsewhere, to ${location}`, 'use that URL instead');
  }
  return problem('registry', `${url} answers with status ${status}`, 'is it the right URL?');
}

/** Only Pantry brings its errors with a `code`. */
async function kindFinding(url: string): Promise<Finding> {
  const { text } = await probe(`${url}/-/whoami`);
  const answer = parsedForPeople(text);
  const isPantry = isJsonObject(answer) && typeof answer['code'] === 'string';
  if (isPantry) return ok('registry', 'it is a Pantry registry');
  return warning('registry', 'it is a registry of another kind: not all of `pantry` works there');
}

/** Milliseconds by which clocks may differ: signatures, codes and tokens go by the time. */
const APART = 60_000;

function clockFinding({ headers }: Probe): readonly Finding[] {
  const theirs = Date.parse(headers.date ?? '');
  if (Number.isNaN(theirs)) return [];
  const apart = Math.abs(Date.now() - theirs);
  if (apart <= APART) return [ok('clock', 'this clock and the registry’s agree')];
  return [
    warning(
      'clock',
      `this clock and the registry’s are ${Math.round(apart / 1000)} seconds apart: one-time codes and logins may fail`,
      'set the clock: `timedatectl set-ntp true`, or in the settings of the system',
    ),
  ];
}

const CA =
  'put the certificate of who signed it into a file, and its path into NODE_EXTRA_CA_CERTS (npm: `npm config set cafile <file>`)';

const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  ENOTFOUND: ['there is no such host', 'check the URL, and the DNS of this network'],
  EAI_AGAIN: ['its name can’t be looked up now', 'check the network and its DNS'],
  ECONNREFUSED: ['nothing listens there', 'is it running? `pantry start` runs one here'],
  ECONNRESET: ['the connection breaks off', 'is a proxy or firewall in between?'],
  UND_ERR_SOCKET: ['the connection breaks off', 'is a proxy or firewall in between?'],
  TIMEOUT: ['it does not answer in time', 'is a proxy or firewall in between?'],
  CERT_HAS_EXPIRED: ['its certificate has expired', 'have it renewed, and check this clock'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['its certificate is for another host', 'check the URL'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['nobody who is known here signed its certificate', CA],
  SELF_SIGNED_CERT_IN_CHAIN: ['nobody who is known here signed its certificate', CA],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['nobody who is known here signed its certificate', CA],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['nobody who is known here signed its certificate', CA],
};

function unreachable({ registry: { url } }: Subject, error: unknown): Finding {
  const code = codeOf(error);
  const [reason, fix] = REASONS[code] ?? [code || String(error), 'check the URL and the network'];
  return problem('registry', `${url} can’t be reached: ${reason}`, fix);
}

const Hits = v.object({ objects: v.array(v.object({ package: v.object({ name: v.string() }) })) });
const Document = v.object({ dist: v.object({ tarball: v.pipe(v.string(), v.url()) }) });

/** Tarballs are fetched from where documents say: that has to be the URL that is used. */
export async function checkPublicUrl(subject: Subject): Promise<readonly Finding[]> {
  const { registry, scopes } = subject;
  const text = scopes[0] === undefined ? '' : `scope:${scopes[0].slice(1)}`;
  const search = `${registry.url}/-/v1/search?size=1&text=${encodeURIComponent(text)}`;
  const hits = v.safeParse(Hits, parsedForPeople((await probe(search)).text));
  const name = hits.success ? hits.output.objects[0]?.package.name : undefined;
  if (name === undefined) return [];
  const latest = await probe(`${registry.url}/${name.replace('/', '%2f')}/latest`);
  const document = v.safeParse(Document, parsedForPeople(latest.text));
  if (!document.success) return [];
  const { tarball } = document.output.dist;
  if (tarball.startsWith(`${registry.url}/`)) return [ok('public URL', 'tarballs come from there')];
  const { origin } = new URL(tarball);
  return [
    warning(
      'public URL',
      `the registry calls itself ${origin}, and ${registry.url} is what is used: clients ask both, and lockfiles name the first`,
      `${setupCommand({ ...subject, registry: { ...registry, url: origin } })}, or start the registry with --public-url ${registry.url}`,
    ),
  ];
}
