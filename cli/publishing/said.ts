import type { Outcome, PackageOutcome, Plan } from './driver.ts';
import { isOther, type Packed } from './packed.ts';

/** One line for each registry that has it now, or would have. */
export function said(packages: readonly PackageOutcome[]): string {
  if (packages.length === 0) return 'there is nothing new to publish\n';
  const registries = new Set(packages.flatMap(({ plans }) => plans.map((plan) => plan.registry)));
  const where = ({ registry }: Outcome): string => (registries.size > 1 ? ` at ${registry}` : '');
  const lines = packages.flatMap(({ plans, outcomes }) =>
    outcomes.length > 0
      ? outcomes.flatMap((outcome) => lineOf(outcome, where(outcome)))
      : plans.flatMap(lineOfPlan),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function lineOf(outcome: Outcome, where: string): readonly string[] {
  const id = `${outcome.name}@${outcome.version}`;
  switch (outcome.state) {
    case 'published':
      return [`+ ${id}${where}`];
    case 'staged':
      return [`${id} is staged${where}: npm stage approve ${outcome.stageId ?? ''}`.trimEnd()];
    case 'already there':
      return [`${id} is there already${where}, with the same content`];
    case 'failed':
    case 'not sent':
      return [];
  }
}

function lineOfPlan({ name, version, registry, state, refusal }: Plan): readonly string[] {
  if (refusal) return [];
  const what = state === 'there' ? 'is there already at' : 'would be published to';
  return [`${name}@${version} ${what} ${registry}`];
}

/** An array for a workspace, else an object. */
export function toJson(packages: readonly PackageOutcome[], several: boolean): unknown {
  const all = packages.map(packageToJson);
  return several ? all : all[0];
}

function packageToJson({ source, plans, outcomes }: PackageOutcome): object {
  const { name, version } = source.packed;
  const { packed, files } = plans[0]?.shipped ?? source;
  const [stageId] = outcomes.flatMap((outcome) =>
    outcome.state === 'staged' ? [outcome.stageId] : [],
  );
  return {
    id: `${name}@${version}`,
    name,
    version,
    ...sizesOf(packed),
    entryCount: packed.fileCount,
    files: files.map(({ path, size }) => ({ path, size })),
    ...(stageId !== undefined && { stageId }),
    registries: plans.map((plan, index) => ({
      ...registryToJson(plan, outcomes[index]),
      ...(isOther(plan.shipped.packed, packed) && sizesOf(plan.shipped.packed)),
    })),
  };
}

const sizesOf = ({ size, unpackedSize, digests }: Packed): object => ({
  size,
  unpackedSize,
  ...digests,
});

function registryToJson(plan: Plan, outcome: Outcome | undefined): object {
  const { driver, registry, name, tag, access, as } = plan;
  return { driver, registry, name, tag, access, as, ...stateOf(plan, outcome) };
}

function stateOf({ state, refusal }: Plan, outcome: Outcome | undefined): object {
  const error = outcome?.state === 'failed' ? outcome.error : refusal;
  if (error instanceof Error) return { state: 'failed', error: error.message };
  if (!outcome) return { state: state === 'there' ? 'already there' : 'would be published' };
  return { state: outcome.state, ...('url' in outcome && { url: outcome.url }) };
}
