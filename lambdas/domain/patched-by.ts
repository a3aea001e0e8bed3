import semver from 'semver';

/** What clients read as: there is no version without it. */
const NONE = '<0.0.0';

/** The versions after all that a range has, as `patched_versions`: `<1.4.2` is patched by `>=1.4.2`. */
export function patchedBy(range: string): string {
  const ends = new semver.Range(range).set.map((all) => all.find(isEnd));
  const known = ends.filter((end) => end !== undefined);
  const [last] = known.toSorted((a, b) => semver.compare(b.semver, a.semver));
  if (!last || known.length < ends.length) return NONE;
  return `${last.operator === '<' ? '>=' : '>'}${last.semver.version}`;
}

/** A single version has no operator, and neither has `*`, which no version ends. */
const isEnd = ({ operator, value }: semver.Comparator): boolean =>
  operator === '<' || operator === '<=' || (operator === '' && value !== '');
