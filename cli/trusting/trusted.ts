import * as v from 'valibot';

/** A trusted publisher as a registry shows it. */
const Trusted = v.object({
  id: v.string(),
  type: v.string(),
  claims: v.record(v.string(), v.unknown()),
  permissions: v.optional(v.array(v.string()), []),
  origin: v.optional(v.string()),
  createdAt: v.optional(v.string()),
  createdBy: v.optional(v.string()),
});
export type Trusted = v.InferOutput<typeof Trusted>;

export const TrustedList = v.array(Trusted);

const MAY: Readonly<Record<string, string>> = {
  createPackage: 'publish',
  createStagedPackage: 'stage',
};

/** As people read it: what is asked of a run, a line each. */
export function showTrusted({ id, type, claims, permissions, ...rest }: Trusted): string {
  const since = [rest.createdAt?.slice(0, 10), rest.createdBy && `by ${rest.createdBy}`];
  const lines = [
    ['id', id],
    ...Object.entries(claims).map(([name, value]) => [titleOf(name), textOf(value)]),
    ['may', permissions.map((permission) => MAY[permission] ?? permission).join(', ')],
    ['since', since.filter(Boolean).join(' ') + (rest.origin === 'claim' ? ', by claim' : '')],
  ].filter(([, value]) => value !== '');
  const width = Math.max(...lines.map(([title = '']) => title.length));
  return `${[type, ...lines.map(([title = '', value = '']) => `  ${title.padEnd(width)}  ${value}`)].join('\n')}\n`;
}

const TITLES: Readonly<Record<string, string>> = {
  repository_id: 'repository id',
  workflow_ref: 'file',
  job_workflow_ref: 'reusable',
  project_path: 'project',
  project_id: 'project id',
  ci_config_ref_uri: 'file',
};

/** CircleCI's claims begin with its name. */
const titleOf = (claim: string): string =>
  TITLES[claim] ?? claim.replace(/^.*\//, '').replaceAll('-', ' ');

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.values(value).map(textOf).join(', ');
}
