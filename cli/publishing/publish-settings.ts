import * as v from 'valibot';

import { isJsonObject, type Json } from '#domain/manifest.ts';
import { asPackageName, type PackageName } from '#domain/package-name.ts';

import { CommandError, UsageError } from '../command/failure.ts';
import type { DriverName } from './driver.ts';

const DRIVERS = ['pantry', 'npm'] as const satisfies readonly DriverName[];

const said = (text: string): string => `is ${text}`;

const Driver = v.picklist(DRIVERS, said('"pantry" or "npm"'));

const Npm = v.strictObject({
  /** Where a plain name goes that is not to be had. */
  scope: v.optional(
    v.pipe(
      v.string(said('a scope such as "@acme"')),
      v.check(
        (text) => /^@[^/]+$/.test(text) && asPackageName(`${text}/a`) !== undefined,
        said('a scope such as "@acme"'),
      ),
    ),
  ),
  /** What the package is called there, whatever else is said. */
  name: v.optional(
    v.pipe(
      v.string(said('the name of a package')),
      v.transform(asPackageName),
      v.custom<PackageName>((name) => name !== undefined, said('the name of a package')),
    ),
  ),
  registry: v.optional(
    v.pipe(
      v.string(said('a URL such as "https://npm.example.com"')),
      v.check(
        (text) => URL.canParse(text) && /^https?:/.test(text),
        said('a URL such as "https://npm.example.com"'),
      ),
    ),
  ),
  access: v.optional(v.picklist(['public', 'restricted'], said('"public" or "restricted"'))),
  tag: v.optional(v.pipe(v.string(said('a dist-tag')), v.nonEmpty(said('a dist-tag')))),
});

const Settings = v.strictObject({
  to: v.optional(
    v.pipe(
      v.array(Driver, said('a list such as ["pantry", "npm"]')),
      v.minLength(1, said('a list such as ["pantry", "npm"]')),
    ),
  ),
  npm: v.optional(Npm, {}),
});

/** What `npm` in package.json's `pantry.publish` says. */
export type NpmSettings = v.InferOutput<typeof Npm>;

/** `pantry.publish` in package.json: where to publish, and what is special there. */
export interface PublishSettings {
  readonly to: readonly DriverName[] | undefined;
  readonly npm: NpmSettings;
}

/** Reads what a package says, and what the root of its workspace says for all. */
export function publishSettings(packageJson: Json, rootJson: Json = {}): PublishSettings {
  const [own, common] = [read(packageJson), read(rootJson)];
  // One name is not for several packages.
  const { name: _, ...shared } = common.npm;
  const npm = rootJson === packageJson ? own.npm : { ...shared, ...own.npm };
  return { to: own.to ?? common.to, npm };
}

function read(packageJson: Json): v.InferOutput<typeof Settings> {
  const { pantry } = packageJson;
  const found = isJsonObject(pantry) ? pantry['publish'] : undefined;
  const settings = v.safeParse(v.optional(Settings, {}), found);
  if (settings.success) return settings.output;
  const [issue] = settings.issues;
  throw new CommandError(sentenceOf(issue, packageJson));
}

function sentenceOf(issue: v.BaseIssue<unknown>, { name }: Json): string {
  const at = ['pantry.publish', v.getDotPath(issue)].filter(Boolean).join('.');
  const where = typeof name === 'string' ? `package.json of ${name}` : 'package.json';
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const there = Object.keys(
      at.startsWith('pantry.publish.npm.') ? Npm.entries : Settings.entries,
    );
    return `"${at}" in the ${where} is no setting: there is ${there.join(', ')}`;
  }
  const what = issue.type === 'strict_object' ? said('an object') : issue.message;
  return `"${at}" in the ${where} ${what}, not ${JSON.stringify(issue.input)}`;
}

/** `--to pantry,npm`. */
export function parseDrivers(text: string): readonly DriverName[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const drivers = names.map((name) => DRIVERS.find((driver) => driver === name));
  const unknown = names.find((_, at) => drivers[at] === undefined);
  if (unknown !== undefined || names.length === 0) {
    throw new UsageError(
      `--to is pantry, npm or both with a comma between, not "${unknown ?? text}"`,
    );
  }
  return [...new Set(drivers.filter((driver) => driver !== undefined))];
}
