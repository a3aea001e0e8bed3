import semver from 'semver';

import { type BulkAdvisory, SEVERITIES, type Severity, versionsWithin } from './advisory.ts';
import { type AuditNode, type AuditPaths, type AuditTree, findPaths } from './audit-tree.ts';
import type { Json } from './manifest.ts';
import { patchedBy } from './patched-by.ts';

/** An advisory, and where the application has what it is about. */
interface Finding {
  readonly name: string;
  readonly advisory: BulkAdvisory;
  readonly severity: Severity;
  readonly range: string;
  readonly found: readonly FoundVersion[];
}

interface FoundVersion {
  readonly version: string;
  readonly paths: readonly string[];
  readonly dev: boolean;
  readonly optional: boolean;
  readonly bundled: boolean;
}

/** Places of one version whose ways are told. */
const SHOWN = 100;

/** What npm 6 and pnpm up to 10 are told of their tree. */
export function auditReport(
  tree: AuditTree,
  advisories: ReadonlyMap<string, readonly BulkAdvisory[]>,
): Json {
  const paths = findPaths(tree);
  const byName = Map.groupBy(tree, ({ name }) => name);
  const findings = [...advisories].flatMap(([name, list]) =>
    list
      .map((advisory) => toFinding(name, advisory, byName.get(name) ?? [], paths))
      .filter(({ found }) => found.length > 0),
  );
  return {
    actions: findings.map(toAction),
    advisories: Object.fromEntries(keyed(findings)),
    muted: [],
    metadata: { vulnerabilities: countBySeverity(findings), ...countDependencies(tree) },
  };
}

function toFinding(
  name: string,
  advisory: BulkAdvisory,
  nodes: readonly AuditNode[],
  paths: AuditPaths,
): Finding {
  const { vulnerable_versions: said, severity } = advisory;
  const range = typeof said === 'string' && semver.validRange(said) !== null ? said : '*';
  const byVersion = Map.groupBy(nodes, ({ version = '' }) => version);
  const found = versionsWithin(range, [...byVersion.keys()]).map((version) =>
    toFoundVersion(version, byVersion.get(version) ?? [], paths),
  );
  // What says less is taken for what npm takes it for.
  const known = SEVERITIES.find((each) => each === severity) ?? 'high';
  return { name, advisory, severity: known, range, found };
}

const toFoundVersion = (
  version: string,
  nodes: readonly AuditNode[],
  paths: AuditPaths,
): FoundVersion => ({
  version,
  paths: [...new Set(nodes.slice(0, SHOWN).flatMap(paths.to))].slice(0, SHOWN),
  dev: nodes.every(({ kind }) => kind === 'dev'),
  optional: nodes.every(({ kind }) => kind === 'optional'),
  bundled: nodes.every(({ bundled }) => bundled),
});

/** By id, as clients want it; what has another's id does not take its place. */
function keyed(findings: readonly Finding[]): ReadonlyMap<string, Json> {
  const known = new Map<string, Json>();
  for (const finding of findings) {
    const id = String(finding.advisory['id']);
    known.set(known.has(id) ? `${id} ${finding.name} ${known.size}` : id, toAdvisory(finding));
  }
  return known;
}

function toAdvisory({ name, advisory, severity, range, found }: Finding): Json {
  const { id, title, url, cwe, cvss, patched_versions: patched, created, updated } = advisory;
  const text = typeof url === 'string' ? url : '';
  return {
    findings: found,
    id,
    created,
    updated: updated ?? created,
    deleted: null,
    title: typeof title === 'string' ? title : name,
    found_by: { name: '' },
    reported_by: { name: '' },
    module_name: name,
    cves: text.match(/CVE-\d{4}-\d{4,}/g) ?? [],
    vulnerable_versions: range,
    patched_versions: typeof patched === 'string' ? patched : patchedBy(range),
    overview: '',
    recommendation: '',
    references: text,
    access: 'public',
    severity,
    cwe: Array.isArray(cwe) ? cwe : [],
    cvss,
    github_advisory_id: /GHSA(?:-\w{4}){3}/.exec(text)?.[0] ?? '',
    metadata: null,
    url: text,
  };
}

/** What is to be done is for people to find out: which versions there are is in no tree. */
const toAction = ({ name, advisory, found }: Finding): Json => ({
  action: 'review',
  module: name,
  resolves: found.flatMap(({ paths, dev, optional, bundled }) =>
    paths.map((path) => ({ id: advisory['id'], path, dev, optional, bundled })),
  ),
});

/** npm 6 counts ways, not packages. */
function countBySeverity(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = { info: 0, low: 0, moderate: 0, high: 0, critical: 0 };
  for (const { severity, found } of findings) {
    counts[severity] += found.reduce((sum, { paths }) => sum + paths.length, 0);
  }
  return counts;
}

function countDependencies(tree: AuditTree): Json {
  const packages = tree.filter(({ version }) => version !== undefined);
  const of = (kind: AuditNode['kind']): number =>
    packages.filter((node) => node.kind === kind).length;
  return {
    dependencies: of('prod'),
    devDependencies: of('dev'),
    optionalDependencies: of('optional'),
    totalDependencies: packages.length,
  };
}
