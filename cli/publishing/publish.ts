import type { ExitCode } from '../command/command.ts';
import type { Outcome, PackageOutcome, PublishCall } from './driver.ts';
import { publishPackages } from './publish-packages.ts';
import { said, toJson } from './said.ts';
import { findTargets } from './targets.ts';

/** Packs, shows, and publishes what is not there yet. */
export async function main(call: PublishCall): Promise<ExitCode> {
  const { terminal } = call;
  const { rooted, packages, several, driversFor } = await findTargets(call);
  const outcomes = await publishPackages(rooted, packages, driversFor);
  const failures = failuresOf(outcomes);
  const [only] = outcomes.flatMap(({ plans }) => plans).length === 1 ? failures : [];
  if (only) throw only.error;
  terminal.result(toJson(outcomes, several), said(outcomes));
  for (const { name, registry, error } of failures) {
    terminal.warn(`${name} is not published at ${registry}: ${error.message}`);
  }
  for (const sentence of left(outcomes)) terminal.warn(sentence);
  return failures.length > 0 ? 1 : 0;
}

type Failure = Extract<Outcome, { readonly state: 'failed' }>;

/** With `--dry-run`, what would fail. */
function failuresOf(packages: readonly PackageOutcome[]): readonly Failure[] {
  return packages.flatMap(({ plans, outcomes }) =>
    outcomes.length > 0
      ? outcomes.filter((outcome) => outcome.state === 'failed')
      : plans.flatMap(({ driver, registry, name, version, refusal }) =>
          refusal
            ? [{ driver, registry, name, version, state: 'failed' as const, error: refusal }]
            : [],
        ),
  );
}

/** What was not even tried, and what to do then. */
function left(packages: readonly PackageOutcome[]): readonly string[] {
  const all = packages.flatMap(({ outcomes }) => outcomes);
  const unsent = all.filter(({ state }) => state === 'not sent');
  if (unsent.length === 0) return [];
  const names = unsent.map(({ name, version, registry }) => `${name}@${version} to ${registry}`);
  const sent = all.some(({ state }) => state === 'published' || state === 'staged');
  const how = sent
    ? 'Run the same again once that is mended: what is there already stays as it is'
    : 'Nothing was sent anywhere: mend that, or leave a registry out with --to';
  return [`not sent: ${names.join(', ')}. ${how}`];
}
