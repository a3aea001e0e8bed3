import * as v from 'valibot';

import { refused, short } from './refused.ts';
import type { SourceIdentity } from './source-identity.ts';
import type { Statement } from './statement.ts';

/*
 * A predicate is written by the build itself, and anybody who can make a workflow run can have any words signed. What
 * the certificate says was checked by who issued it. So a predicate may leave out what it wants, but what it
 * says is shown to people, and has to be what the certificate says.
 */

type Known = Exclude<keyof SourceIdentity, 'issuer' | 'signer' | 'runner'>;

/** What a predicate says of something that the certificate knows. */
export interface Claim {
  readonly what: Known;
  readonly said: string | undefined;
}

/** Something that a build used: its URI, and which revision of it. */
export interface Material {
  readonly uri: string;
  readonly commit: string | undefined;
}

export interface Claims {
  readonly builder: string | undefined;
  readonly claims: readonly Claim[];
  readonly materials: readonly Material[];
}

const text = v.optional(v.string());
const Variables = v.optional(v.record(v.string(), v.unknown()), {});
const Materials = v.optional(
  v.array(v.object({ uri: text, digest: v.optional(v.record(v.string(), v.string()), {}) })),
  [],
);
const Builder = v.optional(v.object({ id: text }), {});

/** SLSA provenance v1: npm in GitHub Actions, GitHub's own attestations, the SLSA generator. */
const SlsaV1 = v.object({
  buildDefinition: v.object({
    externalParameters: v.optional(
      v.object({ workflow: v.optional(v.object({ ref: text, repository: text, path: text }), {}) }),
      {},
    ),
    internalParameters: v.optional(v.objectWithRest({ github: Variables }, v.unknown()), {}),
    resolvedDependencies: Materials,
  }),
  runDetails: v.object({
    builder: Builder,
    metadata: v.optional(v.object({ invocationId: text }), {}),
  }),
});

/** SLSA provenance v0.2: npm in GitLab CI, the SLSA generator. */
const SlsaV02 = v.object({
  builder: Builder,
  invocation: v.object({
    configSource: v.optional(
      v.object({
        uri: text,
        digest: v.optional(v.record(v.string(), v.string()), {}),
        entryPoint: text,
      }),
      {},
    ),
    environment: Variables,
  }),
  metadata: v.optional(v.object({ buildInvocationId: text, buildInvocationID: text }), {}),
  materials: Materials,
});

const READERS: Readonly<Record<string, (predicate: Statement['predicate']) => Claims>> = {
  'https://slsa.dev/provenance/v1': (predicate) => claimsOfV1(read(SlsaV1, predicate)),
  'https://slsa.dev/provenance/v0.2': (predicate) => claimsOfV02(read(SlsaV02, predicate)),
};

/** What a statement says of where its subject was built. */
export function claimsOf({ predicateType, predicate }: Statement): Claims {
  const reader = READERS[predicateType];
  if (reader) return reader(predicate);
  throw refused(
    `its predicate is ${short(predicateType)}, and this registry reads ${Object.keys(READERS).join(' and ')}`,
  );
}

function read<S extends v.GenericSchema>(schema: S, predicate: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, predicate);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw refused(`its predicate can’t be read: ${v.getDotPath(issue) ?? 'it'} is wrong`);
}

function claimsOfV1({ buildDefinition, runDetails }: v.InferOutput<typeof SlsaV1>): Claims {
  const { externalParameters, internalParameters, resolvedDependencies } = buildDefinition;
  const { repository, path, ref } = externalParameters.workflow;
  const { github, ...variables } = internalParameters;
  const url = withoutGit(repository);
  return {
    builder: runDetails.builder.id,
    claims: [
      { what: 'repository', said: url },
      { what: 'workflow', said: path && `${url ?? ''}/${path}@${ref ?? ''}` },
      { what: 'repositoryId', said: asText(github['repository_id']) },
      { what: 'ownerId', said: asText(github['repository_owner_id']) },
      ...ofVariables(variables),
      { what: 'run', said: runDetails.metadata.invocationId },
    ],
    materials: toMaterials(resolvedDependencies),
  };
}

function claimsOfV02(predicate: v.InferOutput<typeof SlsaV02>): Claims {
  const { builder, invocation, metadata, materials } = predicate;
  const { uri, digest, entryPoint } = invocation.configSource;
  const [url, ref] = split(uri);
  // GitLab's entry point is the name of a job, of which the certificate says nothing.
  const workflow = entryPoint?.startsWith('.github/') === true ? entryPoint : undefined;
  return {
    builder: builder.id,
    claims: [
      { what: 'repository', said: url },
      { what: 'ref', said: ref },
      { what: 'commit', said: digest['sha1'] },
      { what: 'workflow', said: workflow && `${url ?? ''}/${workflow}@${ref ?? ''}` },
      ...ofVariables(invocation.environment),
      { what: 'run', said: metadata.buildInvocationId ?? metadata.buildInvocationID },
    ],
    materials: toMaterials(materials),
  };
}

/** Variables of GitHub's runners, which the SLSA generator copies, some of its builders in small letters. */
const VARIABLES = {
  GITHUB_REPOSITORY_ID: 'repositoryId',
  GITHUB_REPOSITORY_OWNER_ID: 'ownerId',
  GITHUB_SHA: 'commit',
  GITHUB_SHA1: 'commit',
  GITHUB_REF: 'ref',
} as const satisfies Readonly<Record<string, Known>>;

const ofVariables = (variables: Readonly<Record<string, unknown>>): readonly Claim[] =>
  Object.entries(VARIABLES).flatMap(([name, what]) => [
    { what, said: asText(variables[name]) },
    { what, said: asText(variables[name.toLowerCase()]) },
  ]);

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

const withoutGit = (uri: string | undefined): string | undefined => uri?.replace(/^git\+/, '');

/** `git+https://host/owner/name@refs/heads/main`. */
function split(uri: string | undefined): readonly [string | undefined, string | undefined] {
  const [url, ref] = withoutGit(uri)?.split('@', 2) ?? [];
  return [url, ref];
}

const toMaterials = (materials: v.InferOutput<typeof Materials>): readonly Material[] =>
  materials.map(({ uri, digest }) => ({
    uri: split(uri)[0] ?? '',
    commit: digest['gitCommit'] ?? digest['sha1'],
  }));
