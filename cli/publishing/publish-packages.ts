import { byteSize } from '../byte-size.ts';
import { CommandError } from '../command/failure.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import { checkSecrets } from './check-secrets.ts';
import type {
  Driver,
  DriverName,
  Outcome,
  PackageOutcome,
  PackageToPublish,
  Plan,
  PublishCall,
  Source,
} from './driver.ts';
import { show } from './show.ts';
import { packingOf, prepare, type Prepared } from './source.ts';

interface Planned {
  readonly source: Prepared;
  readonly plans: readonly Plan[];
}

/**
 * Packs them all, plans them all, shows that, and then publishes one after the other in the order given. What is
 * refused beforehand keeps anything from being sent anywhere. What fails at one registry later is an outcome: it stops
 * what comes after it there, which may depend on it, and nothing at another.
 */
export const publishPackages = async (
  call: PublishCall,
  packages: readonly PackageToPublish[],
  driversFor: (packed: Source['packed']) => readonly Driver[],
): Promise<readonly PackageOutcome[]> =>
  withTemporaryFolder('publish', async (temporary) => {
    const planned: Planned[] = [];
    for (const each of packages) {
      const source = await prepare(each, call.cwd, await packingOf(call, temporary));
      if (!call.values['allow-secrets']) checkSecrets(source);
      const plans: Plan[] = [];
      // One at a time: each may ask.
      for (const driver of driversFor(source.packed)) plans.push(await driver.plan(source));
      show(call.terminal, source, plans);
      planned.push({ source, plans });
    }
    if (call.values['dry-run']) return planned.map((each) => ({ ...each, outcomes: [] }));
    const refused = planned.some(({ plans }) => plans.some(isRefused));
    if (refused) return planned.map((each) => ({ ...each, outcomes: each.plans.map(unsent) }));
    const outcomes: PackageOutcome[] = [];
    const failed = new Set<DriverName>();
    for (const each of planned) outcomes.push(await publishPlanned(call, each, failed));
    return outcomes;
  });

const isRefused = ({ state, refusal }: Plan): boolean => state === 'new' && refusal !== undefined;

function unsent({ driver, registry, name, version, state, refusal }: Plan): Outcome {
  const of = { driver, registry, name, version };
  if (state === 'there') return { ...of, state: 'already there' };
  return refusal ? { ...of, state: 'failed', error: refusal } : { ...of, state: 'not sent' };
}

async function publishPlanned(
  call: PublishCall,
  { source, plans }: Planned,
  failed: Set<DriverName>,
): Promise<PackageOutcome> {
  const outcomes: Outcome[] = [];
  for (const plan of plans) {
    const stopped = plan.state === 'there' || failed.has(plan.driver);
    const outcome = stopped ? unsent(plan) : await outcomeOf(call, plan);
    if (outcome.state === 'failed') failed.add(plan.driver);
    outcomes.push(outcome);
  }
  if (outcomes.some(({ state }) => state === 'published' || state === 'staged')) {
    await source.finish();
  }
  for (const [index, plan] of plans.entries()) {
    if (outcomes[index]?.state === 'published' && !call.values['no-wait']) await wait(call, plan);
  }
  return { source, plans, outcomes };
}

async function outcomeOf({ terminal }: PublishCall, plan: Plan): Promise<Outcome> {
  const { driver, registry, name, version, shipped } = plan;
  const { packed } = shipped;
  const progress = terminal.progress(packed.size, byteSize);
  try {
    return await plan.publish((bytes) => {
      progress.reached(bytes);
      // Whoever is asked for a code then wants no bar beside the question.
      if (bytes >= packed.size) progress.end();
    });
  } catch (error) {
    // What nobody foresaw is no outcome: its stack is to be seen.
    if (!(error instanceof CommandError)) throw error;
    return { driver, registry, name, version, state: 'failed', error };
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
