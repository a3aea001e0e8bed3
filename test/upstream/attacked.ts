import http from 'node:http';
import { expect } from 'vitest';

import { anonymous, type Client, escape, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { startUpstream } from './controllable.ts';

/** Somebody who wants their bytes installed here: this registry's upstream answers what they like. */
export const attacker = await startUpstream();
export const registry = await server({
  upstream: attacker.url,
  ownScopes: '@acme,@acme-labs',
  shadowing: 'anyone',
});
/** The first user of a registry becomes its admin. */
await user(registry);
export const alice = await user(registry, 'alice');
export const reader = anonymous(registry);

/** A version that wins over any here. */
export const EVIL = '99.0.0';

/** What the upstream was asked for, by any spelling. */
export const asked = (name: string): readonly string[] =>
  attacker.requests.filter((request) =>
    decodeURIComponent(request).toLowerCase().includes(name.toLowerCase()),
  );

/** A name with a version here, and a higher one there. */
export async function claimed(
  name = uniqueName(),
  access: 'public' | 'restricted' = 'public',
): Promise<string> {
  expect((await alice.publish({ name, version: '1.0.0' }, { access })).status).toBe(201);
  attacker.publish(name, EVIL);
  attacker.requests.length = 0;
  return name;
}

export const fileOf = (name: string, version = EVIL): string =>
  `${name.split('/').at(-1)}-${version}.tgz`;

/** Every path by which something of a package can be had. */
export const pathsTo = (name: string): readonly string[] => [
  `/${escape(name)}`,
  `/${name}`,
  `/${escape(name)}?write=true`,
  `/${escape(name)}/${EVIL}`,
  `/${escape(name)}/^99`,
  `/-/package/${escape(name)}/dist-tags`,
  `/${name}/-/${fileOf(name)}`,
  `/${escape(name)}/-/${fileOf(name)}`,
  `/-/npm/v1/attestations/${name}@${EVIL}`,
];

/** Those of the paths that answer with what is the upstream's, or fail. */
export async function theirsAt(
  paths: readonly string[],
  who: Client = reader,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) {
    for (const accept of ['*/*', 'application/vnd.npm.install-v1+json']) {
      const { status, body } = await who.get(path, { accept });
      const text = Buffer.isBuffer(body) ? body.toString('latin1') : JSON.stringify(body);
      const theirs = status === 200 && text.includes(EVIL);
      if (theirs || status >= 500) found.push(`${path} ${status}`);
    }
  }
  return found;
}

/** Sends a path as it stands: `fetch` would tidy it up first. */
export async function raw(
  path: string,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(registry.origin);
    http
      .get({ hostname, port, path }, (response) => {
        let text = '';
        response.setEncoding('latin1').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      })
      .on('error', reject);
  });
}

/** Other ways to write the path of `@some/<base>`, and of what might be taken for it. */
export function spellingsOf(base: string): readonly string[] {
  const dot = base.replace(/^./, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
  return [
    `/@some%2f${base}`,
    `/@some%2F${base}`,
    `/%40some%2f${base}`,
    `/%40some/${base}`,
    `/@some%252f${base}`,
    `/%2540some%252f${base}`,
    `/@some/${base}/`,
    `/@some//${base}`,
    `//@some/${base}`,
    `/@some/${dot}`,
    `/@some/./${base}`,
    `/@some/x/../${base}`,
    `/@some/..%2f${base}`,
    `/@some%2f..%2f${base}`,
    `/@some%2f${base}%00`,
    `/@some%2f${base}%20`,
    `/@some%2f${base}.`,
    `/@some%2f${base}%2f`,
    `/@some%5c${base}`,
    `/@some%2f%ef%bd%81${base}`,
    `/@some%2f${base.replaceAll('e', '%d0%b5')}%cc%81`,
    `/@some%2f${base}%e2%80%8b`,
    `/@%73ome%2f${base}`,
    `/@some/${base}?x=/../../${base}`,
    `/@some/${base}/${EVIL}/../../../@some/${base}`,
  ];
}

/** Ways to ask for the tarball of `@some/<base>`, below its own name and below another. */
export function tarballPaths(name: string, other: string): readonly string[] {
  const [, base = ''] = name.split('/');
  return [
    `/${name}/-/${base}-${EVIL}.tgz`,
    `/@some%2f${base}/-/${base}-${EVIL}.tgz`,
    `/${name}/-/@some/${base}-${EVIL}.tgz`,
    `/${name}/-/@some%2f${base}-${EVIL}.tgz`,
    `/${other}/-/${base}-${EVIL}.tgz`,
    `/${other}/-/@some%2f${base}-${EVIL}.tgz`,
    `/${other}/-/..%2f..%2f${base}%2f-%2f${base}-${EVIL}.tgz`,
    `/${other}/-/../../${name}/-/${base}-${EVIL}.tgz`,
    `/${name}/-/${base}-${EVIL}.tgz%00`,
    `/${name}/-/${base}-v${EVIL}.tgz`,
    `/${name}/-/${base}-${EVIL}+x.tgz`,
  ];
}
