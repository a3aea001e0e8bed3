/** An IAM policy document whose intrinsics are resolved. */
export interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
  readonly [other: string]: unknown;
}

/** One thing that a request does to one resource. */
export interface Access {
  readonly action: string;
  readonly resource: string;
  /** Condition keys that the request has, each with all its values. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** Whether the policies allow it: some statement says so, and none denies it. */
export function isAllowed(policies: readonly PolicyDocument[], access: Access): boolean {
  const applying = policies.flatMap(({ Statement: all }) => all).filter((s) => applies(s, access));
  return (
    applying.some(({ Effect }) => Effect === 'Allow') &&
    !applying.some(({ Effect }) => Effect === 'Deny')
  );
}

const KNOWN = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition']);

function applies(statement: Statement, { action, resource, context = {} }: Access): boolean {
  for (const key of Object.keys(statement)) {
    if (!KNOWN.has(key)) throw new Error(`the rehearsal knows no "${key}" in a policy statement`);
  }
  return (
    list(statement.Action).some((pattern) => matches(pattern, action, true)) &&
    list(statement.Resource).some((pattern) => matches(pattern, resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, context[key], list(wanted))),
    )
  );
}

/** `values` undefined: the request has no such key. */
function holds(
  operator: string,
  values: readonly string[] | undefined,
  wanted: readonly string[],
): boolean {
  const { [operator]: check } = OPERATORS;
  if (!check) throw new Error(`the rehearsal knows no condition operator ${operator}`);
  return check(values, wanted);
}

type Check = (values: readonly string[] | undefined, wanted: readonly string[]) => boolean;

const fits =
  (wanted: readonly string[]) =>
  (value: string): boolean =>
    wanted.some((pattern) => matches(pattern, value));

const like: Check = (values, wanted) => values?.length === 1 && values.every(fits(wanted));

const OPERATORS: Readonly<Record<string, Check>> = {
  Null: (values, wanted) => wanted.includes(String(values === undefined)),
  // True without the key, as AWS has it: that is why a Null condition stands beside it.
  'ForAllValues:StringLike': (values, wanted) => (values ?? []).every(fits(wanted)),
  ArnLike: like,
  StringLike: like,
  StringEquals: (values, wanted) =>
    values?.length === 1 && values.every((value) => wanted.includes(value)),
};

const list = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]) : [value as T];

function matches(pattern: string, text: string, ignoreCase = false): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's').test(text);
}
