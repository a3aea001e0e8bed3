import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly name?: string;
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
}

interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: unknown }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

const read = (file: string): unknown => parse(readFileSync(file, 'utf8'));
const workflow = (file: string): Workflow => read(file) as Workflow;

const WORKFLOWS = globSync('.github/workflows/*.yml').map(
  (file) => [file, workflow(file)] as const,
);
const ACTION_FILE = '.github/actions/publish/action.yml';
const ACTION = read(ACTION_FILE) as Action;
const FILES = [...WORKFLOWS.map(([file]) => file), ACTION_FILE];

const stepsOf = (file: string): readonly Step[] =>
  file === ACTION_FILE
    ? ACTION.runs.steps
    : Object.values(workflow(file).jobs).flatMap(({ steps = [] }) => steps);

/** What only these may be given, and only to jobs that do what they are for. */
const WRITES: readonly (readonly [file: string, job: string, permission: string])[] = [
  ['deploy.yml', 'compare', 'id-token'],
  ['deploy.yml', 'deploy', 'id-token'],
  ['release.yml', 'npm', 'id-token'],
  ['release.yml', 'pantry', 'id-token'],
  ['release.yml', 'attach', 'contents'],
  ['releaser-npm.yml', 'npm', 'id-token'],
  ['releaser-pantry.yml', 'pantry', 'id-token'],
];

test('there are workflows', () => {
  expect(FILES.length).toBeGreaterThanOrEqual(6);
});

describe.each(FILES)('%s', (file) => {
  test('pins what it uses by a whole commit, and says which version that is', () => {
    const used = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /^\s*(- )?uses:/.test(line));
    const others = used.filter((line) => !/uses: \.\//.test(line));
    const pinned = /uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(others.filter((line) => !pinned.test(line))).toEqual([]);
  });

  test('puts nothing into a script but through its environment', () => {
    expect(stepsOf(file).filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });

  test('leaves no token of GitHub in the folder that is checked out', () => {
    const kept = stepsOf(file)
      .filter(({ uses }) => uses?.startsWith('actions/checkout@'))
      .filter((step) => step.with?.['persist-credentials'] !== false);
    expect(kept).toEqual([]);
  });
});

describe.each(WORKFLOWS)('%s', (file, { on, permissions, jobs }) => {
  test('gives jobs no more than they need', () => {
    const none = [undefined, 'read', 'none'];
    expect(none).toContain(permissions?.['contents']);
    expect(
      Object.keys(permissions ?? { everything: '' }).filter((name) => name !== 'contents'),
    ).toEqual([]);
    const writes = Object.entries(jobs).flatMap(([id, { permissions: own = {} }]) =>
      Object.entries(own)
        .filter(([, how]) => how !== 'read')
        .map(([name]) => [file.split('/').at(-1), id, name]),
    );
    expect(writes).toEqual(WRITES.filter(([its]) => file.endsWith(`/${its}`)));
  });

  test('never runs what somebody proposes with its own secrets', () => {
    expect(Object.keys(on)).not.toContain('pull_request_target');
    expect(Object.keys(on)).not.toContain('workflow_run');
  });

  test('ends each job some time', () => {
    for (const { uses, 'timeout-minutes': most } of Object.values(jobs)) {
      // A job that calls a workflow has the limits of that one's jobs.
      expect(uses === undefined ? most : 1).toBeGreaterThan(0);
    }
  });
});

describe.each([
  ['pantry', 'Releaser / pantry'],
  ['npm', 'Releaser / npm'],
])('.github/workflows/releaser-%s.yml', (id, name) => {
  const { name: called, on, jobs } = workflow(`.github/workflows/releaser-${id}.yml`);

  test(`is called ${name}, and so is its job`, () => {
    expect([called, jobs[id]?.name]).toEqual([name, name]);
  });

  test('is called by others, or started by hand, with the same inputs', () => {
    expect(Object.keys(on)).toEqual(['workflow_call', 'workflow_dispatch']);
    const inputsOf = (event: string) => (on[event] as { inputs: object }).inputs;
    expect(inputsOf('workflow_dispatch')).toEqual(inputsOf('workflow_call'));
  });
});

const initial = (inputs: Action['inputs']) =>
  Object.fromEntries(Object.entries(inputs).map(([name, each]) => [name, String(each.default)]));

/** What a step does, wherever it stands. */
const work = (steps: readonly Step[] = []) =>
  steps
    .filter(({ name }) => name === 'Install pantry' || name === 'Publish')
    .map(({ name, env, run }) => ({ name, env, run }));

test('the workflow for registries of Pantry does what the action does, by the same inputs', () => {
  const { on, jobs } = workflow('.github/workflows/releaser-pantry.yml');
  const called = on['workflow_call'] as Pick<Action, 'inputs'>;
  expect(initial(called.inputs)).toEqual(initial(ACTION.inputs));
  expect(work(ACTION.runs.steps)).toHaveLength(2);
  expect(work(jobs['pantry']?.steps)).toEqual(work(ACTION.runs.steps));
});

test('the action installs the version that it belongs to', () => {
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(ACTION.inputs['pantry']?.default).toBe(`${name}@${version}`);
});
