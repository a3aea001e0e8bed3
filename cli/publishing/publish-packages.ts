import { inMegabytes } from '#domain/phrasing.ts';

import { CommandError } from '../command/failure.ts';
import { checkSecrets } from './check-secrets.ts';
import type {
  Driver,
  Outcome,
  PackageOutcome,
  PackageToPublish,
  Plan,
  PublishCall,
} from './driver.ts';
import { show } from './show.ts';
import { packingOf, prepare, type Prepared } from './source.ts';
import { withTemporaryFolder } from './temporary.ts';

interface Planned {
  readonly source: Prepared;
  readonly plans: readonly Plan[];
}

/**
 * Packs them all, plans them all, shows that, and then publishes one after the other in the order given. What
 * fails at one registry is an outcome, and stops nothing at another.
 */
export const publishPackages = async (
  call: PublishCall,
  packages: readonly PackageToPublish[],
  drivers: readonly Driver[],
): Promise<readonly PackageOutcome[]> =>
  withTemporaryFolder(async (temporary) => {
    const planned: Planned[] = [];
    for (const each of packages) {
      const source = await prepare(each, call.cwd, await packingOf(call, temporary));
      if (!call.values['allow-secrets']) checkSecrets(source);
      const plans: Plan[] = [];
      // One at a time: each may ask.
      for (const driver of drivers) plans.push(await driver.plan(source));
      show(call.terminal, source, plans);
      planned.push({ source, plans });
    }
    if (call.values['dry-run']) return planned.map((each) => ({ ...each, outcomes: [] }));
    const outcomes: PackageOutcome[] = [];
    for (const each of planned) outcomes.push(await publishPlanned(call, each));
    return outcomes;
  });

async function publishPlanned(
  call: PublishCall,
  { source, plans }: Planned,
): Promise<PackageOutcome> {
  const outcomes: Outcome[] = [];
  for (const plan of plans) outcomes.push(await outcomeOf(call, source, plan));
  if (outcomes.some(({ state }) => state === 'published' || state === 'staged')) {
    await source.finish();
  }
  for (const [index, plan] of plans.entries()) {
    if (outcomes[index]?.state === 'published' && !call.values['no-wait']) await wait(call, plan);
  }
  return { source, plans, outcomes };
}

async function outcomeOf(
  { terminal }: PublishCall,
  { packed }: Prepared,
  plan: Plan,
): Promise<Outcome> {
  const { driver, registry, name, version, refusal, state } = plan;
  const of = { driver, registry, name, version };
  if (state === 'there') return { ...of, state: 'already there' };
  if (refusal) return { ...of, state: 'failed', error: refusal };
  const progress = terminal.progress(packed.size, inMegabytes);
  try {
    return await plan.publish((bytes) => {
      progress.reached(bytes);
      // Whoever is asked for a code then wants no bar beside the question.
      if (bytes >= packed.size) progress.end();
    });
  } catch (error) {
    // What nobody foresaw is no outcome: its stack is to be seen.
    if (!(error instanceof CommandError)) throw error;
    return { ...of, state: 'failed', error };
  } finally {
    progress.end();
  }
}

async function wait({ terminal }: PublishCall, plan: Plan): Promise<void> {
  const { registry, name, version } = plan;
  if (await plan.available()) {
    terminal.note(`It can be installed: npm install ${name}@${version} --registry ${registry}`);
  } else {
    terminal.warn(
      `${name}@${version} is published, but ${registry} does not show it to everybody yet: a cache in front of it may take some minutes`,
    );
  }
}
