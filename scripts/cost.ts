/*
 * What a registry costs on AWS, worked out from list prices of us-east-1 in USD (November 2026, without
 * taxes). docs/cost.md is generated from this file: correct a price here and run `npm run docs`.
 */

const MILLION = 1_000_000;
const GB = 1_000_000_000;

const PRICES = {
  restRequest: 3.5 / MILLION,
  lambdaRequest: 0.2 / MILLION,
  lambdaGbSecond: 0.0000133334,
  tableReadUnit: 0.125 / MILLION,
  tableWriteUnit: 0.625 / MILLION,
  tableGbMonth: 0.25,
  backupGbMonth: 0.2,
  s3Get: 0.4 / MILLION,
  s3Put: 5 / MILLION,
  s3GbMonth: 0.023,
  sqsRequest: 0.4 / MILLION,
  kmsKeyMonth: 1,
  kmsSign: 0.15 / 10_000,
  secretMonth: 0.4,
  logsGb: 0.5,
  searchNodeHour: 0.036,
  searchGbMonth: 0.122,
  alarmMonth: 0.1,
  metricMonth: 0.3,
  dataOutGb: 0.09,
  edgeRequest: 1 / MILLION,
  edgeFunction: 0.1 / MILLION,
  edgeDataOutGb: 0.085,
  purge: 0.005,
  codeArtifactRequest: 0.05 / 10_000,
  codeArtifactGbMonth: 0.05,
} as const;

/** Bytes of a tarball and of a compressed document, as they are on average. */
const TARBALL = 40_000;
const DOCUMENT = 8000;
/** A Lambda that reads: memory in GB, and seconds that are billed. */
const READING_LAMBDA = 0.25 * 0.03;
/** Bytes of API Gateway's access log a request. */
const LOG_LINE = 500;
/** What the edge does not have: part of all requests. */
const MISSES = 0.01;

const lambda = PRICES.lambdaRequest + READING_LAMBDA * PRICES.lambdaGbSecond;
const request = PRICES.restRequest + lambda + (LOG_LINE / GB) * PRICES.logsGb;

/** A document by one read of S3. */
const document = request + PRICES.s3Get + (DOCUMENT / GB) * PRICES.dataOutGb;
/** A tarball by one read of two items, a redirect, one read of S3 by the client, and a message that counts it. */
const tarball =
  request +
  2 * PRICES.tableReadUnit +
  1.2 * PRICES.sqsRequest +
  PRICES.s3Get +
  (TARBALL / GB) * PRICES.dataOutGb;

/** What the edge does not have it reads of S3, which sends it for nothing. */
const edged = (bytes: number): number =>
  PRICES.edgeRequest +
  PRICES.edgeFunction +
  (bytes / GB) * PRICES.edgeDataOutGb +
  MISSES * PRICES.s3Get;

/**
 * A publish: its writes, with those of the lists and sums of the registry (the entry, the newest, the totals and three packages
 * that it depends on, each twice, as transactions are), a signature, the tarball, two documents and a README, and the
 * requests around it.
 */
const publish =
  request * 3 +
  (14 + 14) * PRICES.tableWriteUnit +
  PRICES.kmsSign +
  7 * PRICES.s3Put +
  20 * READING_LAMBDA * PRICES.lambdaGbSecond;

interface Usage {
  readonly name: string;
  /** Packages installed a month, each by one document and one tarball. */
  readonly installs: number;
  readonly publishes: number;
  readonly storedGb: number;
}

const SIZES: readonly Usage[] = [
  { name: 'small team', installs: 1 * MILLION, publishes: 500, storedGb: 2 },
  { name: 'company', installs: 20 * MILLION, publishes: 10_000, storedGb: 50 },
  { name: 'ecosystem', installs: 240 * MILLION, publishes: 100_000, storedGb: 500 },
];

/** Seconds for the proxy, of 1.77 GB, to ask an upstream and keep what it says. */
const ASKING = 0.4;
const asking =
  lambda +
  PRICES.lambdaRequest +
  ASKING * (1.77 + 0.25) * PRICES.lambdaGbSecond +
  3 * PRICES.tableWriteUnit +
  2 * PRICES.s3Get;

/** A document of an upstream: looked for among our own first, in the table too, then read of S3. */
const upstreamDocument = document + PRICES.s3Get + PRICES.tableReadUnit;
/** It is asked for again when it is past its age, and written with the time of that. */
const renewal = asking + PRICES.s3Put + PRICES.s3Get;
const upstreamTarball =
  request + 3 * PRICES.tableReadUnit + 2 * PRICES.s3Get + (TARBALL / GB) * PRICES.dataOutGb;
/** Its own pin, a document before it in two stores. */
const firstFetch = 2 * asking + 4 * PRICES.tableWriteUnit + 5 * PRICES.s3Put;

/** Metrics that alarms look at: each is paid, also where one alarm looks at two. */
export const ALARM_METRICS = 19;
const ALARMS_FREE = 10;
/** Requests of the canary: 96 runs a day of five requests each, and its own writes. */
const canary = 96 * 30 * (5 * request + publish + PRICES.lambdaGbSecond * 0.5 * 3);

const IDLE: readonly (readonly [string, number])[] = [
  ['signing key (KMS)', PRICES.kmsKeyMonth],
  ['first admin code (Secrets Manager); delete it once it is used', PRICES.secretMonth],
  ['refused tarballs and refused requests, two metrics of their own', 2 * PRICES.metricMonth],
  [
    `alarms that look at ${ALARM_METRICS} metrics, ${ALARMS_FREE} of them free`,
    (ALARM_METRICS - ALARMS_FREE) * PRICES.alarmMonth,
  ],
  ['canary, every 15 minutes', canary],
  [
    '0.1 GB of table with its backups (20,000 versions)',
    0.1 * (PRICES.tableGbMonth + PRICES.backupGbMonth),
  ],
];
const idle = IDLE.reduce((sum, [, cost]) => sum + cost, 0);

const storage = (storedGb: number): number => storedGb * PRICES.s3GbMonth;

const ours = ({ installs, publishes, storedGb }: Usage): number =>
  idle + installs * plain + publishes * publish + storage(storedGb);

const PURGES_FREE = 1000;

/** A purge and a copy for every publish; tarballs are stored twice. */
const oursAtEdge = ({ installs, publishes, storedGb }: Usage): number =>
  idle +
  PRICES.secretMonth +
  installs * cached +
  publishes * (publish + 2 * PRICES.s3Put) +
  Math.max(0, publishes - PURGES_FREE) * PRICES.purge +
  storage(storedGb * 2);

const codeArtifact = ({ installs, publishes, storedGb }: Usage): number =>
  (2 * installs + 4 * publishes) * PRICES.codeArtifactRequest +
  ((installs * (TARBALL + DOCUMENT)) / GB) * PRICES.dataOutGb +
  storedGb * PRICES.codeArtifactGbMonth;

const plain = document + tarball;
const cached = edged(DOCUMENT) + edged(TARBALL);

const dollars = (amount: number): string =>
  `$${amount.toLocaleString('en-US', { maximumFractionDigits: amount < 0.01 ? 3 : amount < 100 ? 2 : 0 })}`;

const perMillion = (amount: number): string => dollars(amount * MILLION);

/** docs/cost.md. */
export function costDocument(): string {
  const sizes = SIZES.map(
    (usage) =>
      `| ${usage.name} | ${(usage.installs / MILLION).toLocaleString('en-US')} million | ${usage.publishes.toLocaleString('en-US')} | ${usage.storedGb} GB | ${dollars(ours(usage))} | ${dollars(oursAtEdge(usage))} | ${dollars(codeArtifact(usage))} |`,
  );
  const prices = Object.entries(PRICES).map(
    ([name, price]) => `| \`${name}\` | ${Number(price.toPrecision(6))} |`,
  );
  return `# What a registry on AWS costs

Generated from [scripts/cost.ts](../scripts/cost.ts) by \`npm run docs\`: list prices of us-east-1 in USD,
November 2026, and what the code asks of each service. No bill has been compared with it yet
([deploying.md](deploying.md) says what was never tried on a real account).

An install is one package: its document and its tarball. Clients with a lockfile and a cache ask for less.
Documents are taken as ${DOCUMENT / 1000} KB compressed, tarballs as ${TARBALL / 1000} KB.

## A month in which nothing happens

| What | Cost |
|---|---|
${IDLE.map(([what, cost]) => `| ${what} | ${dollars(cost)} |`).join('\n')}
| **together** | **${dollars(idle)}** |

With \`edge: cloudfront\` a secret more is kept (${dollars(PRICES.secretMonth)}), public tarballs are stored twice, and every publish of a
public package beyond the first ${PURGES_FREE.toLocaleString('en-US')} a month pays for a purge (${dollars(PRICES.purge)}, the price of a purge by path: there
is none listed for tags). The edge's log of what it handed out costs a file and a message for some
minutes of it, and one alarm more (${dollars(PRICES.alarmMonth)}). The domain's hosted zone ($0.50) is yours already.

With \`search: opensearch\` there is a domain as well: one \`t3.small.search\` with 20 GB is ${dollars(730 * PRICES.searchNodeHour + 20 * PRICES.searchGbMonth)}. Search in one file has no price of its own.

## A million installs

\`\`\`text
cost = installs × (document + tarball) + publishes × publish + stored GB × ${PRICES.s3GbMonth} + idle
\`\`\`

| | \`edge: none\` | \`edge: cloudfront\`, ${MISSES * 100} % misses |
|---|---|---|
| a million documents | ${perMillion(document)} | ${perMillion(edged(DOCUMENT))} |
| a million tarballs | ${perMillion(tarball)} | ${perMillion(edged(TARBALL))} |
| **a million installs** | **${perMillion(plain)}** | **${perMillion(cached)}** |
| a thousand publishes | ${dollars(publish * 1000)} | ${dollars(publish * 1000)} |

## Packages of an upstream

| | \`edge: none\` |
|---|---|
| a million documents that are kept | ${perMillion(upstreamDocument)} |
| a thousand renewals: at most one a document in \`upstreamMaxAge\`, where it is asked for | ${dollars(renewal * 1000)} |
| a million tarballs that are kept | ${perMillion(upstreamTarball)} |
| a thousand packages for the first time, with a tarball | ${dollars(firstFetch * 1000)} |

The edge keeps none of them yet.

## Against CodeArtifact, a month

| | Installs | Publishes | Stored | \`edge: none\` | \`edge: cloudfront\` | CodeArtifact |
|---|---|---|---|---|---|---|
${sizes.join('\n')}

CodeArtifact: ${dollars(PRICES.codeArtifactRequest * 10_000)} for 10,000 requests, ${dollars(PRICES.codeArtifactGbMonth)} a GB stored, and data out as from anywhere on AWS.

## Prices

| | USD |
|---|---|
${prices.join('\n')}
`;
}
