import { parseArgs } from 'node:util';

import { REGISTRY_NAMES, type RegistryName } from '../registries/registry.ts';

/** What was asked for on the command line. */
export interface Options {
  readonly only: readonly RegistryName[];
  /** Parts of row ids; none means every row. */
  readonly rows: readonly string[];
  readonly quick: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly data: string | undefined;
  readonly json: string | undefined;
  readonly docs: boolean;
  readonly help: boolean;
}

/** What `--help` prints. */
export const HELP = `npm run bench -- [options]

  --only <names>   registries, separated by commas: ${REGISTRY_NAMES.join(', ')}
  --rows <ids>     rows whose id begins so, separated by commas: publish,tarball
  --quick          one round of one second over little data, to see that everything runs
  --rounds <n>     rounds a row (3)
  --seconds <n>    seconds a round (4); slow answers get as many as they need
  --data <folder>  keeps the seeded registries there for the next run
  --json <file>    writes every figure
  --docs           rewrites the table in docs/benchmarks.md
`;

/** Reads the command line. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: REGISTRY_NAMES.join(',') },
      rows: { type: 'string', default: '' },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'string' },
      docs: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { quick, data, json, docs, help } = values;
  return {
    only: values.only.split(',').map(registryName),
    rows: values.rows.split(',').filter(Boolean),
    rounds: count('rounds', values.rounds ?? (quick ? '1' : '3')),
    seconds: count('seconds', values.seconds ?? (quick ? '1' : '4')),
    quick,
    data,
    json,
    docs,
    help,
  };
}

function registryName(text: string): RegistryName {
  const name = REGISTRY_NAMES.find((candidate) => candidate === text);
  if (!name) throw new Error(`--only knows ${REGISTRY_NAMES.join(', ')}, not ${text}`);
  return name;
}

function count(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`--${option} takes a whole number above 0, not ${text}`);
  }
  return number;
}
