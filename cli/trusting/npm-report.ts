import type { ExitCode } from '../command/command.ts';

type Command = readonly string[];

/** What became of one package. */
export type TrustOutcome =
  | { readonly name: string; readonly state: 'trusted' | 'trusted before' | 'missing' }
  | {
      readonly name: string;
      readonly state: 'to run' | 'needs a person';
      readonly command: Command;
    }
  | {
      readonly name: string;
      readonly state: 'failed';
      readonly reason: string;
      readonly command?: Command;
    };

interface Report {
  readonly json: object;
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** All of them, and what is left to do. */
export function reportOf(outcomes: readonly TrustOutcome[], registry: string): Report {
  const has = (state: TrustOutcome['state']): boolean =>
    outcomes.some((outcome) => outcome.state === state);
  const manual = has('needs a person');
  const lines = [
    ...outcomes.flatMap(lineOf),
    ...(manual ? [PERSON] : []),
    ...outcomes.flatMap((outcome) => ('command' in outcome ? [`  ${shell(outcome.command)}`] : [])),
    ...(has('missing') ? [FIRST] : []),
  ];
  const failed = has('failed') || has('missing');
  return {
    json: { registry, packages: outcomes },
    text: `${lines.join('\n')}\n`,
    exitCode: manual ? 3 : failed ? 1 : 0,
  };
}

const PERSON =
  'The registry asks a person for a second factor. Run this on a terminal, and choose there to be asked no more for five minutes:';
const FIRST =
  'A package has to be there first: `pantry publish --to npm`, logged in, and then this again.';

function lineOf(outcome: TrustOutcome): readonly string[] {
  const { name, state } = outcome;
  if (state === 'trusted') return [`${name} trusts the workflow`];
  if (state === 'trusted before') return [`${name} trusts the workflow already`];
  if (state === 'missing') return [`${name} is not there yet`];
  return state === 'failed' ? [`${name}: ${outcome.reason}`] : [];
}

const shell = (command: Command): string =>
  command
    .map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`))
    .join(' ');
