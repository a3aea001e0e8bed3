import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

import { type Program, npm11 } from '../clients.ts';

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Declared {
  readonly inputs?: Readonly<Record<string, { readonly default: unknown }>>;
  readonly on?: { readonly workflow_call?: Pick<Declared, 'inputs'> };
  readonly runs?: { readonly steps: readonly Step[] };
  readonly jobs?: Readonly<Record<string, { readonly steps?: readonly Step[] }>>;
}

/** What runs the steps of a job as the runner does: bash, beside the runner's Node and npm. */
export const RUNNER: Program = {
  name: 'a runner',
  command: ['env'],
  settings: () => ({}),
  needs: { npm: npm11.command.at(-1) ?? '' },
};

/** A script of an action or a workflow, by the name of its step, as arguments of {@link RUNNER}. */
export function step(
  file: string,
  name: string,
  inputs: Readonly<Record<string, string>>,
  runner: Readonly<Record<string, string>>,
): readonly string[] {
  const declared = parse(readFileSync(file, 'utf8')) as Declared;
  const steps =
    declared.runs?.steps ?? Object.values(declared.jobs ?? {}).flatMap((job) => job.steps ?? []);
  const found = steps.find((each) => each.name === name);
  if (found?.run === undefined) throw new Error(`${file} has no script called ${name}`);
  const initial = declared.inputs ?? declared.on?.workflow_call?.inputs ?? {};
  const valueOf = (text: string): string =>
    text.replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input: string) =>
      String(inputs[input] ?? initial[input]?.default),
    );
  const variables = Object.entries({ ...found.env, ...runner }).map(
    ([variable, value]) => `${variable}=${valueOf(value)}`,
  );
  return [...variables, 'bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', found.run];
}
