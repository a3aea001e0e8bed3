// What the import of each Lambda's bundle costs at a cold start: `node bench/bundles.ts [runs]`.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { bundleFunctions } from '../lib/bundles/bundle.ts';
import { BUNDLES } from '../lib/bundles/folders.ts';

const RUNS = Number(process.argv[2] ?? 20);

/** What Lambda gives every function; the stores' addresses are read only when they are used. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  PANTRY_POLICY: '{"publicUrl":"https://npm.example.com"}',
  PANTRY_TABLE: 'table',
  PANTRY_BLOBS_BUCKET: 'blobs',
  PANTRY_DOCUMENTS_BUCKET: 'documents',
  PANTRY_STAGING_BUCKET: 'staging',
  PANTRY_SIGNING_KEY: 'key',
  PANTRY_FIRST_ADMIN_SECRET: 'secret',
  PANTRY_DOWNLOADS_QUEUE: 'https://sqs.eu-central-1.amazonaws.com/1/downloads',
  PANTRY_JOBS_QUEUE: 'https://sqs.eu-central-1.amazonaws.com/1/jobs',
};

/** Milliseconds of CPU, user and system, that a fresh process needs to import a module. */
function cost(file: string): number {
  const program = `
    globalThis.awslambda = { streamifyResponse: (handle) => handle, HttpResponseStream: {} };
    const before = process.cpuUsage();
    await import(${JSON.stringify(file)});
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(String((user + system) / 1000));
    process.exit();
  `;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, ...ENVIRONMENT },
    encoding: 'utf8',
  });
  return Number(output);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const sizes = await bundleFunctions();
const costs = new Map([...sizes.keys()].map((folder) => [folder, [] as number[]]));
// One run of each after the other, so that a busy moment hits all of them.
for (let run = 0; run < RUNS; run += 1) {
  for (const [folder, list] of costs) list.push(cost(path.join(BUNDLES, folder, 'index.mjs')));
}
process.stdout.write(
  '| Function | KB | Import, ms of CPU (median) | at most |\n|---|---|---|---|\n',
);
for (const [folder, list] of [...costs].toSorted(([a], [b]) => a.localeCompare(b))) {
  const kilobytes = Math.round((sizes.get(folder) ?? 0) / 1000);
  process.stdout.write(
    `| ${folder} | ${kilobytes} | ${median(list).toFixed(0)} | ${Math.max(...list).toFixed(0)} |\n`,
  );
}
