import { type Issuer, startIssuer } from '../ci/issuer.ts';
import { exchange, publish } from '../client/npm-protocol.ts';
import { packWithNoise } from '../documents/library.ts';
import { publishDocument } from '../documents/publication.ts';
import {
  alternate,
  type Bench,
  type Contestant,
  emptyFolder,
  whileCompeting,
} from '../harness/bench.ts';
import { foreignShare, readMachineUsage } from '../harness/machine-usage.ts';
import { readUsage } from '../harness/process-usage.ts';
import { median, percentile, sum } from '../harness/statistics.ts';
import { pantryWith } from '../registries/pantry.ts';
import type { Registry } from '../registries/registry.ts';
import { number } from '../report/format.ts';
import type { Chapter } from './chapter.ts';
import {
  audienceOf,
  hangingKeys,
  hangingRounds,
  measureHangingKeys,
} from './exchange-hanging-keys.ts';
import {
  failed,
  type Measurement,
  type Measurements,
  type Row,
  type RowDefinition,
} from './row.ts';
import { atMost } from './target.ts';

const TARBALL = 10_000;
const IN_A_ROW = 100;
/** By then a server that compiles while it runs is as fast as it gets. */
const WARM_UP = 300;
/** A scope in which nobody has a name yet. */
const SCOPE = '@bench-ci';

const row: RowDefinition = {
  id: 'exchange',
  title: 'exchange the ID token of a CI run for a new package, p50',
  unit: 'ms',
  better: 'less',
  target: atMost(30, 'ms'),
};

/** Publishing from CI without a token. */
export const exchanging: Chapter = {
  rows: [row, hangingKeys],
  measure: async (bench, wanted, done) => {
    const issuer = await startIssuer(hangingRounds(bench));
    try {
      // Peers take no identities: that they have no such route is seen, not taken for granted.
      const registries = bench.registries.map((registry) =>
        registry.name === 'pantry' ? pantryWith(issuer.settings) : registry,
      );
      const folders = new Map<string, string>();
      for (const { name } of registries) {
        folders.set(name, await emptyFolder(bench, name, 'exchange'));
      }
      const folder = ({ name }: Registry): string => folders.get(name) ?? '';
      await whileCompeting(registries, folder, async (contestants) => {
        if (wanted(row.id)) done(await measureExchanges(bench, contestants, issuer));
        const ours = contestants.find(({ registry }) => registry.name === 'pantry');
        if (ours && wanted(hangingKeys.id)) done(await measureHangingKeys(bench, ours, issuer));
      });
    } finally {
      await issuer.close();
    }
  },
};

async function measureExchanges(
  bench: Bench,
  contestants: readonly Contestant[],
  issuer: Issuer,
): Promise<Row> {
  const measurements: Measurements = {};
  const able: Contestant[] = [];
  for (const contestant of contestants) {
    const { server, registry } = contestant;
    const { status } = await exchange(
      server.url,
      `${SCOPE}/first`,
      issuer.token(audienceOf(server)),
    );
    if (status === 201) able.push(contestant);
    else measurements[registry.name] = failed(`no such route, answers ${status}`);
  }
  for (const contestant of able) {
    const names = namesOf('warm', WARM_UP);
    await publishFromCi(contestant, issuer, names);
  }
  const results = await alternate(able, bench.options.rounds, async (contestant, round) => ({
    plain: await publishInTurn(
      contestant,
      namesOf(`plain-${round}`, IN_A_ROW).map((name) => ({ name, token: contestant.token })),
    ),
    ...(await publishFromCi(contestant, issuer, namesOf(`ci-${round}`, IN_A_ROW))),
  }));
  for (const [{ registry }, outcomes] of results) {
    measurements[registry.name] = summarise(outcomes);
  }
  return { ...row, measurements };
}

const namesOf = (stem: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${SCOPE}/${stem}-${index}`);

interface Timed {
  readonly milliseconds: readonly number[];
  readonly refused: readonly number[];
}

interface Outcome {
  /** Publishes with a token of a person. */
  readonly plain: Timed;
  readonly exchanges: Timed & { readonly cpuMilliseconds: number; readonly foreign: number };
  /** Publishes with what came of the exchanges. */
  readonly published: Timed;
}

/** Exchanges first, so that they are timed alone, then publishes: all of new packages. */
async function publishFromCi(
  contestant: Contestant,
  issuer: Issuer,
  names: readonly string[],
): Promise<Omit<Outcome, 'plain'>> {
  const { server } = contestant;
  const offers = names.map((name) => ({ name, idToken: issuer.token(audienceOf(server)) }));
  const machineBefore = await readMachineUsage();
  const before = await readUsage(server.pid);
  const answers: Awaited<ReturnType<typeof exchange>>[] = [];
  for (const { name, idToken } of offers) answers.push(await exchange(server.url, name, idToken));
  const after = await readUsage(server.pid);
  const cpuMilliseconds = after.cpuMilliseconds - before.cpuMilliseconds;
  const foreign = foreignShare(machineBefore, await readMachineUsage(), cpuMilliseconds);
  const tokens = names.map((name, index) => ({ name, token: answers[index]?.token ?? '' }));
  return {
    exchanges: { ...timesOf(answers), cpuMilliseconds, foreign },
    published: await publishInTurn(contestant, tokens),
  };
}

async function publishInTurn(
  { server: { url } }: Contestant,
  wanted: readonly { readonly name: string; readonly token: string }[],
): Promise<Timed> {
  const ready = wanted.map(({ name, token }) => ({
    name,
    token,
    document: publishDocument(packWithNoise(name, '1.0.0', TARBALL), url),
  }));
  const answers: Awaited<ReturnType<typeof publish>>[] = [];
  for (const { name, token, document } of ready) {
    answers.push(await publish({ url, token }, name, document));
  }
  return timesOf(answers);
}

const timesOf = (
  answers: readonly { readonly status: number; readonly milliseconds: number }[],
): Timed => ({
  milliseconds: answers.map(({ milliseconds }) => milliseconds),
  refused: answers.map(({ status }) => status).filter((status) => status >= 300),
});

function summarise(outcomes: readonly Outcome[]): Measurement {
  const exchanges = outcomes.map((outcome) => outcome.exchanges);
  const milliseconds = exchanges.flatMap((times) => times.milliseconds);
  const p50 = (of: (outcome: Outcome) => Timed): number =>
    median(outcomes.flatMap((outcome) => of(outcome).milliseconds));
  const [plain, published] = [p50((outcome) => outcome.plain), p50((outcome) => outcome.published)];
  const refused = outcomes.flatMap((outcome) =>
    [outcome.plain, outcome.exchanges, outcome.published].flatMap((times) => times.refused),
  );
  return {
    value: median(milliseconds),
    rounds: exchanges.map((times) => median(times.milliseconds)),
    ...(refused.length > 0 ? { failure: `${refused.length} refused: ${refused[0]}` } : {}),
    note: `a publish after it ${number(published)} ms, with a token of a person ${number(plain)} ms`,
    details: {
      'p50 ms': median(milliseconds),
      'p99 ms': percentile(milliseconds, 0.99),
      'CPU ms': sum(exchanges.map((times) => times.cpuMilliseconds)) / milliseconds.length,
      'others %': 100 * median(exchanges.map((times) => times.foreign)),
      'publish after it ms': published,
      'publish with a token ms': plain,
      requests: milliseconds.length,
    },
  };
}
