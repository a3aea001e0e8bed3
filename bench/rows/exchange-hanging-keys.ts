import type { Issuer } from '../ci/issuer.ts';
import { bearer, exchange, packagePath, publish } from '../client/npm-protocol.ts';
import { packWithNoise, SCOPE } from '../documents/library.ts';
import { publishDocument } from '../documents/publication.ts';
import { alternate, type Bench, type Contestant } from '../harness/bench.ts';
import { load, type LoadResult } from '../harness/load.ts';
import type { Server } from '../harness/processes.ts';
import { median } from '../harness/statistics.ts';
import { number } from '../report/format.ts';
import type { Measurement, Row, RowDefinition } from './row.ts';
import { own } from './target.ts';

/** Exchanges that wait for the same keys. */
const WAITING = 50;
/** A registry gives an issuer five: all of a round lies within. */
const SECONDS = 2;
const MOST = 1.2;
/** Short ones, so there are more of them than of other rows'. */
const ROUNDS = 8;
const QUICK_ROUNDS = 2;

export const hangingRounds = ({ options }: Bench): number =>
  options.quick ? QUICK_ROUNDS : ROUNDS;

export const hangingKeys: RowDefinition = {
  id: 'exchange-hanging-keys',
  title: `private packument of 1 version while ${WAITING} exchanges wait for keys that never come, p50`,
  unit: 'ms',
  better: 'less',
  target: own(`at most ${MOST} × without`, ({ details }) => Number(details?.['× without']) <= MOST),
};

/** As npm asks its CI for it. */
export const audienceOf = ({ url }: Server): string => `npm:${new URL(url).hostname}`;

/** Of a private package, so that the registry has to look at each request, and no edge answers for it. */
export async function measureHangingKeys(
  bench: Bench,
  contestant: Contestant,
  issuer: Issuer,
): Promise<Row> {
  const { server, token, registry } = contestant;
  const name = `${SCOPE}/private`;
  const document = publishDocument(packWithNoise(name, '1.0.0', 10_000), server.url);
  const restricted = JSON.stringify({ ...JSON.parse(document), access: 'restricted' });
  const { status, text } = await publish({ url: server.url, token }, name, restricted);
  if (status >= 300) throw new Error(`the private package was refused: ${text}`);
  const read = async (seconds = SECONDS): Promise<LoadResult> =>
    load(server, {
      path: packagePath(name),
      headers: { 'accept-encoding': 'gzip', ...bearer(token) },
      connections: 16,
      seconds,
    });
  await read(1);
  const conditions = ['without', 'hanging'] as const;
  const results = await alternate(conditions, hangingRounds(bench), async (condition, round) =>
    condition === 'without' ? read() : whileHanging(server, issuer, round, read),
  );
  const [without = [], hanging = []] = conditions.map((condition) => results.get(condition));
  return {
    ...hangingKeys,
    measurements: { [registry.name]: summarise(without, hanging) },
  };
}

/** Reads while exchanges wait; fails where they did not wait for as long. */
async function whileHanging(
  server: Server,
  issuer: Issuer,
  round: number,
  read: () => Promise<LoadResult>,
): Promise<LoadResult> {
  const exchanges = Promise.all(
    Array.from({ length: WAITING }, async (_, index) => {
      const idToken = issuer.token(audienceOf(server), round);
      return exchange(server.url, `${SCOPE}/never-${index}`, idToken);
    }),
  );
  await issuer.awaited(round);
  const result = await read();
  const answers = await exchanges;
  const bad = answers.find(
    ({ status, milliseconds }) => status !== 503 || milliseconds < SECONDS * 1000,
  );
  if (!bad) return result;
  throw new Error(`an exchange did not wait: ${bad.status} after ${bad.milliseconds} ms`);
}

const middle = (results: readonly LoadResult[], of: (result: LoadResult) => number): number =>
  median(results.map(of));

function summarise(without: readonly LoadResult[], hanging: readonly LoadResult[]): Measurement {
  const rounds = hanging.map(({ p50Milliseconds }) => p50Milliseconds);
  const times = median(
    rounds.map((value, round) => value / (without[round]?.p50Milliseconds ?? Number.NaN)),
  );
  const errors = [...without, ...hanging].filter((result) => result.errors > 0).length;
  return {
    value: median(rounds),
    rounds,
    ...(errors > 0 ? { failure: `requests failed in ${errors} rounds` } : {}),
    note: `${number(times)} × without`,
    details: {
      'p50 ms': median(rounds),
      'p99 ms': middle(hanging, ({ p99Milliseconds }) => p99Milliseconds),
      'CPU ms': middle(hanging, ({ cpuMilliseconds, requests }) => cpuMilliseconds / requests),
      'CPU ms without': middle(
        without,
        ({ cpuMilliseconds, requests }) => cpuMilliseconds / requests,
      ),
      '× without': times,
      'others %': 100 * middle(hanging, ({ foreign }) => foreign),
    },
  };
}
