import { type Client, escape } from '../client.ts';
import { uniqueName } from '../packages.ts';

/** Published packages that depend on one another. */
export interface Family {
  /** `@scope/leaf`: 1.0.0 and 1.1.0. */
  readonly leaf: string;
  /**
   * Depends on a leaf ^1.0.0 and has a bin of its own name, which says who it is: 1.0.0, 1.1.0 (latest)
   * and 2.0.0-beta.1 (beta).
   */
  readonly tool: string;
}

/** What the bin of a tool prints. */
export const greeting = (version: string, leaf = '1.1.0'): string =>
  `tool ${version} on leaf ${leaf}`;

/** Publishes a family without a client, for tests of what comes after. */
export async function publishFamily(publisher: Client): Promise<Family> {
  const leaf = `@${uniqueName('s')}/leaf`;
  const tool = uniqueName('tool');
  for (const version of ['1.0.0', '1.1.0']) {
    await publish(publisher, leafManifest(leaf, version), { 'index.js': leafSource(version) });
  }
  for (const [version, tag] of [
    ['1.0.0', 'latest'],
    ['1.1.0', 'latest'],
    ['2.0.0-beta.1', 'beta'],
  ] as const) {
    const files = { 'cli.js': toolSource(leaf, version) };
    await publish(publisher, toolManifest(tool, version, leaf), files, tag);
  }
  return { leaf, tool };
}

/** What `npm deprecate` does, for tests of how other clients warn. */
export async function deprecate(owner: Client, name: string, message: string): Promise<void> {
  const { body } = await owner.get(`/${escape(name)}`);
  for (const manifest of Object.values<Record<string, unknown>>(body.versions)) {
    manifest['deprecated'] = message;
  }
  await owner.put(`/${escape(name)}`, body);
}

/** What `npm access set status=private` does, for tests of how other clients install. */
export async function makePrivate(owner: Client, name: string): Promise<void> {
  await owner.post(`/-/package/${escape(name)}/access`, { access: 'restricted' });
}

async function publish(
  publisher: Client,
  manifest: Parameters<Client['publish']>[0],
  files: Readonly<Record<string, string>>,
  tag = 'latest',
): Promise<void> {
  const { status, body } = await publisher.publish(manifest, { files, tag });
  if (status !== 201) throw new Error(`${manifest.name} is not published: ${JSON.stringify(body)}`);
}

const leafManifest = (name: string, version: string) => ({ name, version, main: 'index.js' });

const leafSource = (version: string): string => `module.exports = 'leaf ${version}';\n`;

const toolManifest = (name: string, version: string, leaf: string) => ({
  name,
  version,
  bin: { [name]: 'cli.js' },
  dependencies: { [leaf]: '^1.0.0' },
});

const toolSource = (leaf: string, version: string): string =>
  `#!/usr/bin/env node\nconsole.log('tool ${version} on ' + require('${leaf}'));\n`;
