import { isJsonObject } from '#domain/manifest.ts';
import { asPackageName } from '#domain/package-name.ts';

import { CommandError, UsageError } from '../../command/failure.ts';
import { parsedForPeople, refused } from '../../registry/refused.ts';
import type { Web } from './web.ts';

/** Of a page, and pages: more is no scope of anybody's. */
const SIZE = 250;
const PAGES = 400;
/** Bytes of a page, and of a list of all names. */
const LARGEST = 64 * 2 ** 20;

/** What a line of a command or of a file names: a package, or all of a scope. */
export async function namesOf(
  registry: string,
  wanted: readonly string[],
  web: Web,
): Promise<readonly string[]> {
  const names = new Set<string>();
  // One after the other: a list of all that a registry has is large.
  for (const each of wanted) {
    const scope = /^(@[^/@]+)(?:\/\*)?$/.exec(each)?.[1];
    if (scope !== undefined) {
      for (const name of await namesInScope(registry, scope, web)) names.add(name);
    } else if (asPackageName(each)) names.add(each);
    else {
      throw new UsageError(`"${each}" is no package and no scope: name left-pad, @acme/x or @acme`);
    }
  }
  return [...names].toSorted();
}

/** Registries search differently, some by words alone, and old ones only list all that they have. */
async function namesInScope(registry: string, scope: string, web: Web): Promise<readonly string[]> {
  for (const text of [`scope:${scope.slice(1)}`, scope]) {
    const found = await search(registry, text, web);
    const own = found.filter((name) => name.startsWith(`${scope}/`));
    if (own.length > 0) return own;
  }
  const all = await web.get(`${registry}/-/all`, LARGEST);
  if (all.status >= 500 || all.status === 401 || all.status === 403) {
    throw refused(registry, { ...all, text: all.body.toString() });
  }
  const listed = parsedForPeople(all.body.toString());
  const own = Object.keys(all.status === 200 && isJsonObject(listed) ? listed : {}).filter((name) =>
    name.startsWith(`${scope}/`),
  );
  if (own.length > 0) return own;
  throw new CommandError(
    `${registry} names no package of ${scope}: where it has no search, put the names into a file and give it with --packages`,
  );
}

async function search(registry: string, text: string, web: Web): Promise<readonly string[]> {
  const names = new Set<string>();
  for (let page = 0; page < PAGES; page += 1) {
    const query = new URLSearchParams({ text, size: String(SIZE), from: String(page * SIZE) });
    const { status, body } = await web.get(`${registry}/-/v1/search?${query.toString()}`, LARGEST);
    const answer = status === 200 ? parsedForPeople(body.toString()) : undefined;
    const objects = isJsonObject(answer) ? answer['objects'] : undefined;
    const before = names.size;
    for (const name of Array.isArray(objects) ? objects.map(nameIn) : []) {
      if (name !== undefined) names.add(name);
    }
    // Some give the first page again whatever is asked for.
    if (names.size === before) break;
  }
  return [...names];
}

function nameIn(object: unknown): string | undefined {
  const pkg = isJsonObject(object) ? object['package'] : undefined;
  const name = isJsonObject(pkg) ? pkg['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}
