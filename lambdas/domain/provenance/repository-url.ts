import { isJsonObject } from '#domain/manifest.ts';

const SHORTHAND: Readonly<Record<string, string>> = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  bitbucket: 'bitbucket.org',
};

/**
 * What a package.json's `repository` stands for, in one spelling: `https://host/owner/name` in small letters, since
 * no host has two repositories that differ by case. Undefined: it names none that can be compared.
 */
export function repositoryUrl(repository: unknown): string | undefined {
  const text = isJsonObject(repository) ? repository['url'] : repository;
  if (typeof text !== 'string' || text.length > 2048) return undefined;
  return fromShorthand(text.trim()) ?? fromUrl(text.trim());
}

/** `owner/name`, which is GitHub's, and `gitlab:group/name`. */
function fromShorthand(text: string): string | undefined {
  const [, service = 'github', path] =
    /^(?:(github|gitlab|bitbucket):)?([\w-]+\/[\w./-]+?)(?:\.git)?(?:#.*)?$/.exec(text) ?? [];
  const host = SHORTHAND[service];
  return path !== undefined && host !== undefined
    ? `https://${host}/${path}`.toLowerCase()
    : undefined;
}

function fromUrl(text: string): string | undefined {
  // git@host:owner/name.git, which is no URL.
  const url = text
    .replace(/^git\+/, '')
    .replace(/^(?:ssh:\/\/)?git@([^/:]+):(?!\d+\/)/, 'ssh://git@$1/');
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, hostname, pathname } = new URL(url);
  if (!/^(?:https?|git|ssh):$/.test(protocol) || hostname === '') return undefined;
  const path = pathname
    // Pages within a repository: GitLab's come after `/-/`, GitHub's after two segments.
    .replace(/\/-\/.*$/, '')
    .replace(/\/(?:tree|blob)\/.*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  if (!/^(?:\/[^/]+){2,}$/.test(path)) return undefined;
  return `https://${protocol === 'ssh:' ? hostname : host}${path}`.toLowerCase();
}
