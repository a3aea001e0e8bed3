import { setTimeout as sleep } from 'node:timers/promises';

import { listVersions, publish } from '../client/npm-protocol.ts';
import { type Publication, publishDocument } from '../documents/publication.ts';
import type { Contestant } from '../harness/bench.ts';
import { foreignShare, readMachineUsage } from '../harness/machine-usage.ts';
import { readUsage } from '../harness/process-usage.ts';

/** What a registry does behind its answers is counted as its own, and disturbs nobody's turn; in milliseconds. */
const BEHIND = 1000;

/** How long publishes took, what they cost the server, and which were not accepted. */
export interface Outcome {
  readonly milliseconds: readonly number[];
  readonly cpuMilliseconds: number;
  /** The share of the machine that others took meanwhile. */
  readonly foreign: number;
  readonly refusals: readonly string[];
}

/** Publishes one version after the other. */
export const publishInTurn = (
  contestant: Contestant,
  publications: readonly Publication[],
): Promise<Outcome> =>
  timed(contestant, publications, async (send) => {
    const answers: Answer[] = [];
    for (const publication of publications) answers.push(await send(publication));
    return answers;
  });

/** Publishes all versions at once. */
export const publishAtOnce = (
  contestant: Contestant,
  publications: readonly Publication[],
): Promise<Outcome> =>
  timed(contestant, publications, (send) => Promise.all(publications.map(send)));

type Answer = Awaited<ReturnType<typeof publish>>;
type Send = (publication: Publication) => Promise<Answer>;

/** The documents are written before the clock starts. */
async function timed(
  { server, token }: Contestant,
  publications: readonly Publication[],
  run: (send: Send) => Promise<readonly Answer[]>,
): Promise<Outcome> {
  const { url, pid } = server;
  const documents = new Map(publications.map((item) => [item, publishDocument(item, url)]));
  const machineBefore = await readMachineUsage();
  const before = await readUsage(pid);
  const answers = await run((item) =>
    publish({ url, token }, item.name, documents.get(item) ?? ''),
  );
  await sleep(BEHIND);
  const after = await readUsage(pid);
  const machineAfter = await readMachineUsage();
  const cpuMilliseconds = after.cpuMilliseconds - before.cpuMilliseconds;
  return {
    milliseconds: answers.map(({ milliseconds }) => milliseconds),
    cpuMilliseconds,
    foreign: foreignShare(machineBefore, machineAfter, cpuMilliseconds),
    refusals: answers
      .filter(({ status }) => status >= 300)
      .map(({ status, text }) => `${status} ${text.replaceAll(/\s+/g, ' ').slice(0, 80)}`),
  };
}

/** What went wrong: publishes that were refused, or accepted ones that cannot be found. */
export async function publishFailure(
  { server }: Contestant,
  outcomes: readonly Outcome[],
  packages: Readonly<Record<string, number>>,
): Promise<{ readonly failure?: string }> {
  const refusals = outcomes.flatMap((outcome) => outcome.refusals);
  if (refusals.length > 0) return { failure: `${refusals.length} refused: ${refusals[0]}` };
  for (const [name, count] of Object.entries(packages)) {
    const lost = count - (await listVersions(server.url, name)).length;
    if (lost > 0) return { failure: `${lost} of ${count} accepted versions of ${name} are lost` };
  }
  return {};
}
