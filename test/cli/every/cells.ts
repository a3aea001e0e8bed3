import { DECLARED, type Declared } from '../declared.ts';

type Reasons = Readonly<Record<string, string>>;

/** What asks no registry by HTTP. */
const ASKS_NOBODY: Reasons = {
  backup: 'reads a data folder, or AWS by its own library',
  completion: 'prints a script',
  deploy: 'has cdk ask AWS',
  help: 'prints a page',
  restore: 'writes a data folder, or AWS by its own library',
  setup: 'writes files, whatever the registry does: answers.test.ts counts no request',
  start: 'is the registry',
  version: 'prints a line',
};

const WORKS_LONG = 'waits for up to an hour: a job of the registry takes its time';
const FETCHES = 'waits for minutes: the registry may have to fetch what it answers with';

const RUNS = { start: 'runs until it is told to stop: test/cli/start.test.ts' };

/** What each command is tested in, and why some are not. */
export const CELLS = {
  'where nothing listens': ASKS_NOBODY,
  'where the registry fails': ASKS_NOBODY,
  'where one is not logged in': ASKS_NOBODY,
  'where one is not allowed to': ASKS_NOBODY,
  'where somebody else answers': ASKS_NOBODY,
  'where the answer is an empty object': ASKS_NOBODY,
  'where the answer is an empty list': ASKS_NOBODY,
  'where the answer is cut off': ASKS_NOBODY,
  'where the registry is silent': {
    ...ASKS_NOBODY,
    'cache ls': WORKS_LONG,
    'cache rm': WORKS_LONG,
    'cache stats': WORKS_LONG,
    'cache verify': WORKS_LONG,
    gc: WORKS_LONG,
    'import registry': FETCHES,
    'import verdaccio': FETCHES,
    mirror: FETCHES,
    rebuild: WORKS_LONG,
    'trust npm': 'asks as npm does, which waits for a minute, four times',
  },
  'with Ctrl-C while the registry thinks': ASKS_NOBODY,
  'with a command line that is wrong': {},
  'without a terminal': RUNS,
  'on a terminal': RUNS,
  'with Ctrl-C at a question': {
    ...RUNS,
    backup: 'asks nothing',
    'cache ls': 'asks nothing',
    'cache rm': 'asks nothing',
    'cache stats': 'asks nothing',
    'cache verify': 'asks nothing',
    completion: 'asks nothing',
    deploy: 'asks once there are credentials of AWS: test/cli/deploy.test.ts',
    doctor: 'asks nothing',
    gc: 'asks nothing',
    help: 'asks nothing',
    'import registry': 'asks nothing',
    'import verdaccio': 'asks nothing',
    logout: 'asks for a code where it is wanted, and has forgotten the token by then',
    mirror: 'asks nothing',
    rebuild: 'asks nothing',
    restore: 'asks nothing',
    'trust npm': 'has npm ask: test/clients/trust-npm.test.ts',
    version: 'asks nothing',
  },
} as const satisfies Readonly<Record<string, Reasons>>;

export type Cell = keyof typeof CELLS;

/** Every command that a cell is for. */
export const commandsFor = (cell: Cell): readonly Declared[] =>
  DECLARED.filter(({ words }) => !Object.hasOwn(CELLS[cell], words));
