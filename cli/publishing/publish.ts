import type { ExitCode } from '../command/command.ts';
import { CommandError } from '../command/failure.ts';
import type { Outcome, PackageOutcome, PublishCall } from './driver.ts';
import { chosenDrivers } from './drivers/chosen.ts';
import { publishPackages } from './publish-packages.ts';
import { said, toJson } from './said.ts';

/** Packs, shows, and publishes what is not there yet. */
export async function main(call: PublishCall): Promise<ExitCode> {
  const { args, terminal } = call;
  const [path = '.'] = args;
  const packages = await publishPackages(call, [{ path }], chosenDrivers(call));
  const failures = failuresOf(packages);
  const [only] = packages.flatMap(({ plans }) => plans).length === 1 ? failures : [];
  if (only) throw only.error;
  terminal.result(toJson(packages), said(packages));
  for (const { name, registry, error } of failures) {
    const why = error instanceof Error ? error.message : String(error);
    terminal.warn(`${name} is not published at ${registry}: ${why}`);
  }
  return failures.length > 0 ? exitCodeOf(failures) : 0;
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

function exitCodeOf([first]: readonly Failure[]): ExitCode {
  return first?.error instanceof CommandError ? first.error.exitCode : 1;
}
