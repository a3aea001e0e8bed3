import { type ChildProcess, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';

import { cacheFolder } from './cache.ts';

/** A server in Java, with all that it needs, as Maven fetches it. */
export interface JavaLibrary {
  readonly title: string;
  readonly pom: string;
  /** Of exactly what is listed, so that another version is downloaded anew. */
  readonly folder: string;
  /** The first version of Java that its classes are for. */
  readonly java: number;
}

export function javaLibrary(title: string, name: string, java: number): JavaLibrary {
  const pom = path.join(import.meta.dirname, `${name}.pom.xml`);
  const hash = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  return { title, pom, folder: cacheFolder(`${name}-${hash}`), java };
}

/** Why it can't run on this machine; undefined where it can. */
export function lacksFor({ title, folder, java }: JavaLibrary): string | undefined {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const [, version] = /version "(\d+)/.exec(stderr ?? '') ?? [];
  if (Number(version ?? 0) < java) return `${title} needs Java ${java} or newer`;
  if (existsSync(folder) || spawnSync('mvn', ['-v']).status === 0) return undefined;
  return `${title} is fetched by Maven, and there is no mvn`;
}

/** Fetches it where it is not there: beside its place first, so that a download that broke off is not taken for one. */
export function install({ title, pom, folder }: JavaLibrary): void {
  if (existsSync(folder)) return;
  mkdirSync(path.dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  const { status, stdout, stderr } = spawnSync(
    'mvn',
    ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${draft}`],
    { encoding: 'utf8', timeout: 600_000 },
  );
  if (status !== 0) throw new Error(`${title} could not be fetched:\n${stdout}${stderr}`);
  renameSync(draft, folder);
}

export async function killed(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGKILL');
  await exited;
}
